from __future__ import annotations

import re
from pathlib import Path

import pytest

from digest.errors import UsageError
from digest.export.dialects import DIALECTS
from digest.export.note import render_note
from digest.export.weekly import render_weekly
from tests.export.golden import same_as_golden
from tests.export.samples import collection, items, note, paper


def only(dialect: str = "gfm", language: str = "en", templates: Path | None = None) -> tuple[str, str]:
    bundle = render_weekly(collection(), items(language), language=language, dialect=dialect, templates=templates)
    ((name, content),) = bundle.files.items()
    return name, content.decode()


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_issue_is_as_agreed_in_every_dialect(dialect: str, language: str) -> None:
    name, text = only(dialect, language)
    assert same_as_golden(f"weekly/{dialect}.{language}.md", f"<!-- {name} -->\n{text}")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_note_is_as_agreed(language: str) -> None:
    assert same_as_golden(f"note.{language}.md", render_note(note(paper(), language), paper()))


def test_no_entry_of_the_list_is_lost() -> None:
    _, text = only()
    assert [line[:3] for line in text.splitlines() if re.match(r"\d\.  ", line)] == ["1. ", "2. ", "3. "]
    assert "not on arXiv" in text
    assert "the PDF is damaged" in text
    assert "https://openai.example/sora" in text


def test_a_repeat_is_said() -> None:
    assert "met before in&#58; 2024-W03" in only()[1] or "met before in: 2024-W03" in only()[1]


def test_the_file_is_named_by_iso_week() -> None:
    assert only()[0] == "weekly-2024-w05.md"
    assert only(language="ja")[0] == "weekly-2024-w05-ja.md"
    assert only("jekyll")[0] == "_posts/2024-02-04-weekly-2024-w05.md"


def test_the_same_values_give_the_same_bytes() -> None:
    assert only("hugo", "ja") == only("hugo", "ja")


def test_a_template_of_the_user_replaces_the_introduction(tmp_path: Path) -> None:
    (tmp_path / "weekly.md.j2").write_text("My words on {{ total }} papers.\n\n{{ listing }}\n")
    assert "My words on 3 papers." in only(templates=tmp_path)[1]


def test_a_template_cannot_reach_the_machine(tmp_path: Path) -> None:
    (tmp_path / "weekly.md.j2").write_text("{{ ''.__class__.__mro__ }}")
    with pytest.raises(UsageError, match="weekly"):
        only(templates=tmp_path)


def test_a_template_that_asks_for_what_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "weekly.md.j2").write_text("{{ nonsense }}")
    with pytest.raises(UsageError, match="nonsense"):
        only(templates=tmp_path)


def test_an_unknown_dialect_is_refused_with_those_that_are() -> None:
    with pytest.raises(UsageError) as caught:
        only("word")
    assert "hugo" in str(caught.value)
