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


@pytest.mark.parametrize("label", [WITH_HTML, PDF_ONLY])
def test_a_second_run_asks_nobody_whether_html_or_the_pdf_was_taken(house: House, label: str) -> None:
    offer(house, latexml.paper(inside=PROSE))
    first = house.run("summarize", label, "--text-from", "auto", model=True)
    assert first.returncode == 0, first.stderr
    hits, calls = len(house.arxiv.hits), len(house.chat.seen)
    second = house.run("summarize", label, "--text-from", "auto", model=True)
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


BAD = {
    "missing": b"",
    "cut": latexml.paper(inside=PROSE, end=""),
    "broken": latexml.paper(inside=PROSE + '<span class="ltx_ERROR undefined">\\lake</span>'),
    "version": latexml.paper(inside=PROSE, stamp="arXiv:2402.08954v1 [physics.ao-ph] 1 Feb 2024"),
    "title": latexml.paper(inside=PROSE, title="A Survey of Sparse Retrieval"),
    "notice": b"<!doctype html><html><body><p>Please come back later.</p></body></html>",
}


@pytest.mark.parametrize("page", BAD.values(), ids=BAD)
def test_auto_takes_the_pdf_where_the_html_is_not_whole_or_not_the_papers(house: House, page: bytes) -> None:
    offer(house, page)
    made = house.run("summarize", WITH_HTML, "--text-from", "auto")
    assert made.returncode == 0, made.stderr
    assert "#page=" in made.stdout
    assert (asked(house, "html"), asked(house, "pdf")) == (1, 1)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("missing", "no HTML of 2402.08954v2"),
        ("broken", "conversion errors"),
        ("version", "of 2402.08954v1, not of"),
        ("title", "another title"),
        ("notice", "not a paper converted"),
    ],
)
def test_html_that_was_asked_for_and_may_not_be_used_is_an_error_with_a_way_out(
    house: House, name: str, said: str
) -> None:
    offer(house, BAD[name])
    made = house.run("summarize", WITH_HTML, "--text-from", "html")
    assert made.returncode == 1
    assert said in made.stderr
    assert "--text-from auto" in made.stderr
    assert not asked(house, "pdf")


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
