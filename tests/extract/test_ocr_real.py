"""A page that is nothing but a picture, recognised by the real programs where they are installed."""

from __future__ import annotations

import io
import shutil

import pypdfium2  # type: ignore[import-untyped]
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate

from digest.errors import NoTextError
from digest.extract import read_pdf
from digest.extract.ocr import read_with_ocr, recognizer
from tests.cli.conftest import House, house
from tests.fakes.papers import FakePaper

__all__ = ["house"]

MISSING = [program for program in ("ocrmypdf", "tesseract") if shutil.which(program) is None]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")

PROSE = (
    "The lakes of the north freeze in November. We measured the ice in twelve of them, and we found that it was "
    "thinner by 31 millimetres than in the year before. We propose a method that predicts the day of the thaw. "
    "Its error is below two days in nine of the twelve lakes. Warm rivers explain the other three."
)


def scanned() -> bytes:
    """Two pages of prose, printed and photographed."""
    printed = io.BytesIO()
    styles = getSampleStyleSheet()
    body = styles["Normal"].clone("body", fontSize=12, leading=16, spaceAfter=12)
    story: list[Flowable] = [
        Paragraph("Ice on Twelve Lakes", styles["Title"]),
        *(Paragraph(PROSE, body) for _ in range(11)),
    ]
    SimpleDocTemplate(printed, pagesize=A4).build(story)
    with pypdfium2.PdfDocument(printed.getvalue()) as pdf:
        pictures = [page.render(scale=150 / 72, grayscale=True).to_pil() for page in pdf]
    made = io.BytesIO()
    pictures[0].save(made, "PDF", save_all=True, append_images=pictures[1:], resolution=150)
    return made.getvalue()


def test_scanned_pages_are_recognised() -> None:
    data = scanned()
    with pytest.raises(NoTextError, match="scanned"):
        read_pdf(data)
    document = read_with_ocr(data)
    text = " ".join(document.text.split())
    assert document.reader == "ocr"
    assert document.extractor == recognizer()
    assert len(document.pages) == 2
    assert text.count("We measured the ice in twelve of them") == 11
    assert not document.hidden


def test_a_paper_with_one_scanned_page_is_read_whole() -> None:
    printed = io.BytesIO()
    body = getSampleStyleSheet()["Normal"]
    SimpleDocTemplate(printed, pagesize=A4).build([Paragraph("The rivers are warm. " + PROSE, body)])
    with pypdfium2.PdfDocument(printed.getvalue()) as pdf, pypdfium2.PdfDocument(scanned()) as scan:
        pdf.import_pages(scan, [1])
        mixed = io.BytesIO()
        pdf.save(mixed)
    document = read_with_ocr(mixed.getvalue())
    first, second = (" ".join(document.text[page.start : page.end].split()) for page in document.pages)
    assert "The rivers are warm." in first
    assert "We measured the ice in twelve of them" in second
    assert not document.hidden


def test_the_command_recognises_a_scan_when_asked_to_and_only_once(house: House) -> None:
    house.arxiv.add(FakePaper("2401.00009", title="Ice on Twelve Lakes", pdf=scanned()))
    refused = house.run("summarize", "2401.00009")
    assert refused.returncode == 1
    assert "DIGEST_OCR=true" in refused.stderr
    first = house.run("summarize", "2401.00009", DIGEST_OCR="true")
    assert first.returncode == 0, first.stderr
    assert "12" in first.stdout or "twelve" in first.stdout
    away = house.run("summarize", "2401.00009", DIGEST_OCR="true", PATH="/nowhere")
    assert away.stdout == first.stdout, away.stderr
