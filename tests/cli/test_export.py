"""``digest export`` as a user runs it: the real command, loopback servers, files on disk."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pybtex.database import parse_string  # type: ignore[import-untyped]
from typer.testing import CliRunner, Result

from digest.cli import app
from digest.config import bundled
from digest.models import Collection, Entry, PaperRef
from digest.store import Store
from tests.cli.conftest import PAPERS, House
from tests.fakes.arxiv import ArxivServer
from tests.fakes.chat import ChatServer


@dataclass
class Stock:
    """A data folder with notes; commands run in this process, which costs less than starting one for each."""

    folder: Path

    def run(self, *args: str) -> Result:
        return CliRunner().invoke(app, ["export", *args], env={"DIGEST_DATA_DIR": str(self.folder / "data")})


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Stock:
    """Notes of two arXiv papers and of a PDF on disk, and a collection with one more paper, which has none.

    The servers are gone when the tests run: nothing that is exported may need them.
    """
    with ArxivServer(PAPERS) as arxiv, ChatServer() as chat:
        house = House(arxiv, chat, tmp_path_factory.mktemp("export"))
        made = house.run("summarize", "-q", "2401.00001", "2401.00002", house.sample, "-o", "notes/")
        assert made.returncode == 0, made.stderr
        kept = house.run("collect", "mine", "2401.00001", "math/0405482", "2401.00002")
        assert kept.returncode == 0, kept.stderr
    return Stock(house.folder)


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def exported(stock: Stock, out: Path, *args: str) -> dict[str, Any]:
    done = stock.run(*args, "--out", str(out), "--json", "-q")
    assert done.exit_code == 0, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def test_every_shape_of_a_collection_becomes_pages_where_the_site_wants_them(stocked: Stock, tmp_path: Path) -> None:
    for shape in ("paper", "roundup", "survey", "reading-list"):
        report = exported(stocked, tmp_path, shape, "mine", "--to", "hugo")
        assert report["missing"] == ["math/0405482"]
        assert report["files"] == [str(tmp_path / name) for name in report["written"]]
    pages = [name for name in files(tmp_path) if name.endswith(".md")]
    assert len(pages) == 5
    assert all(re.fullmatch(r"content/posts/[a-z0-9-]+/index\.md", name) for name in pages)


def test_a_paper_without_a_note_stands_in_its_place_and_the_command_that_makes_it_is_told(
    stocked: Stock, tmp_path: Path
) -> None:
    done = stocked.run("reading-list", "mine", "--out", str(tmp_path))
    assert done.exit_code == 0
    assert "1 of 3 papers have no note" in done.stderr
    assert "digest summarize math/0405482" in done.stderr
    (page,) = tmp_path.glob("*.md")
    assert "math/0405482" in page.read_text(encoding="utf-8") or "0405482" in page.read_text(encoding="utf-8")


def test_a_paper_that_is_named_and_has_no_note_is_an_error_with_the_command(stocked: Stock, tmp_path: Path) -> None:
    done = stocked.run("paper", "2401.00001", "2401.00009", "--lang", "ja", "--out", str(tmp_path))
    assert done.exit_code == 1
    assert "digest summarize 2401.00001 2401.00009 --lang ja" in done.stderr
    assert files(tmp_path) == []


def test_words_that_are_neither_ids_nor_a_collection_are_searched_for(stocked: Stock, tmp_path: Path) -> None:
    report = exported(stocked, tmp_path, "paper", "sentence", "pointers")
    assert len(report["files"]) >= 1
    done = stocked.run("paper", "zzzz-no-such-word", "--out", str(tmp_path))
    assert done.exit_code == 1
    assert "no note in 'en' contains it" in done.stderr


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("paper", "2401.00001", "--to", "wordpress"), "there is no dialect 'wordpress'"),
        (("paper", "2401.00001", "attention"), "these are no papers: attention"),
        (("weekly", "2401.00001"), "there is no weekly list"),
        (("paper", "2401.00001", "-o", "x.md"), "--out"),
        (("paper", "2401.00001", "--templates", "nowhere"), "there is no folder of templates nowhere"),
        (("poster",), "poster"),
    ],
)
def test_what_makes_no_sense_is_a_usage_error_that_says_why(args: tuple[str, ...], said: str, stocked: Stock) -> None:
    done = stocked.run(*args)
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())


def test_a_page_that_was_edited_is_kept_until_force(stocked: Stock, tmp_path: Path) -> None:
    exported(stocked, tmp_path, "paper", "2401.00001")
    (page,) = tmp_path.glob("*.md")
    first = page.read_bytes()
    assert exported(stocked, tmp_path, "paper", "2401.00001")["written"] == []
    page.write_bytes(first + b"My own words.\n")
    report = exported(stocked, tmp_path, "paper", "2401.00001")
    assert report["kept_edits"] == {page.name: f"{page.stem}.new.md"}
    assert page.read_bytes().endswith(b"My own words.\n")
    exported(stocked, tmp_path, "paper", "2401.00001", "--force")
    assert page.read_bytes() == first


def test_the_groups_of_a_roundup_are_kept_in_a_file_that_the_next_run_follows(stocked: Stock, tmp_path: Path) -> None:
    exported(stocked, tmp_path, "roundup", "mine")
    (kept,) = tmp_path.glob("*.toml")
    text = kept.read_text(encoding="utf-8")
    assert '"2401.00001" = ' in text
    kept.write_text(
        re.sub(r'^("2401\.00001" = )"[^"]*"', r'\1"Mine alone"', text, flags=re.MULTILINE), encoding="utf-8"
    )
    exported(stocked, tmp_path, "roundup", "mine")
    (page,) = tmp_path.glob("*.md")
    assert "Mine alone" in page.read_text(encoding="utf-8")


def test_a_figure_whose_licence_allows_it_is_cut_out_and_shown(stocked: Stock, tmp_path: Path) -> None:
    shown = exported(stocked, tmp_path / "always", "paper", "pointers", "--figures", "always")
    never = exported(stocked, tmp_path / "never", "paper", "pointers", "--figures", "never")
    assert any(str(name).endswith(".png") for name in shown["files"])
    assert not any(str(name).endswith(".png") for name in never["files"])
    (picture,) = (tmp_path / "always").rglob("*figure-1*.png")
    assert picture.read_bytes().startswith(b"\x89PNG")
    allowed = exported(stocked, tmp_path / "allowed", "paper", "pointers")
    (page,) = (tmp_path / "allowed").glob("*.md")
    assert len(allowed["files"]) == 1
    assert "licence is not known" in page.read_text(encoding="utf-8")


def test_citations_data_and_feed_go_to_stdout_or_to_a_file(stocked: Stock, tmp_path: Path) -> None:
    bib = stocked.run("bibtex", "mine", "-q")
    assert [entry.fields["eprint"] for entry in parse_string(bib.stdout, "bibtex").entries.values()]
    csl = json.loads(stocked.run("csl-json", "2401.00001").stdout)
    assert csl[0]["number"] == "arXiv:2401.00001"
    lines = stocked.run("jsonl").stdout.splitlines()
    assert {json.loads(line)["paper"]["id"] for line in lines} >= {"2401.00001", "2401.00002"}
    target = tmp_path / "feed.xml"
    done = stocked.run("atom", "mine", "-o", str(target), "--feed-url", "https://a.example/feed.xml")
    assert done.stdout == ""
    assert "<id>https://arxiv.org/abs/2401.00002</id>" in target.read_text(encoding="utf-8")
    first = target.read_bytes()
    stocked.run("atom", "mine", "-o", str(target), "--feed-url", "https://a.example/feed.xml", "-q")
    assert target.read_bytes() == first


def test_the_newest_weekly_list_is_exported_when_none_is_named(stocked: Stock, tmp_path: Path) -> None:
    with Store.open(stocked.folder / "data" / "digest.db", bundled("migrations")) as store:
        for week, paper in ((4, "2401.00001"), (5, "2401.00002")):
            entry = Entry(position=1, title="A paper", ref=PaperRef(kind="arxiv", id=paper))
            start = date.fromisocalendar(2024, week, 1)
            store.save_collection(
                Collection(
                    name=f"dair-2024-W0{week}", kind="weekly", title=f"Week {week}", source=f"dair:2024-W0{week}",
                    start=start, end=start + timedelta(days=6), entries=(entry,),
                )
            )  # fmt: skip
    report = exported(stocked, tmp_path, "weekly", "--to", "jekyll")
    assert report["files"] == [str(tmp_path / "_posts/2024-02-04-weekly-2024-w05.md")]
    report = exported(stocked, tmp_path, "weekly", "2024-W04", "--to", "jekyll")
    assert report["files"] == [str(tmp_path / "_posts/2024-01-28-weekly-2024-w04.md")]


def test_the_second_export_of_a_curated_page_asks_the_model_nothing(house: House, tmp_path: Path) -> None:
    made = house.run("summarize", "-q", "2401.00001", "2401.00002", "-o", "notes/", model=True)
    assert made.returncode == 0, made.stderr
    env = house.environment | house.with_model
    pages: list[dict[str, bytes]] = []
    asked: list[int] = []
    for _ in range(2):
        for shape in ("roundup", "survey"):
            done = CliRunner().invoke(app, ["export", shape, "--out", str(tmp_path / "site"), "--force"], env=env)
            assert done.exit_code == 0, done.stderr
        asked.append(len(house.chat.seen))
        pages.append({path.name: path.read_bytes() for path in (tmp_path / "site").glob("*.md")})
    assert asked[0] == asked[1]
    assert len(pages[0]) == 2
    assert pages[0] == pages[1]
