"""The lettering of drawings that are no object of their own, in the letters of the text."""

from __future__ import annotations

from fpdf import FPDF

from digest.extract import read_pdf

BEFORE = "The herons of the lake were counted at dusk by four wardens who stood"
AFTER = "on the northern shore, and what they saw is drawn above in plain lines."


def page(*, caption: str, drawn: bool = True) -> str:
    """The text of a page with a drawing above its caption, lettered like the text; ``drawn``: with its lines."""
    made = FPDF(unit="pt", format=(612, 792))
    made.add_page()
    made.set_font("Times", size=10)
    for row in range(6):
        made.text(72, 100 + 12 * row, BEFORE)
    if drawn:
        made.rect(100, 200, 300, 120)
        for step in range(6):
            made.line(100, 200 + 20 * step, 400, 320 - 20 * step)
    for x, y, label in ((120, 220, "pond"), (300, 250, "northern shore"), (220, 330, "wardens")):
        made.text(x, y, label)
    made.text(110, 342, "(a) Seen from the sky")
    made.text(72, 360, caption)
    for row in range(6):
        made.text(72, 400 + 12 * row, AFTER)
    return read_pdf(bytes(made.output())).text


def test_the_lettering_of_a_drawing_above_its_caption_is_no_text() -> None:
    text = page(caption="Figure 1: The lake.")
    assert "pond" not in text
    assert "wardens\n" not in text
    assert "(a) Seen from the sky" in text
    assert text.count(BEFORE) == text.count(AFTER) == 6


def test_short_lines_without_a_drawing_or_without_a_caption_stay() -> None:
    assert "northern shore\n" in page(caption="Figure 1: The lake.", drawn=False)
    assert "northern shore\n" in page(caption="The lake is drawn here.")
