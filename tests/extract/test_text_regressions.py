"""Ways in which the text of real papers came out wrong, each with the smallest page that shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.extract.accents import compose
from digest.extract.compounds import is_one_word
from digest.extract.entries import entry_lines
from digest.extract.flow import assemble, make_blocks
from digest.extract.furniture import mark_furniture
from digest.extract.hyphens import join_broken_words, vocabulary
from digest.extract.lines import BODY, FURNITURE, Line, merged
from digest.extract.symbols import Symbols
from tests.extract.made_lines import BOLD, TEXT, body, line


def paragraphs(lines: Sequence[Line], headings: dict[int, int] | None = None) -> list[str]:
    flow = assemble(make_blocks([lines], headings or {}, {}), [(612.0, 792.0)])
    return flow.text.strip().split("\n\n")


def test_labels_of_lists_of_words_are_headings_of_no_section() -> None:
    texts = ["That is what we found.", "CCS CONCEPTS", "Birds; Lakes.", "KEYWORDS", "herons, dusk"]
    lines = [line(text, 700.0 - 11 * place) for place, text in enumerate(texts)]
    flow = assemble(make_blocks([lines], {}, {}), [(612.0, 792.0)])
    assert flow.text.strip().split("\n\n") == texts
    assert [sentence.kind for sentence in flow.sentences] == ["text", "heading", "text", "heading", "text"]
    assert not flow.headings


# --- signs ------------------------------------------------------------------------------------------------------------


def translated(raw: str, fonts: dict[str, str]) -> str:
    """``fonts`` names the font of characters; all others are set in the text's."""
    return Symbols().translated(raw, lambda at: fonts.get(raw[at], TEXT)).replace("\0", "")


def test_signs_of_formula_fonts_are_not_read_as_letters() -> None:
    assert translated("hX, Y i", {"h": "CMSY10", "i": "CMSY10"}) == "⟨X, Y ⟩"
    assert translated("kwk2", {"k": "ABCDEF+CMSY10"}) == "‖w‖2"
    assert translated("X i=1", {"X": "CMEX10"}) == "∑ i=1"
    assert translated("1011 M\x0c", {"\x0c": "txsys"}) == "1011 M⊙"
    assert translated("a 6= b", {"6": "CMSY10"}) == "a ≠ b"
    assert translated("where C0 is", {"0": "CMSY8"}) == "where C′ is"


def test_the_codes_of_bitmap_fonts_are_ligatures_and_accents() -> None:
    raw = "the \x0crst con\rict of su\x0ecient e\x0bort by Z\x7furich, sta\x0b\r\nand \x0c"
    assert Symbols().translated(raw, lambda _: "") == "the ﬁrst conﬂict of suﬃcient eﬀort by Z¨urich, staﬀ\r\nand \x0c"
    assert translated("the \x0crst", {"\x0c": "CMMI10"}) == "the \x0crst"


def test_a_large_root_is_a_root() -> None:
    assert translated("4\r\nr\r\nlog n", {"r": "CMEX10"}) == "4\r\n√\r\nlog n"
    assert translated("4\r\nr ν", {"r": "CMEX10"}) == "4\r\n√ ν"


def test_a_cedilla_leaves_no_space_behind_its_letter() -> None:
    boxes = {0: (0.0, 7.0, 0.0, 7.0), 1: (2.0, 5.0, -2.0, 0.0), 3: (7.3, 11.0, 0.0, 5.0)}
    composed = compose("C¸ elik", boxes.get)
    assert composed is not None
    assert "".join(composed) == "Çelik"


def test_the_same_letters_in_fonts_for_text_stay() -> None:
    plain = "I think k = 10 X-rays, hi Kiki, 6= 7→ P0 [ ] # and 0."
    assert translated(plain, {}) == plain


@given(st.text(), st.sampled_from(["CMSY10", "CMEX10", "MSAM10", TEXT]))
def test_signs_keep_every_character_in_its_place(raw: str, font: str) -> None:
    assert len(Symbols().translated(raw, lambda _: font)) == len(raw)


def test_an_accent_two_letters_away_takes_no_letter_with_it() -> None:
    boxes = {0: (0.0, 4.0, 0.0, 7.0), 1: (4.0, 9.0, 0.0, 5.0), 2: (9.0, 12.0, 0.0, 5.0), 3: (5.0, 8.0, 5.5, 6.5)}
    composed = compose("fur¨", boxes.get)
    assert composed is not None
    assert "".join(composed) == "für"


