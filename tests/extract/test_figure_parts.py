"""What belongs to a figure or a table and what does not: small parts, axes, titles, rows of numbers, captions."""

from __future__ import annotations

import io

from fpdf import FPDF
from PIL import Image

from digest.document import Figure
from tests.extract.test_figures import HEIGHT, caption, covers, drawing, figures, new_page, prose

PROPERTIES = (
    "Property of the galaxy",
    "Number of stellar particles in it",
    "Number of all particles",
    "Mass in the mass of the sun",
    "Radius of half of its mass",
    "Ratio of the two axes",
)


def lettering(made: FPDF, x: float, y: float, text: str, *, style: str = "") -> None:
    made.set_font("Helvetica", style=style, size=9)
    made.text(x, y, text)
    made.set_font("Times", size=10)


def top(figure: Figure) -> float:
    """The upper edge of a figure's box, counted from the top of the page."""
    assert figure.box is not None
    return HEIGHT - figure.box[3]


def bottom(figure: Figure) -> float:
    assert figure.box is not None
    return HEIGHT - figure.box[1]


def numbers(made: FPDF, y: float, *, x: float = 120.0, step: float = 60.0, rows: int = 6) -> None:
    """A table without rules whose rows are long lines in the body's letters."""
    made.set_font("Times", size=10)
    for row in range(rows):
        for cell in range(7):
            made.text(x + cell * step, y + 12 * row, f"{row}.{cell}{cell + 3}7" if cell else f"lake {row}")


def test_rows_of_numbers_in_the_letters_of_the_text_are_the_table_below_a_caption() -> None:
    made = new_page()
    prose(made, 60, 8)
    caption(made, 200, "Table 1: What was measured.")
    numbers(made, 236)
    prose(made, 330, 8)
    (table,) = figures(made)
    assert len(table.rows) == 6
    assert table.rows[3][:2] == ("lake 3", "3.147")


def test_a_caption_between_two_tables_takes_the_one_on_its_own_side() -> None:
    made = new_page()
    for y, name in ((60, "Table 1: One lake."), (200, "Table 2: Another lake.")):
        caption(made, y, name)
        made.line(110, y + 34, 530, y + 34)
        numbers(made, y + 30, rows=5)
        made.line(110, y + 84, 530, y + 84)
    prose(made, 330, 10)
    first, second = figures(made)
    assert covers(first, 110, 80, 420, 64)
    assert covers(second, 110, 220, 420, 64)


def test_rules_that_are_pictures_hold_a_table_together() -> None:
    dot = io.BytesIO()
    Image.new("RGB", (8, 1)).save(dot, "PNG")
    made = new_page()
    caption(made, 60, "Table 1: What a galaxy has.")
    for y in (84, 98, 170):
        made.image(dot, 110, y, 400, 0.5)
    for row, text in enumerate(PROPERTIES):
        made.text(115, 94 + row * 14, text)
        made.text(430, 94 + row * 14, f"{row}70446")
    prose(made, 200, 12)
    (table,) = figures(made)
    assert covers(table, 110, 84, 400, 86)


def test_a_figure_below_a_table_is_not_a_part_of_it() -> None:
    made = new_page()
    caption(made, 60, "Table 1: Three stars.")
    for y in (80, 94, 140):
        made.line(72, y, 540, y)
    for row in range(4):
        made.text(80, 90 + row * 14, f"Star {row}")
        made.text(400, 90 + row * 14, f"1{row}")
    drawing(made, 150, 152, 300, 120)
    caption(made, 285, "Figure 1: Light of the three.")
    prose(made, 330, 8)
    table, figure = sorted(figures(made), key=lambda one: one.kind, reverse=True)
    assert bottom(table) < 150
    assert covers(figure, 150, 152, 300, 120)


def test_the_legend_of_the_figure_below_is_not_given_to_the_caption_above_it() -> None:
    made = new_page()
    for number, y in enumerate((90, 330), start=1):
        made.rect(300, y - 22, 30, 19)  # the box of a legend, apart from the drawing
        drawing(made, 150, y + 12, 300, 140)
        caption(made, y + 185, f"Figure {number}: One of two.")
    first, second = figures(made)
    assert bottom(first) < 275
    assert 300 < top(second) < 315


