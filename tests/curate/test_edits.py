from __future__ import annotations

import asyncio
import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.curate.edits import Edits, keep_edits, parse_edits, read_edits, with_new
from digest.curate.groups import group
from digest.editions import Edition
from digest.errors import UsageError
from digest.export.item import Item
from digest.models import Entry, PaperRef
from tests.curate.lists import TASKS, collection, item
from tests.export.samples import HOSTILE

ITEMS = [item(1, "Lantern: A retriever", "cs.IR"), item(2, "OLMo: Open models"), item(3, "Sora", None)]
FIRST = """\
# The groups of: A year
# Yours to edit: the next export follows this file and adds only papers that it does not have yet.
# A line of [papers] that is deleted has its paper sorted anew; without this file all are.
groups = [
  "Computation and Language",
  "Information Retrieval",
]

[titles]  # other short titles than those made from the papers' own, such as "2401.00001" = "Lantern"

[papers]
"2401.00002" = "Computation and Language"  # OLMo: Open models
"2401.00001" = "Information Retrieval"  # Lantern: A retriever
"https://a.example/3" = "Other"  # Sora
"""


def edition_of(items: Sequence[Item], edits: Edits | None = None) -> Edition:
    asking = group(collection(items), items, names=None, llm=None, prompts=TASKS, language="en", edits=edits)
    return asyncio.run(asking)


def run(path: Path, items: Sequence[Item]) -> Edition:
    """What an export does with the file."""
    edition = edition_of(items, read_edits(path))
    keep_edits(path, edition, items)
    return edition


def test_the_first_run_writes_the_groups_down(tmp_path: Path) -> None:
    path = tmp_path / "site" / "year.groups.toml"
    run(path, ITEMS)
    assert path.read_text() == FIRST


def test_a_second_run_follows_the_file_and_leaves_it_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "year.groups.toml"
    first = run(path, ITEMS)
    path.chmod(0o600)
    before = path.stat()
    assert run(path, ITEMS).groups == first.groups
    assert path.stat() == before


def test_edits_are_followed_and_survive_the_runs_after_them_with_new_papers(tmp_path: Path) -> None:
    path = tmp_path / "year.groups.toml"
    edited = (
        "# mine\r\n"
        'groups = ["Videos", "Text"]   # videos first\r\n'
        "\r\n"
        "[papers]\r\n"
        "'https://a.example/3' = 'Videos' # why not\r\n"
        '"2401.00001" = "Text"\r\n'
        "\r\n"
        "# short ones\r\n"
        "[titles]\r\n"
        '"2401.00001" = "The lamp"\r\n'
    )
    path.write_bytes(edited.encode())
    for _ in range(2):
        edition = run(path, ITEMS)
        assert [(group.name, group.positions) for group in edition.groups] == [
            ("Videos", (3,)),
            ("Text", (1,)),
            ("Computation and Language", (2,)),
        ]
        assert edition.names[0].name == "The lamp"
        new = '"2401.00002" = "Computation and Language"  # OLMo: Open models\r\n'
        assert path.read_bytes().decode() == edited.replace(
            '"2401.00001" = "Text"\r\n', f'"2401.00001" = "Text"\r\n{new}'
        )


def test_papers_that_are_no_longer_listed_stay_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "year.groups.toml"
    run(path, ITEMS)
    run(path, ITEMS[:1])
    assert path.read_text() == FIRST


def test_a_paper_whose_line_was_deleted_is_sorted_anew(tmp_path: Path) -> None:
    path = tmp_path / "year.groups.toml"
    path.write_text(FIRST.replace('"2401.00001" = "Information Retrieval"  # Lantern: A retriever\n', ""))
    run(path, ITEMS)
    assert '"2401.00001" = "Information Retrieval"' in path.read_text()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "groups = []",
        "# only a comment",
        "[papers]",
        "[papers]\n[titles]\n'2401.00001' = 'x'",
        " [ papers ] # mine\n\n\n\n[titles]",
        "\ufeff[titles]\n",
    ],
)
def test_lines_are_added_to_whatever_a_hand_left(text: str) -> None:
    extended = with_new(text, edition_of(ITEMS), ITEMS, "here")
    assert set(parse_edits(extended, "here").papers) == {"2401.00001", "2401.00002", "https://a.example/3"}
    assert parse_edits(extended, "here").titles == parse_edits(text, "here").titles
    assert [line for line in text.splitlines() if line.strip()] == [
        line for line in extended.splitlines() if line.strip() and line in text
    ]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("groups = [", "here"),
        ("[paper]\n'x' = 'y'", "'paper', which means nothing"),
        ("groups = 'Agents'", "groups must be a list"),
        ("groups = ['Agents', 3]", "groups must be a list"),
        ("groups = [' ']", "groups must be a list"),
        ("[papers]\n'2401.00001' = 3", "'2401.00001' needs a text"),
        ("[papers]\n2401.00001 = 'Agents'", "'2401' needs a text"),
        ("papers = 'x'", "'papers' needs a text"),
        ("[titles]\n'2401.00001' = ''", "'2401.00001' needs a text"),
    ],
)
def test_a_file_that_cannot_be_followed_is_named_with_what_is_wrong(text: str, complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint) as caught:
        parse_edits(text, "here")
    assert "Mend here" in str(caught.value)


@pytest.mark.parametrize("text", ["papers = {'x' = 'y'}", "papers.'x' = 'y'", "note = '''\n[papers]\n'''"])
def test_a_file_to_which_nothing_can_be_added_is_refused_and_left_alone(tmp_path: Path, text: str) -> None:
    path = tmp_path / "year.groups.toml"
    path.write_text(text)
    with pytest.raises(UsageError):
        keep_edits(path, edition_of(ITEMS), ITEMS)
    assert path.read_text() == text
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "year.groups.toml"
    path.write_bytes('groups = ["要約"]'.encode("cp932"))
    with pytest.raises(UsageError, match="cannot be read"):
        read_edits(path)


def test_a_paper_on_disk_is_not_named_by_its_path() -> None:
    entry = Entry(position=1, title="Mine", ref=PaperRef(kind="file", id="/home/ada/mine.pdf"))
    listed = [Item(entry, item(1, "Mine").paper)]
    assert "/home/ada" not in with_new(None, edition_of(listed), listed, "here")


def test_a_file_that_is_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real.toml").write_text("")
    path = tmp_path / "year.groups.toml"
    path.symlink_to("real.toml")
    run(path, ITEMS)
    assert path.is_symlink()
    assert "OLMo" in (tmp_path / "real.toml").read_text()


NAME = st.one_of(st.sampled_from(HOSTILE), st.text(min_size=1, max_size=30)).filter(lambda name: bool(name.strip()))


@settings(max_examples=150)
@given(titles=st.lists(NAME, min_size=1, max_size=6), groups=st.lists(NAME, min_size=6, max_size=6))
def test_hostile_names_and_titles_come_back_as_they_were(titles: list[str], groups: list[str]) -> None:
    items = [Item(Entry(position=n, title=title)) for n, title in enumerate(titles, 1)]
    pinned = {entry.entry.title: " ".join(name.split()) for entry, name in zip(items, groups, strict=False)}
    edits = Edits(papers=pinned)
    edition = edition_of(items, edits)
    text = with_new(None, edition, items, "here")
    assert tomllib.loads(text)
    again = edition_of(items, parse_edits(text, "here"))
    assert {g.name: g.positions for g in again.groups} == {g.name: g.positions for g in edition.groups}
    assert with_new(text, again, items, "here") == text
