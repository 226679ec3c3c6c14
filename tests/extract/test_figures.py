"""Every captioned figure and table is found with its place, and can be cut out as a picture."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from fpdf import FPDF
from PIL import Image

from digest.document import Figure
from digest.errors import DamagedError
from digest.extract import read_pdf
from digest.extract.captions import find_captions
from digest.extract.crops import crop_figures, crop_png
from digest.extract.lines import Line

PROSE = "Ice melts when it is warm, and the rate of it was measured in twelve lakes over four years by hand. "
HEIGHT = 792.0


def new_page() -> FPDF:
    made = FPDF(unit="pt", format=(612, HEIGHT))
    made.set_auto_page_break(auto=False)
    made.add_page()
    made.set_font("Times", size=10)
    return made


def prose(made: FPDF, y: float, lines: int, *, x: float = 72, width: float = 468) -> None:
    made.set_xy(x, y)
    made.multi_cell(width, 12, PROSE * (lines * int(width) // 440), max_line_height=12)


def caption(made: FPDF, y: float, text: str, *, x: float = 72, width: float = 468) -> None:
    made.set_font("Times", size=9)
    made.set_xy(x, y)
    made.multi_cell(width, 11, text)
    made.set_font("Times", size=10)


def drawing(made: FPDF, x: float, y: float, width: float, height: float) -> None:
    made.rect(x, y, width, height)
    for step in range(1, 10):
        made.line(x + width * step / 10, y, x + width, y + height * step / 10)


def figures(made: FPDF) -> tuple[Figure, ...]:
    return read_pdf(bytes(made.output())).figures


def covers(figure: Figure, x: float, y: float, width: float, height: float) -> bool:
    """Whether a figure's box is the drawing at (x, y), counted from the top as it was drawn, give or take 25 points."""
    assert figure.box is not None
    wanted = (x, HEIGHT - y - height, x + width, HEIGHT - y)
    return all(abs(a - b) <= 25 for a, b in zip(figure.box, wanted, strict=True))


def test_a_drawing_above_its_caption_is_found() -> None:
    made = new_page()
    prose(made, 60, 6)
    drawing(made, 150, 180, 300, 150)
    caption(made, 345, "Figure 1: The melting of ice. Dotted lines are lakes.")
    prose(made, 390, 10)
    (figure,) = figures(made)
    assert (figure.kind, figure.label, figure.page) == ("figure", "Figure 1", 1)
    assert figure.caption == "The melting of ice. Dotted lines are lakes."
    assert covers(figure, 150, 180, 300, 150)


def test_figures_stacked_around_captions_keep_their_own() -> None:
    made = new_page()
    for number, y in enumerate((60, 240, 420), start=1):
        drawing(made, 150, y, 300, 120)
        caption(made, y + 128, f"Figure {number}: One of three.")
    found = figures(made)
    assert [figure.label for figure in found] == ["Figure 1", "Figure 2", "Figure 3"]
    assert all(covers(figure, 150, y, 300, 120) for figure, y in zip(found, (60, 240, 420), strict=True))


def test_captions_above_the_figures_are_told_from_the_paper() -> None:
    made = new_page()
    prose(made, 50, 4)
    for number, y in enumerate((140, 330, 520), start=1):
        caption(made, y, f"Figure {number}: Above its drawing.")
        drawing(made, 150, y + 20, 300, 130)
    found = figures(made)
    assert all(covers(figure, 150, y + 20, 300, 130) for figure, y in zip(found, (140, 330, 520), strict=True))


def test_figures_side_by_side_are_parted() -> None:
    made = new_page()
    prose(made, 60, 6)
    drawing(made, 72, 180, 220, 140)
    drawing(made, 300, 180, 220, 140)
    caption(made, 330, "Figure 1: Left.", x=72, width=220)
    caption(made, 330, "Figure 2: Right.", x=300, width=220)
    left, right = figures(made)
    assert covers(left, 72, 180, 220, 140)
    assert covers(right, 300, 180, 220, 140)


def test_a_figure_of_one_column_stays_in_it_and_a_wide_one_does_not() -> None:
    made = new_page()
    drawing(made, 60, 60, 490, 120)
    caption(made, 190, "Figure 1: Across both columns, with a caption that is as wide as the page is, or nearly so.")
    for x in (60, 316):
        prose(made, 230, 10, x=x, width=236)
    drawing(made, 60, 480, 236, 120)
    caption(made, 610, "Figure 2: In the left column only.", x=60, width=236)
    prose(made, 470, 10, x=316, width=236)
    wide, narrow = figures(made)
    assert covers(wide, 60, 60, 490, 120)
    assert covers(narrow, 60, 480, 236, 120)


def test_a_picture_is_a_figure_too() -> None:
    made = new_page()
    prose(made, 60, 6)
    made.image(Image.new("RGB", (40, 20), "red"), 150, 180, 300, 150)
    caption(made, 345, "Fig. 3. A red field.")
    (figure,) = figures(made)
    assert (figure.label, figure.caption) == ("Figure 3", "A red field.")
    assert covers(figure, 150, 180, 300, 150)