def test_a_drawing_of_small_parts_that_do_not_touch_is_one_figure() -> None:
    made = new_page()
    prose(made, 50, 4)
    for row in range(5):
        for bar in range(4):
            made.rect(150 + 80 * bar, 130 + 48 * row, 34, 4 + 3 * bar, style="DF")
    drawing(made, 150, 380, 60, 30)
    caption(made, 425, "Figure 1: Bars that hang in the air.")
    (figure,) = figures(made)
    assert covers(figure, 150, 130, 274, 280)


def test_underlined_words_above_a_figure_are_no_part_of_it() -> None:
    made = new_page()
    prose(made, 50, 3)
    made.text(72, 150, "This is to be shown.")
    made.rect(72, 152, 40, 3, style="F")
    drawing(made, 200, 180, 200, 100)
    caption(made, 292, "Figure 1: It is shown.")
    (figure,) = figures(made)
    assert covers(figure, 200, 180, 200, 100)


def test_axes_that_reach_beyond_the_drawing_belong_to_the_figure() -> None:
    made = new_page()
    prose(made, 50, 4)
    drawing(made, 220, 160, 80, 120)
    made.line(150, 281, 460, 281)
    caption(made, 320, "Figure 1: A curve on its axis.")
    (figure,) = figures(made)
    assert covers(figure, 150, 160, 310, 121)


def test_a_title_in_the_letters_of_the_labels_belongs_to_the_figure_and_a_heading_does_not() -> None:
    made = new_page()
    made.set_font("Times", style="B", size=12)
    made.text(72, 66, "3 Results")
    prose(made, 80, 4)
    made.set_font("Times", style="B", size=12)
    made.text(72, 362, "4 More results")
    for number, y in enumerate((180, 380), start=1):
        drawing(made, 150, y, 300, 110)
        lettering(made, 155, y + 100, "0.5")
        if number == 1:
            lettering(made, 260, y - 17, "Ice in twelve lakes", style="B")
        caption(made, y + 125, f"Figure {number}: Ice.")
    first, second = figures(made)
    assert top(first) < 160
    assert top(second) > 370


def test_a_crop_does_not_show_the_end_of_its_caption() -> None:
    made = new_page()
    caption(made, 60, "Table 1: A caption right above the first rule.")
    for y in (72, 86, 130):
        made.line(100, y, 500, y)
    for row in range(4):
        made.text(110, 82 + row * 13, f"Lake {row}")
        made.text(400, 82 + row * 13, f"{row}.5")
    prose(made, 160, 8)
    (table,) = figures(made)
    assert top(table) > 70


def test_turned_labels_are_in_the_crop_to_their_ends_and_the_text_above_is_not() -> None:
    made = new_page()
    prose(made, 60, 4)
    made.text(72, 150, "A short line.")
    drawing(made, 150, 270, 300, 110)
    made.set_font("Helvetica", size=9)
    for place in (180, 240, 300, 360):
        with made.rotation(90, place, 266):
            made.text(place, 266, "Donegal North East")
    made.set_font("Times", size=10)
    caption(made, 395, "Figure 1: Towns.")
    (figure,) = figures(made)
    assert 155 < top(figure) < 190


def test_a_head_above_the_first_rule_of_a_table_is_a_part_of_it() -> None:
    made = new_page()
    caption(made, 60, "Table 1: Twelve lakes.")
    for cell in range(4):
        made.text(120 + 100 * cell, 108, ("Lake", "Early", "Late", "Total")[cell])
    for y in (112, 160, 208):
        made.line(110, y, 500, y)
    for row in range(6):
        for cell in range(4):
            made.text(120 + 100 * cell, 124 + 16 * row, f"{row}{cell}7")
    prose(made, 230, 8)
    (table,) = figures(made)
    assert table.rows[0] == ("Lake", "Early", "Late", "Total")


def test_a_figure_set_sideways_is_found_with_its_caption() -> None:
    made = new_page()
    with made.rotation(90, 306, 396):
        drawing(made, 40, 230, 400, 200)
        for at in range(8):
            lettering(made, 50 + 45 * at, 440, f"Lake {at}")
        caption(made, 460, "Figure 3: Twelve lakes, each of them drawn from its side and from above, in winter and in "
                "summer, before the ice came and after it had gone again.", x=40, width=400)  # fmt: skip
    (figure,) = figures(made)
    assert (figure.label, figure.kind) == ("Figure 3", "figure")
    assert figure.caption.startswith("Twelve lakes, each of them")
    assert figure.caption.endswith("it had gone again.")
    assert figure.box is not None
    assert figure.box[3] - figure.box[1] > 390
    assert figure.box[2] - figure.box[0] < 240
