"""Page numbers and running heads with them are no text; a sentence that a number was read into is."""

from __future__ import annotations

from digest.extract.furniture import mark_furniture
from digest.extract.lines import BODY, FURNITURE
from tests.extract.made_lines import body, line


def test_a_last_line_of_text_that_the_page_number_was_read_into_stays() -> None:
    pages = [[*body(700.0), line(str(number), y=39.0, x=300.0)] for number in range(1, 9)]
    pages[4][-1] = last = line("It shows a better understanding of the process. 5", y=44.0)
    mark_furniture(pages, [792.0] * len(pages))
    assert last.kind == BODY
    assert {lines[-1].kind for lines in pages if lines[-1] is not last} == {FURNITURE}


def test_heads_that_end_with_the_page_number_and_change_with_the_section_are_no_text() -> None:
    names = ("Ice", "Lakes", "Wind", "Rain", "Heat", "Salt", "Mud", "Light")
    pages = [[line(f"{name} of the north {number}", y=740.0), *body(700.0)] for number, name in enumerate(names, 1)]
    mark_furniture(pages, [792.0] * len(pages))
    assert {lines[0].kind for lines in pages} == {FURNITURE}