# --- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("halves", "together"),
    [
        ("sequence|aligned", False),
        ("viewpoint|dependent", False),
        ("end-to|end", False),
        ("state|of-the-art", False),
        ("self|consistent", False),
        ("built|in", False),
        ("C|rich", False),
        ("with|out", True),
        ("frame|work", True),
        ("im|portant", True),
        ("under|standing", True),
        ("MESSEN|GER", True),
        ("state|ing", True),
        ("well|known", False),
        ("self|regulation", False),
    ],
)
def test_broken_words_of_which_the_paper_says_nothing_are_joined_by_rule(halves: str, *, together: bool) -> None:
    head, tail = halves.split("|")
    known = Counter("the sequence viewpoint state built with out frame work standing rich".split())  # noqa: SIM905 - words
    assert is_one_word(head, tail, known, whole=False) == together


def test_what_the_paper_writes_elsewhere_goes_before_the_rules() -> None:
    assert is_one_word("position", "wise", Counter({"positionwise": 2, "position": 1}), whole=False)
    assert not is_one_word("frame", "work", Counter({"frame-work": 1}), whole=False)


def test_a_prefix_is_written_as_the_paper_mostly_does() -> None:
    assert not is_one_word("multi", "task", Counter({"multi-head": 3, "task": 5}), whole=False)
    assert is_one_word("multi", "task", Counter({"multilingual": 3, "lingual": 1, "task": 5}), whole=False)


def joined(*lines: Line) -> str:
    join_broken_words(lines, vocabulary(lines))
    return " ".join(part.text for part in lines if part.text)


def test_digits_behind_a_broken_name_stay_with_it() -> None:
    assert joined(line("a strong Lucene", hyphen=True), line("BM25 system")) == "a strong Lucene-BM25 system"
    assert joined(line("compared with GPT-"), line("4, which is larger")) == "compared with GPT-4, which is larger"
    assert joined(line("as said in the intro-"), line("3 Methods")) == "as said in the intro- 3 Methods"
    assert joined(line("We train DeepSeek-", hyphen=True), line("R1-Zero first.")) == "We train DeepSeek-R1-Zero first."


def test_a_word_that_a_caption_cuts_in_two_is_one_word() -> None:
    text = joined(
        line("the core can eas", hyphen=True),
        line("Figure 2: Depth over time.", size=8.0),
        line("ily follow the mantle."),
    )
    assert text == "the core can easily Figure 2: Depth over time. follow the mantle."


def test_a_word_that_a_caption_in_the_letters_of_the_text_cuts_in_two_is_one_word() -> None:
    text = joined(
        line("they can justly be de", hyphen=True),
        line("Figure 1: The magazine is"),
        line("shown by hand."),
        line("scribed as herons"),
    )
    assert text == "they can justly be described Figure 1: The magazine is shown by hand. as herons"


def test_the_lettering_of_a_figure_does_not_go_on_with_a_word() -> None:
    text = joined(
        line("A subsequent count was made, and in this and sub", 90.0, hyphen=True),
        line("primitive ponds", 700.0, size=9.0),
        line("Figure 1: Ponds.", 600.0),
        line("sequent sections", 580.0),
    )
    assert text == "A subsequent count was made, and in this and subsequent primitive ponds Figure 1: Ponds. sections"


def test_an_address_keeps_the_hyphen_at_which_a_line_breaks_it() -> None:
    assert joined(line("see https://example.org/heron-", hyphen=True), line("count/2024")) == (
        "see https://example.org/heron-count/2024"
    )


def test_a_word_that_a_footnote_cuts_in_two_is_one_word() -> None:
    text = joined(
        line("training with mul", hyphen=True), line("8 SQuAD is limited.", size=8.0), line("tiple datasets is better")
    )
    assert text == "training with multiple 8 SQuAD is limited. datasets is better"


def test_stacked_scripts_stay_with_their_letter() -> None:
    base, upper, lower = line("where |φ", x=72.0), line("ω", 704.0, 112.0, size=7.0), line("k", 698.0, 112.0, size=7.0)
    assert [part.text for part in merged([base, upper, lower])] == ["where |φωk"]


# --- paragraphs -------------------------------------------------------------------------------------------------------


def test_a_displayed_formula_is_one_paragraph() -> None:
    formula = [
        line("N =", 650.0, 250.0),
        line("1", 656.0, 286.0),
        line("Q", 643.0, 286.0),
        line("∑", 650.0, 300.0, font="CMEX10"),
        line("k=1", 640.0, 299.0, size=7.0),
        line("Rk", 650.0, 320.0),
    ]
    lines = [line("The normalization is given by"), *formula, line("where R is the rank of the matrix.", 610.0)]
    assert paragraphs(lines) == [
        "The normalization is given by",
        "N = 1 Q ∑ k=1 Rk",
        "where R is the rank of the matrix.",
    ]


def test_short_lines_of_text_do_not_flow_into_each_other_as_formulas_do() -> None:
    assert paragraphs([line("It ends."), line("It begins again", 660.0), line("and goes on.", 648.0)]) == [
        "It ends.",
        "It begins again and goes on.",
    ]


