"""The two papers of the repository as they are read: their text by golden files, their parts one by one."""

from __future__ import annotations

import io
import os
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfWriter

from digest.config import bundled
from digest.document import Document
from digest.errors import DamagedError, EncryptedError
from digest.extract import read_pdf
from digest.extract.fallback import read_with_pypdf
from digest.models import Paper
from digest.store import Store
from digest.store.columns import to_json
from tests.fakes.two_columns import FOOTNOTE, TARGET, TITLE, make_two_columns

EXAMPLES = Path(__file__).parents[2] / "examples"
GOLDEN = Path(__file__).parents[1] / "golden" / "extract"
REWRITE = os.environ.get("DIGEST_REWRITE_GOLDEN") == "1"  # read at import: fixtures clear the environment
PAPERS = ("sample-paper", "two-column-paper")


@cache
def paper(name: str = "two-column-paper") -> Document:
    return read_pdf((EXAMPLES / f"{name}.pdf").read_bytes())


@pytest.fixture(scope="module")
def without_outline(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """The same paper without bookmarks."""
    path = tmp_path_factory.mktemp("papers") / "plain.pdf"
    make_two_columns(path, outline=False)
    return read_pdf(path.read_bytes())


def sections(document: Document) -> list[tuple[str, int, str]]:
    return [(section.title, section.level, section.kind) for section in document.sections]


@pytest.mark.parametrize("name", PAPERS)
def test_the_text_of_the_shipped_papers_is_as_it_was(name: str) -> None:
    golden = GOLDEN / f"{name}.txt"
    if REWRITE:
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(paper(name).text, encoding="utf-8")
    assert paper(name).text == golden.read_text(encoding="utf-8")


def test_the_shipped_paper_is_what_its_generator_writes(tmp_path: Path) -> None:
    make_two_columns(tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == TARGET.read_bytes()


@pytest.mark.parametrize("name", PAPERS)
def test_reading_twice_gives_the_same_bytes(name: str) -> None:
    again = read_pdf((EXAMPLES / f"{name}.pdf").read_bytes())
    assert to_json(again) == to_json(paper(name))


@pytest.mark.parametrize("name", PAPERS)
def test_offsets_of_sentences_survive_the_database(name: str, tmp_path: Path) -> None:
    document = paper(name)
    with Store.open(tmp_path / "digest.db", bundled("migrations")) as store:
        store.save_paper(Paper(id="2401.00001", title=document.title))
        store.save_document("2401.00001", 1, document)
        kept = store.document(document.key)
    assert kept == document
    assert "".join(kept.text[sentence.start : sentence.end] for sentence in kept.sentences) == document.text


def test_the_columns_are_read_one_after_the_other_and_the_footnote_is_kept() -> None:
    text = paper().text
    order = ("Abstract", "1 Introduction", "2 Method", "2.1 Threshold", "3 Four Summaries", "4 Results", "References")
    places = [text.index(f"{title}\n") for title in order]
    assert places == sorted(places)
    assert paper().title == TITLE
    assert FOOTNOTE in text
    assert "more than 84% of the cases, cf. Sec. 4 of [2]. Our contributions are two." in text


EXPECTED = [
    ("Abstract", 1, "abstract"),
    ("1 Introduction", 1, "body"),
    ("2 Method", 1, "body"),
    ("2.1 Threshold", 2, "body"),
    ("3 Four Summaries", 1, "body"),
    ("4 Results", 1, "body"),
    ("5 Conclusion", 1, "body"),
    ("References", 1, "references"),
    ("A Microphones", 1, "appendix"),
]


def test_the_outline_gives_the_tree_of_sections_and_so_do_fonts_and_numbers_without_it(
    without_outline: Document,
) -> None:
    assert sections(paper()) == EXPECTED
    assert sections(without_outline) == EXPECTED
    inner, outer = without_outline.sections[3], without_outline.sections[2]
    assert outer.start < inner.start < inner.end <= outer.end


def test_addresses_broken_over_lines_are_whole_and_stand_in_their_sentence() -> None:
    links = {link.kind: link for link in paper().links}
    assert links["data"].url == "https://zenodo.org/record/7654321"
    tree = "ardea-detector-for-small-ponds/tree/main/recordings-and-labels"
    assert links["code"].url == f"https://github.com/example-herons/{tree}"
    for link in links.values():
        assert link.sentence is not None
        assert "we publish 140 hours of recordings" in paper().sentence_text(link.sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Smith et al. [1] counted 212 birds in Fig. 3 of their report, i.e. 3.5 times as many as the wardens did.",
        "Am 3. Mai 2021 zählten wir 17 Vögel über dem größten Teich.",
        "Les hérons reviennent à l'étang au crépuscule.",
        "M. Dupont en a compté dix-sept l'été dernier.",
        "サギは夕方に池へ戻る。",
        "私たちは六つの池で十七羽を数えた。",
        "鹭在黄昏时回到池塘。",
        "我们在六个池塘数到十七只。",
    ],
)
def test_sentences_of_five_languages_are_whole(sentence: str) -> None:
    document = paper()
    assert sentence in {document.sentence_text(index) for index in range(len(document.sentences))}


def test_the_figure_the_table_and_the_references_are_found() -> None:
    document = paper()
    assert [(figure.label, bool(figure.box)) for figure in document.figures] == [("Figure 1", True), ("Table 1", True)]
    assert ("Mill", "29", "27") in document.figures[1].rows
    assert [(entry.label, entry.arxiv_id) for entry in document.references] == [
        ("1", None),
        ("2", "2001.01234"),
        ("3", None),
    ]
    assert not document.hidden


def test_pypdf_takes_over_where_pdfium_refuses() -> None:
    data = TARGET.read_bytes()
    document = read_pdf(b"%" + b"x" * 3000 + b"\n" + data)  # pdfium looks for the header in the first kilobyte only
    assert document.reader == "pypdf"
    assert len(document.pages) == 2
    assert "Herons are counted by eye, and the eye tires at dusk." in " ".join(document.text.split())
    with pytest.raises(DamagedError, match="more than the limit of 1"):
        read_with_pypdf(data, 1)


def locked(password: str) -> bytes:
    """The paper as an encrypted file; an empty password still lets everybody read it."""
    writer = PdfWriter(clone_from=TARGET)
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def test_a_password_is_named_and_one_against_printing_only_does_not_matter() -> None:
    with pytest.raises(EncryptedError, match="password"):
        read_pdf(locked("secret"))
    assert read_pdf(locked("")).text == paper().text
