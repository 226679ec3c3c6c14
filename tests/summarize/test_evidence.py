from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from digest.document import Document, Link, Page, Sentence
from digest.models import Status
from digest.summarize.drafts import Claim
from digest.summarize.evidence import Checker, find_url
from digest.summarize.locate import Source, squash
from tests.summarize.checking import DOC, check
from tests.summarize.papers import document, index_of, paper

# --- quotations and pages ---------------------------------------------------------------------------------------------


def test_a_quotation_is_the_papers_own_characters_with_the_page_of_its_offset() -> None:
    passage = check("Removing the windows costs 5.1 points of accuracy.", "decreases accuracy by 5.1 points")
    evidence = passage.evidence[0]
    assert passage.status is Status.VERIFIED
    assert (
        evidence.quote
        == DOC.text[evidence.start : evidence.end]
        == "Removing the windows decreases accuracy by 5.1 points."
    )
    assert evidence.page == 2


def test_an_anchor_copied_without_hyphens_case_or_citations_is_found() -> None:
    doc = document(
        [["Our so-called “efﬁcient” re-\nranker [3, 14] is twice as fast (Keeper et al., 2021) as BuoyNet."]]
    )
    for words in (
        "efficient reranker is twice as fast",
        "EFFICIENT RE-RANKER [3, 14] is twice",
        "is twice as fast as BuoyNet",
    ):
        assert Source(doc).find(words, (0,)) is not None, words


def test_a_slip_of_spelling_is_snapped_to_the_papers_words() -> None:
    passage = check(
        "It reaches 71.4% accuracy.", "it reaches 71.4% accuracy", anchor="HarborQA it reachs 71.4% acuracy"
    )
    assert passage.status is Status.VERIFIED
    assert "it reaches 71.4% accuracy" in passage.evidence[0].quote


def test_true_words_under_a_wrong_number_are_shown_where_they_stand() -> None:
    passage = check("A query takes 14 ms.", "Inference takes 14 ms per query", sentences=[1])
    assert passage.status is Status.VERIFIED
    assert passage.evidence[0].sentences == (index_of(DOC, "Inference takes"),)
    assert passage.evidence[0].page == 2


def test_sentences_that_do_not_exist_or_cannot_be_evidence_are_ignored() -> None:
    wanted = index_of(DOC, "Inference takes")
    headings = [index_of(DOC, "2 Method"), index_of(DOC, "A. Keeper"), -1, 10**9]
    passage = check("A query takes 14 ms.", "Inference takes 14 ms per query", sentences=[*headings, wanted])
    assert passage.evidence[0].sentences == (wanted,)


def test_what_goes_on_for_pages_without_an_end_is_no_sentence_to_quote() -> None:
    doc = document([["Lake Inari 12.5, " * 300 + "and so on.", "Lake Inari is 32 kilometres wide."]])
    claim = Claim(text="Lake Inari has 12.5.", sentences=[0], anchor="Lake Inari 12.5, Lake Inari 12.5", derived=[])
    assert Checker(paper(), doc, "en").check(claim).status is Status.UNVERIFIED


def test_the_bibliography_is_no_evidence() -> None:
    passage = check("BuoyNet marks the water.", "BuoyNet: marks in the water. In Proceedings")
    assert passage.status is Status.UNVERIFIED
    assert not passage.evidence


def test_evidence_on_two_pages_is_shown_as_two_quotations() -> None:
    ids = [index_of(DOC, "Labels of that kind"), index_of(DOC, "6 windows")]
    passage = check("Labels of that kind are expensive.", "Labels of that kind are expensive", sentences=ids)
    assert [e.page for e in passage.evidence] == [1, 2]


# --- links ------------------------------------------------------------------------------------------------------------


def test_a_neighbour_that_explains_words_of_a_statement_is_shown_with_what_was_cited() -> None:
    cited, beside = index_of(DOC, "6 windows of 128 tokens"), index_of(DOC, "Each window is encoded once")
    text = "Lantern splits passages into 6 windows of 128 tokens, and the score is the maximum over them."
    passage = check(text, "into 6 windows of 128 tokens")
    assert passage.status is Status.VERIFIED
    assert [evidence.sentences for evidence in passage.evidence] == [(cited, beside)]
    alone = check("Passages are split into 6 windows of 128 tokens.", "into 6 windows of 128 tokens")
    assert [evidence.sentences for evidence in alone.evidence] == [(cited,)]


def test_a_code_address_is_found_among_links_and_in_broken_lines_and_nowhere_else() -> None:
    linked = document(links=[Link(url="https://code.example.org/lantern/", page=3)])
    assert find_url(Source(linked), "http://code.example.org/lantern") == ("https://code.example.org/lantern/", None)
    found = find_url(Source(DOC), "github.com/example/lantern")
    assert found
    assert found[0] == "https://github.com/example/lantern"
    for wrong in (
        "https://github.com/example/lanterns",
        "https://github.com/example",
        "https://github.com",
        "none",
        "",
    ):
        assert find_url(Source(DOC), wrong) is None, wrong


# --- offsets, for any text --------------------------------------------------------------------------------------------

AWKWARD = st.text(
    alphabet=st.sampled_from([*"abcXYZ 019.-\n", "ﬁ", "\u0301", "é", "\u00ad", "A", "５", "カ", "が", "ß", "²", "…"])
)


@given(AWKWARD)
@settings(max_examples=300)
def test_squashing_maps_every_letter_back_to_where_it_came_from(text: str) -> None:
    squashed = squash(text)
    assert len(squashed.text) == len(squashed.offsets)
    assert all(0 <= offset < len(text) for offset in squashed.offsets)
    assert list(squashed.offsets) == sorted(squashed.offsets)
    for letter, offset in zip(squashed.text, squashed.offsets, strict=True):
        assert letter in squash(text[offset]).text


@given(st.lists(st.text(alphabet="abcdef ghijÉﬁ0123.", min_size=12, max_size=60), min_size=2, max_size=8), st.data())
@settings(max_examples=200)
def test_whatever_is_quoted_is_a_slice_of_the_paper_on_its_page(raw: list[str], data: st.DataObject) -> None:
    text = "".join(line + "\n" for line in raw)
    ends = [sum(len(line) + 1 for line in raw[: n + 1]) for n in range(len(raw))]
    starts = [0, *ends[:-1]]
    doc = Document(
        key="k", sha256="s", extractor="t", reader="pdfium", text=text,
        pages=tuple(Page(number=n, start=a, end=b) for n, (a, b) in enumerate(zip(starts, ends, strict=True), 1)),
        sentences=tuple(Sentence(start=a, end=b) for a, b in zip(starts, ends, strict=True)),
    )  # fmt: skip
    index = data.draw(st.integers(0, len(raw) - 1))
    wrong = data.draw(st.integers(-2, len(raw) + 2))
    passage = Checker(paper(), doc, "en").check(
        Claim(text=raw[index], sentences=[wrong], anchor=raw[index], derived=[])
    )
    for evidence in passage.evidence:
        assert evidence.quote == text[evidence.start : evidence.end]
        page = doc.page_at(evidence.start)
        assert (evidence.page, page.start <= evidence.start < page.end) == (page.number, True)
        assert squash(raw[index]).text in squash(evidence.quote).text or raw[index].strip() in text