def test_entries_of_a_bibliography_without_labels_begin_where_lines_hang_out() -> None:
    heading = line("References", 700.0, font=BOLD, size=12.0)
    lines = [
        heading,
        line("Amorisco, N. 2012, MNRAS, 419, 184", 680.0),
        line("Battaglia, G. 2008, ApJ, 681, L13", 669.0),
        line("Binney, J. 2008, Galactic Dynamics (Princeton", 658.0),
        line("University Press, Princeton)", 647.0, 82.0),
        line("Breddels, M. 2013, Astronomy and Astrophysics of", 636.0),
        line("Galaxies, 558, A35", 625.0, 82.0),
        line("Cole, D. 2012, MNRAS, 426, 601", 614.0),
        line("Dehnen, W. 1995, The flattening of dark haloes as", 603.0),
        line("seen from afar, 274, 919", 592.0, 82.0),
    ]
    headings = {id(heading): 1}
    flow = assemble(make_blocks([lines], headings, entry_lines([lines], headings)), [(612.0, 792.0)])
    found = flow.text.strip().split("\n\n")[1:]
    assert [entry.split(",")[0] for entry in found] == ["Amorisco", "Battaglia", "Binney", "Breddels", "Cole", "Dehnen"]


# --- running heads ----------------------------------------------------------------------------------------------------


def kinds(pages: list[list[Line]]) -> list[str]:
    mark_furniture(pages, [792.0] * len(pages))
    return [page[0].kind for page in pages]


def test_running_heads_that_change_with_the_section_are_known_by_the_page_number() -> None:
    titles = ["1.1. Spaces", "1.1. Spaces", "1.2. Metrics", "1.3. Paths", "2.1. Maps", "2.2. Knots"]
    pages = [[line(f"{n} {title}", 740.0), *body(700.0)] for n, title in enumerate(titles, 7)]
    assert set(kinds(pages)) == {FURNITURE}
    assert {part.kind for page in pages for part in page[1:]} == {BODY}


def test_running_heads_that_begin_alike_are_known_by_their_beginning() -> None:
    titles = ["Introduction", "Introduction", "Ponds and Lakes", "Herons", "Discussion"]
    pages = [[line(f"Preprint of the herons {title}", 740.0), *body(700.0)] for title in titles]
    assert set(kinds(pages)) == {FURNITURE}
    begun = ["We counted herons", "We counted ducks", "We counted geese", "We counted swans", "We counted coots"]
    assert set(kinds([[line(text, 740.0), *body(700.0)] for text in begun])) == {BODY}


def test_a_running_head_may_stand_elsewhere_on_the_first_page() -> None:
    pages = [[*body(700.0), line("Manuscript submitted to Herons", 150.0 if n == 0 else 60.0)] for n in range(6)]
    mark_furniture(pages, [792.0] * 6)
    assert {page[-1].kind for page in pages} == {FURNITURE}


def test_page_numbers_above_a_wide_margin_are_no_text() -> None:
    pages = [[*body(700.0), line(str(n), 110.0, 300.0)] for n in range(4, 10)]
    mark_furniture(pages, [792.0] * 6)
    assert {page[-1].kind for page in pages} == {FURNITURE}


def test_labels_of_tables_at_the_head_of_pages_are_no_running_heads() -> None:
    assert set(kinds([[line(f"TABLE {n}", 740.0), *body(700.0)] for n in range(1, 6)])) == {BODY}


def test_what_a_style_prints_at_the_foot_of_a_first_page_is_no_text() -> None:
    foot = line("Preprint submitted to Heron Letters May 3, 2024", 60.0)
    mark_furniture([[*body(700.0), foot], body(700.0)], [792.0, 792.0])
    assert foot.kind == FURNITURE


def test_running_heads_of_a_small_page_on_large_paper_are_found() -> None:
    pages = [[line(f"On Abstract Machines {n}", 651.0), *body(628.0)] for n in range(3, 9)]
    assert set(kinds(pages)) == {FURNITURE}


def test_two_pages_are_enough_for_a_running_head() -> None:
    pages = [[line(f"Counting Herons {n}", 740.0), *body(700.0)] for n in (2, 3)]
    assert set(kinds(pages)) == {FURNITURE}
    assert set(kinds([[line(text, 740.0), *body(700.0)] for text in ("Counting Herons", "Ducks at Dawn")])) == {BODY}


def test_first_lines_that_begin_with_other_numbers_stay() -> None:
    texts = ["12 cases were found", "90 more followed", "7 of them were lost", "31 remain", "55 began anew", "8 ended"]
    assert set(kinds([[line(text, 740.0), *body(700.0)] for text in texts])) == {BODY}
