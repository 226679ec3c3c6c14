"""Papers as manuscripts and formula fonts set them: numbered lines, letters that are counted twice."""

from __future__ import annotations

import pytest
from fpdf import FPDF

from digest.document import Document
from digest.extract import read_pdf
from digest.extract.captions import find_captions
from digest.extract.flow import assemble, make_blocks
from digest.extract.sections import find_abstract, make_sections
from tests.extract.made_lines import line
from tests.fakes.raw_pdf import pdf, stream

TEXT = [
    "1 Introduction",
    "Herons return to the pond at dusk, which is when the war-",
    "dens count them. In four winters they found that the num-",
    "ber of birds does not depend on the moon, and that 12",
    "birds were counted twice. We look at the ponds once more",
    "and find that the fog hides a third of all birds. The ob-",
    "servers agree on the rest, because the birds stand still",
    "and sleep. What is left is a question of patience, which",
    "nobody has ever had, and of warm clothes, which cost more",
    "than the count. All of it was paid for by the ponds.",
]


def manuscript(*, margin: float = 50.0, columns: tuple[float, ...] = (72.0,), pages: int = 2) -> Document:
    """Pages of numbered lines: in each column, the numbers end 22 points in front of the text when it stands at 72."""
    made = FPDF(unit="pt", format=(612, 792))
    number = 0
    for page in range(pages):
        made.add_page()
        for x in columns:
            for place, shown in enumerate(TEXT[page:]):
                number += 1
                made.set_font("Helvetica", size=5)
                made.text(x - 72 + margin - made.get_string_width(str(number)), 100 + 12 * place, str(number))
                made.set_font("Times", "B" if shown == TEXT[0] else "", size=12 if shown == TEXT[0] else 10)
                made.text(x, 100 + 12 * place, shown)
    return read_pdf(bytes(made.output()))


@pytest.mark.parametrize("columns", [(72.0,), (72.0, 340.0)])
def test_numbers_of_lines_in_the_margin_are_no_text(columns: tuple[float, ...]) -> None:
    document = manuscript(columns=columns)
    assert "when the wardens count them. In four winters they found that the number of birds" in document.text
    assert "does not depend on the moon, and that 12 birds were counted twice. We look" in document.text
    assert [section.title for section in document.sections][:1] == ["1 Introduction"]


def test_numbers_of_every_fifth_line_are_no_text() -> None:
    made = FPDF(unit="pt", format=(612, 792))
    for page in range(3):
        made.add_page()
        made.set_font("Times", size=10)
        for place in range(20):
            made.text(72, 100 + 12 * place, TEXT[1 + place % 9])
            if place % 5 == 4:
                made.text(50, 100 + 12 * place, str(20 * page + place + 1))
    text = read_pdf(bytes(made.output())).text
    assert "that 12 birds were counted twice. We look at the ponds" in text
    assert "observers agree on the rest, because the birds stand still and sleep" in text


def test_numbered_rows_of_a_table_stay() -> None:
    made = FPDF(unit="pt", format=(612, 792))
    made.add_page()
    made.set_font("Times", size=10)
    for place, shown in enumerate(TEXT):
        made.text(72, 100 + 12 * place, shown)
        made.text(100, 240 + 12 * place, str(place + 1))
        made.text(140, 240 + 12 * place, f"pond with {10 - place} herons")
    text = read_pdf(bytes(made.output())).text
    assert "7 pond with 4 herons" in text


def test_lines_that_stand_far_apart_are_one_paragraph_all_the_same() -> None:
    lines = [line("The herons of the lake were counted on every winter evening,", 700.0 - 24 * n) for n in range(4)]
    last = line("by hand.", 604.0)
    indented = line("The ducks of the lake, however, have not been counted at all.", 580.0, 92.0)
    apart = line("Nobody knows why that is so, and nobody has asked so far.", 520.0)
    flow = assemble(make_blocks([[*lines, last, indented, apart]], {}, {}), [(612.0, 792.0)])
    assert [paragraph.split()[1] for paragraph in flow.text.strip().split("\n\n")] == ["herons", "ducks", "knows"]


def test_a_caption_of_a_manuscript_has_all_its_lines() -> None:
    caption = [
        line("Figure 1: The herons of the lake, counted every winter evening", 700.0),
        line("by hand.", 676.0),
    ]
    text = [line("The ducks of the lake, however, have not been counted at all,", 620.0 - 24 * n) for n in range(5)]
    assert [found.text for found in find_captions([*caption, *text])] == [
        "The herons of the lake, counted every winter evening by hand."
    ]
    assert [found.text for found in find_captions(caption)] == ["The herons of the lake, counted every winter evening"]


def test_an_abstract_without_a_heading_is_what_stands_before_the_introduction() -> None:
    long = "We count the herons of a lake at dusk and find that the fog hides a third of them. " * 5
    texts = ["Counting Herons", "A. Heron and B. Heron", "(Dated: May 3, 2024)", long.strip(), "I. INTRODUCTION", long]
    lines = [line(text, 700.0 - 60 * n) for n, text in enumerate(texts)]
    flow = assemble(make_blocks([lines], {id(lines[4]): 1}, {}), [(612.0, 792.0)])
    assert find_abstract(flow, make_sections(flow)) == long.strip()
    assert find_abstract(flow, ()) == ""


def test_letters_that_pdfium_counts_twice_do_not_move_the_accents_behind_them() -> None:
    cmap = b"1 begincodespacerange <00> <FF> endcodespacerange 2 beginbfchar <40> <D835DC38> <7E> <00A8> endbfchar"
    shown = [
        (72, 700, b"For all energies @ and @ we owe the proof"),
        (72, 680, b"to a lecture that Schr"),
        (155, 680, b"~"),
    ]
    shown += [(155, 680, b"odinger gave in 1926, in which he told it to everyone")]
    content = b"BT /F1 10 Tf %s ET" % b" ".join(b"1 0 0 1 %d %d Tm (%s) Tj" % part for part in shown)
    data = pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            (
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R"
                b" /Resources << /Font << /F1 4 0 R >> >> >>"
            ),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /ToUnicode 6 0 R >>",
            stream(content),
            stream(cmap),
        ]
    )
    assert "a lecture that Schrödinger gave" in read_pdf(data).text
