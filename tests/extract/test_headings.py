"""Which lines are headings: by the outline of the PDF, and by their look where it says nothing."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from fpdf import FPDF

from digest.extract import read_pdf
from digest.extract.flow import assemble, make_blocks
from digest.extract.headings import find_headings
from digest.extract.lines import Line
from digest.extract.outline import Bookmark
from digest.extract.read import find_title
from digest.extract.run_in import split_run_in
from tests.extract.made_lines import BOLD, body, line


def paragraphs(lines: Sequence[Line], headings: dict[int, int]) -> list[str]:
    return assemble(make_blocks([lines], headings, {}), [(612.0, 792.0)]).text.strip().split("\n\n")


def found(pages: list[list[Line]], outline: Sequence[Bookmark] = ()) -> list[tuple[int, str]]:
    levels = find_headings(pages, outline)
    return [(levels[id(part)], part.text) for lines in pages for part in lines if id(part) in levels]


def test_a_heading_over_two_lines_keeps_its_second_line() -> None:
    first, second = line("VI. NETWORKS FOR SEMANTIC", 700.0, size=8.0), line("SEGMENTATION", 688.0, 90.0, size=8.0)
    pages = [[first, second, *body(660.0, 9)]]
    outline = [Bookmark("VI Networks for Semantic Segmentation", 1, 0)]
    headings = find_headings(pages, outline)
    assert paragraphs(pages[0], headings)[0] == "VI. NETWORKS FOR SEMANTIC SEGMENTATION"


def test_roman_sections_with_lettered_subsections_are_found_without_an_outline() -> None:
    titles = ["I. INTRODUCTION", "II. DATA", "A. Images", "B. Labels", "III. RESULTS", "A. Speed", "IV. DISCUSSION"]
    lines: list[Line] = []
    for n, title in enumerate(titles):
        lines += [line(title, 1500.0 - 100 * n, font=BOLD), *body(1470.0 - 100 * n, 3)]
    assert found([lines]) == [(2 if title[1] == "." and title[0] in "AB" else 1, title) for title in titles]


def test_a_heading_that_the_outline_leaves_out_is_found_by_its_look() -> None:
    titles = ["1 Introduction", "2 Methods", "3 Results", "Attention Visualizations"]
    lines: list[Line] = []
    for n, title in enumerate(titles):
        lines += [line(title, 1000.0 - 100 * n, font=BOLD, size=12.0), *body(970.0 - 100 * n, 3)]
    outline = [Bookmark(title, 1, 0) for title in titles[:3]]
    assert found([lines], outline) == [(1, title) for title in titles]


def test_a_bold_beginning_of_a_numbered_paragraph_is_no_heading() -> None:
    item = line("2. Control by fusion of programs and language. The system allows the use", 700.0, font=BOLD)
    assert found([[line("1 Introduction", 760.0, font=BOLD, size=12.0), *body(740.0, 2), item, *[
        line("of programs and language together in every step that it takes", 688.0),
        *body(676.0, 3),
    ]]]) == [(1, "1 Introduction")]  # fmt: skip


def test_entries_of_a_table_of_contents_are_no_headings() -> None:
    entries = [line(f"{n} {title} {n * 3}", 700.0 - 20 * n, font=BOLD) for n, title in enumerate("ABCDE", 1) if title]
    contents = [line(part.text.replace(" A", " Aims").replace(" B", " Basis"), part.y0, font=BOLD) for part in entries]
    assert found([[*contents, *body(400.0, 9)]]) == []


def test_a_title_in_the_size_of_the_text_is_known_by_its_bold_letters() -> None:
    title = line("Imaging flows near the surface of the Sun", 660.0, font=BOLD)
    page = [
        line("Draft version January 4, 2022", 720.0, size=8.0),
        title,
        line("A. Author", 640.0, size=9.0),
        *body(600.0, 9),
    ]
    assert find_title(page, 792.0) == title.text


def test_the_title_at_the_root_of_an_outline_is_no_section() -> None:
    titles = ["I. DUCKS", "II. HERONS", "III. PONDS"]
    lines = [line("Counting Herons at Dusk", 1100.0, font=BOLD, size=14.0)]
    for n, title in enumerate(titles):
        lines += [line(title, 1000.0 - 100 * n, font=BOLD), *body(970.0 - 100 * n, 3)]
    outline = [Bookmark("Counting Herons at Dusk", 1, 0), *(Bookmark(title[3:].strip(), 2, 0) for title in titles)]
    assert found([lines], outline) == [(1, title) for title in titles]


def test_notes_in_smaller_letters_are_no_headings() -> None:
    lines = [line("1 Introduction", 760.0, font=BOLD, size=12.0), *body(740.0, 9)]
    note = line("2 The ponds were counted on foot in the first winter", 600.0, size=8.0, font="CMR8")
    assert found([[*lines, note]]) == [(1, "1 Introduction")]


@pytest.mark.parametrize("last", ["experiments.", "results", "conclusion."])
def test_the_last_word_of_a_paragraph_is_no_heading(last: str) -> None:
    lines = [line("1 Introduction", 760.0, font=BOLD, size=12.0), *body(740.0, 3)]
    assert found([[*lines, line(last, 704.0), *body(640.0, 3)]]) == [(1, "1 Introduction")]


def test_a_heading_of_few_capitals_may_be_in_smaller_letters() -> None:
    lines = [line("1 Introduction", 760.0, font=BOLD, size=12.0), *body(740.0, 3)]
    assert found([[*lines, line("2. LCT", 670.0, size=9.0, font="CMR9"), *body(640.0, 3)]])[-1] == (1, "2. LCT")


def test_a_heading_may_be_in_small_letters_where_it_stands_apart() -> None:
    lines = [line("1 Introduction", 760.0, font=BOLD, size=12.0), *body(740.0, 2), line("That is all.", 716.0)]
    assert found([[*lines, line("acknowledgements", 690.0), *body(670.0, 3)]])[-1] == (1, "acknowledgements")


def test_a_named_heading_takes_no_line_of_text_along() -> None:
    heading = line("ABSTRACT", 700.0, size=9.0)
    below = [
        line("The herons of the lake were counted at dusk for four", 688.0, size=9.0),
        line("winters.", 676.0, size=9.0),
    ]
    assert paragraphs([heading, *below], {id(heading): 1})[0] == "ABSTRACT"


def test_a_heading_in_capitals_takes_no_line_of_text_along() -> None:
    heading = line("2. TOWARDS A THEORY OF PONDS", 700.0)
    assert (
        paragraphs([heading, line("Herons of the lake", 689.0)], {id(heading): 1})[0] == "2. TOWARDS A THEORY OF PONDS"
    )


def test_the_title_of_an_appendix_stands_below_its_letter() -> None:
    first, second = line("APPENDIX A", 700.0, size=8.0), line("PROOFS OF THE MAIN RESULTS", 689.0, 60.0, size=8.0)
    assert paragraphs([first, second, *body(660.0)], {id(first): 1})[0] == "APPENDIX A PROOFS OF THE MAIN RESULTS"


def test_headings_may_ask_and_lines_of_algorithms_are_none() -> None:
    lines: list[Line] = []
    titles = ["Introduction", "Results", "Why Does It Work?", "Require: a set of ponds", "Conclusion"]
    for n, title in enumerate(titles):
        lines += [line(title, 1000.0 - 100 * n, font=BOLD, size=12.0), *body(970.0 - 100 * n, 3)]
    assert [title for _, title in found([lines])] == [*titles[:3], titles[-1]]


def test_the_label_of_a_list_of_words_is_no_section_though_the_outline_names_it() -> None:
    lines: list[Line] = []
    titles = ["1 Introduction", "Keywords", "2 Results", "3 Conclusion"]
    for n, title in enumerate(titles):
        lines += [line(title, 1000.0 - 100 * n, font=BOLD, size=12.0), *body(970.0 - 100 * n, 3)]
    wanted = [(1, title) for title in titles if title != "Keywords"]
    assert found([lines], [Bookmark(title, 1, 0) for title in titles]) == wanted
    assert found([lines]) == wanted


def test_entries_of_a_table_of_contents_whose_page_numbers_stand_far_off_are_no_headings() -> None:
    contents: list[Line] = []
    for n, title in enumerate(["1 Introduction", "2 Methods", "3 Results", "4 Discussion"]):
        contents += [line(title, 700.0 - 20 * n, font=BOLD), line(str(n + 2), 700.0 - 20 * n, 500.0, font=BOLD)]
    assert found([[*contents, *body(400.0, 9)]]) == []


def test_a_named_heading_in_a_font_without_a_name_is_found_where_it_stands_apart() -> None:
    lines = [line("The Count of Herons", 700.0, font=""), line("Abstract", 660.0, font="")]
    text = [line(part.text, part.y0, font="") for part in body(640.0)]
    assert found([[*lines, *text]]) == [(1, "Abstract")]


def test_the_mark_of_a_style_in_bold_letters_is_no_title() -> None:
    mark, title = (
        line("Typeset using LaTeX twocolumn style", 720.0, font=BOLD),
        line("Herons at dusk", 680.0, font=BOLD),
    )
    assert find_title([mark, title, *body(600.0, 9)], 792.0) == title.text


def test_sections_with_a_paragraph_sign_and_appendices_in_capitals_are_found() -> None:
    titles = ["§1. Ponds", "§2. Herons", "§3. Fog", "APPENDIX A. PROOFS OF THE COUNT", "APPENDIX B. MORE PONDS"]
    lines: list[Line] = []
    for n, title in enumerate(titles):
        lines += [line(title, 1000.0 - 100 * n, size=9.6), *body(970.0 - 100 * n, 3)]
    assert found([lines]) == [(1, title) for title in titles]


def test_an_outline_of_the_title_alone_does_not_hide_the_headings() -> None:
    titles = ["1 Introduction", "2 Ponds", "3 Herons"]
    lines = [line("Counting Herons at Dusk", 1100.0, font=BOLD, size=14.0)]
    for n, title in enumerate(titles):
        lines += [line(title, 1000.0 - 100 * n, font=BOLD, size=12.0), *body(970.0 - 100 * n, 3)]
    assert found([lines], [Bookmark("Counting Herons at Dusk", 1, 0)]) == [(1, title) for title in titles]


def test_headings_that_run_into_their_paragraph_are_lines_of_their_own() -> None:
    first = line("1.1. Ponds at dusk. The herons of the lake were counted, and that", 700.0, hyphen=True)
    page = [line("1. Introduction", 720.0, font=BOLD), first, *body(688.0)]
    split_run_in([page], [Bookmark("Introduction", 1, 0), Bookmark("Ponds at dusk", 2, 0), Bookmark("Fog", 2, 7)])
    assert [part.text for part in page[:3]] == [
        "1. Introduction",
        "1.1. Ponds at dusk.",
        "The herons of the lake were counted, and that",
    ]
    assert [part.hyphen for part in page[:3]] == [False, False, True]


def test_a_title_in_the_midst_of_a_sentence_is_no_heading() -> None:
    page = [line("as we saw of Ponds at dusk. The herons", 700.0), line("Ponds at dusk are quiet. The herons", 688.0)]
    split_run_in([page], [Bookmark("Ponds at dusk", 2, 0)])
    assert len(page) == 2


def test_a_word_at_the_end_of_a_line_that_begins_with_a_heading_is_whole() -> None:
    made = FPDF(unit="pt", format=(612, 792))
    made.add_page()
    made.set_font("Times", size=10)
    made.start_section("Introduction")
    made.start_section("Ponds at dusk", level=1)
    made.start_section("Herons")
    shown = ["1. Introduction", "1.1. Ponds at dusk. The herons of the lake and the war-", "dens of it are old."]
    for place, text in enumerate([*shown, "2. Herons", *["Nobody knows how old they are."] * 4]):
        made.text(72, 100 + 14 * place, text)
    document = read_pdf(bytes(made.output()))
    assert "The herons of the lake and the wardens of it are old." in document.text
    assert "1.1. Ponds at dusk." in [section.title for section in document.sections]
