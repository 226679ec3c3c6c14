"""`--text-from`: papers read from arXiv's HTML, by the real command over loopback."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import House
from tests.fakes import latexml
from tests.fakes.papers import FakePaper

PROSE = "".join(
    f'<div class="ltx_para" id="S1.p{n}"><p class="ltx_p">In lake {n} we measured that the ice is {n} millimetres '
    f"thinner than in the year before. We propose a method that predicts the melting of lake {n} within {n + 3} days."
    "</p></div>"
    for n in range(2, 12)
)
ID, WITH_HTML = "2402.08954", f"{latexml.ID}"
PDF_ONLY = "2401.00001v2"


def offer(house: House, page: bytes) -> None:
    """Publish the paper with this HTML beside its PDF."""
    house.arxiv.add(FakePaper(ID, 2, title=latexml.TITLE, html=page))


def asked(house: House, kind: str) -> int:
    return sum(hit.path.startswith(f"/{kind}/") for hit in house.arxiv.hits)


@pytest.mark.parametrize("how", ["html", "auto"])
def test_whole_html_is_read_instead_of_the_pdf_and_places_are_sections(house: House, how: str) -> None:
    offer(house, latexml.paper(inside=PROSE))
    made = house.run("summarize", WITH_HTML, "--text-from", how, model=True)
    assert made.returncode == 0, made.stderr
    assert f"/html/{WITH_HTML}#S1" in made.stdout
    assert "#page=" not in made.stdout
    assert (asked(house, "html"), asked(house, "pdf")) == (1, 0)


def test_a_second_run_asks_nobody_whether_html_or_the_pdf_was_taken(house: House) -> None:
    offer(house, latexml.paper(inside=PROSE))
    command = ("summarize", WITH_HTML, PDF_ONLY, "--text-from", "auto")
    first = house.run(*command, model=True)
    assert first.returncode == 0, first.stderr
    hits, calls = len(house.arxiv.hits), len(house.chat.seen)
    second = house.run(*command, model=True)
    assert second.stdout == first.stdout
    assert (len(house.arxiv.hits), len(house.chat.seen)) == (hits, calls)


def test_another_note_is_made_of_the_html_than_of_the_pdf_and_both_are_kept(house: House) -> None:
    offer(house, latexml.paper(inside=PROSE))
    keys = [
        json.loads(house.run("summarize", WITH_HTML, "--json", "--text-from", how, model=True).stdout)["note"]["key"]
        for how in ("pdf", "html", "pdf", "html")
    ]
    assert keys[0] != keys[1]
    assert keys[:2] == keys[2:]
    assert (asked(house, "html"), asked(house, "pdf")) == (1, 1)


def stamp(label: str) -> str:
    return f"arXiv:{label} [physics.ao-ph] 13 Feb 2024"


BAD = {
    "2402.00001v1": (b"", "no HTML of 2402.00001v1"),
    "2402.00002v1": (latexml.paper(inside=PROSE, stamp=stamp("2402.00002v1"), end=""), "ends early"),
    "2402.00003v1": (
        latexml.paper(inside=f'{PROSE}<span class="ltx_ERROR">\\lake</span>', stamp=stamp("2402.00003v1")),
        "conversion errors",
    ),
    "2402.00004v2": (latexml.paper(inside=PROSE, stamp=stamp("2402.00004v1")), "of 2402.00004v1, not of"),
    "2402.00005v1": (latexml.paper(inside=PROSE, stamp=stamp("2402.00005v1"), title="Of Quanta"), "another title"),
    "2402.00006v1": (b"<!doctype html><html><body><p>Come back later.</p></body></html>", "not a paper converted"),
}
"""Label -> what is served as its HTML, and what is said about it."""


@pytest.fixture
def bad(house: House) -> House:
    """A loopback arXiv whose HTML is of no use."""
    for label, (page, _) in BAD.items():
        house.arxiv.add(FakePaper(label[:-2], int(label[-1]), title=latexml.TITLE, html=page))
    return house


def test_auto_takes_the_pdf_where_the_html_is_not_whole_or_not_the_papers(bad: House) -> None:
    made = bad.run("summarize", *BAD, "--text-from", "auto")
    assert made.returncode == 0, made.stderr
    assert "/html/" not in made.stdout
    assert all(f"{label}#page=" in made.stdout for label in BAD)
    assert (asked(bad, "html"), asked(bad, "pdf")) == (len(BAD), len(BAD))


def test_html_that_was_asked_for_and_may_not_be_used_is_an_error_with_a_way_out(bad: House) -> None:
    made = bad.run("summarize", *BAD, "--text-from", "html")
    assert made.returncode == 1
    for label, (_, said) in BAD.items():
        assert said in made.stderr, label
    assert made.stderr.count("--text-from auto") == len(BAD)
    assert not asked(bad, "pdf")


def test_an_arxiv_that_is_down_is_not_taken_for_one_without_html(house: House) -> None:
    offer(house, latexml.paper(inside=PROSE))
    house.arxiv.faults["/html/"] = ["403"]
    failed = house.run("summarize", WITH_HTML, "--text-from", "auto")
    assert failed.returncode != 0
    assert not asked(house, "pdf")
    again = house.run("summarize", WITH_HTML, "--text-from", "auto")
    assert "#S1" in again.stdout, again.stderr


def test_the_setting_holds_where_no_option_is_given_and_a_file_on_disk_is_read_as_it_is(house: House) -> None:
    offer(house, latexml.paper(inside=PROSE))
    made = house.run("summarize", WITH_HTML, house.sample, DIGEST_TEXT_FROM="html")
    assert made.returncode == 0, made.stderr
    assert "#S1" in made.stdout


def test_an_unknown_form_of_text_is_refused(house: House) -> None:
    made = house.run("summarize", WITH_HTML, "--text-from", "word")
    assert made.returncode == 2
    assert "text_from" in made.stderr


def test_pictures_are_cut_out_of_the_pdf_whatever_the_text_is_read_from(house: House) -> None:
    offer(house, latexml.paper(inside=PROSE))
    made = house.run("figures", WITH_HTML, "-o", "pictures", DIGEST_TEXT_FROM="html")
    assert made.returncode == 0, made.stderr
    assert (asked(house, "html"), asked(house, "pdf")) == (0, 1)


def test_the_weekly_issue_can_be_made_of_html_too(house: House) -> None:
    offer(house, latexml.paper(inside=PROSE))
    week = f"{FakePaper(ID, 2).published:%G-W%V}"
    made = house.run("weekly", "--list", "cat:cs.CL", "--week", week, "--out", "issues", "--text-from", "auto")
    assert made.returncode == 0, made.stderr
    [issue] = (house.folder / "issues").rglob("*.md")
    assert f"/html/{WITH_HTML}#S1" in issue.read_text(encoding="utf-8")