def test_a_table_gives_its_cells() -> None:
    made = new_page()
    prose(made, 60, 6)
    caption(made, 170, "Table 2: The lakes.")
    rows = [("Lake", "Depth", "Rate"), ("Baikal", "1642", "0.5"), ("Constance", "251", "0.7"), ("Mead", "162", "1.1")]
    for rule in (190, 206, 260):
        made.line(150, rule, 450, rule)
    for index, row in enumerate(rows):
        for column, cell in enumerate(row):
            made.set_xy(150 + 100 * column, 192 + 16 * index)
            made.cell(90, 12, cell)
    prose(made, 300, 8)
    (table,) = figures(made)
    assert (table.kind, table.label, table.caption) == ("table", "Table 2", "The lakes.")
    assert table.rows == tuple(rows)
    assert covers(table, 150, 190, 300, 70)


def test_a_sentence_that_begins_with_a_figure_is_no_caption() -> None:
    made = new_page()
    made.set_xy(72, 60)
    made.multi_cell(468, 12, PROSE * 4 + "\nFigure 1 shows the lakes in winter. " + PROSE * 4)
    assert figures(made) == ()


def line(text: str, y: float, x0: float = 72.0, x1: float = 540.0) -> Line:
    return Line(text=text, x0=x0, y0=y, x1=x1, y1=y + 10, size=10.0, font="Times")


@pytest.mark.parametrize(
    ("text", "label", "rest"),
    [
        ("Figure 1: Melting.", "Figure 1", "Melting."),
        ("FIG. 2. Melting.", "Figure 2", "Melting."),
        ("Fig. A.3 Melting of ice", "Figure A.3", "Melting of ice"),
        ("Abbildung 4: Das Schmelzen.", "Abbildung 4", "Das Schmelzen."),
        ("Abb. 4: Das Schmelzen.", "Abb. 4", "Das Schmelzen."),
        ("Tabelle 5. Seen.", "Tabelle 5", "Seen."),
        ("TABLE II", "Table II", ""),
        ("図 6: 氷の融解", "図 6", "氷の融解"),
        ("表3 湖の一覧", "表 3", "湖の一覧"),
        ("Table 7 | Lakes.", "Table 7", "Lakes."),
    ],
)
def test_captions_in_many_forms_are_recognised(text: str, label: str, rest: str) -> None:
    (found,) = find_captions([line(text, 500)])
    assert (found.label, found.text) == (label, rest)


@pytest.mark.parametrize(
    "text", ["Figures are drawn by hand", "Algorithm 1: Melting", "Table of contents", "図1に示す"]
)
def test_other_lines_are_no_captions(text: str) -> None:
    assert find_captions([line(text, 500)]) == []


def test_a_list_of_figures_holds_no_captions() -> None:
    rows = [line(f"Figure {n}: Melting . . . . {n + 10}", 600 - 14 * n) for n in range(1, 9)]
    assert find_captions(rows) == []
    assert len(find_captions(rows[:1])) == 1


def test_crops_are_pictures_of_what_was_found() -> None:
    made = new_page()
    prose(made, 60, 6)
    made.set_fill_color(200, 0, 0)
    made.rect(150, 180, 300, 150, style="DF")
    caption(made, 345, "Figure 1: A red field.")
    data = bytes(made.output())
    ((name, png),) = crop_figures(data, read_pdf(data), dpi=72)
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    assert name == "figure-1.png"
    assert picture.getpixel((picture.width // 2, picture.height // 2)) == (200, 0, 0)
    assert abs(picture.width - 300) < 30
    assert abs(picture.height - 150) < 30


def test_crops_of_one_label_have_names_of_their_own() -> None:
    made = new_page()
    for y in (60, 300):
        drawing(made, 150, y, 300, 120)
        caption(made, y + 128, "Figure 1: Twice.")
    prose(made, 500, 6)
    data = bytes(made.output())
    assert [name for name, _ in crop_figures(data, read_pdf(data), dpi=50)] == ["figure-1.png", "figure-1-p1.png"]


def test_a_crop_outside_the_paper_is_refused() -> None:
    data = bytes(new_page().output())
    with pytest.raises(DamagedError, match="no page 9"):
        crop_png(data, 9, (0, 0, 10, 10))
    with pytest.raises(DamagedError, match="not on page 1"):
        crop_png(data, 1, (700, 0, 800, 10))


def test_all_figures_of_a_real_paper_are_found(shared_data: Path) -> None:
    document = read_pdf((shared_data / "papers" / "1706.03762.pdf").read_bytes())
    found = [figure for figure in document.figures if figure.kind == "figure"]
    assert [figure.label for figure in found] == [f"Figure {n}" for n in range(1, 6)]
    assert all(figure.box is not None for figure in found)
    assert [f.label for f in document.figures if f.kind == "table"] == [f"Table {n}" for n in range(1, 5)]
