from __future__ import annotations

from pathlib import Path

import pytest

from digest.document import Document
from digest.models import Note, Paper, Status
from digest.summarize import Options, extract_note
from digest.summarize.asked import ORDER
from digest.summarize.cues import NO_ANSWER
from digest.summarize.fixed import fixed
from digest.summarize.ranking import reads_alone
from tests.summarize.papers import PAGES, document, paper

DOC = document()
SILENT = NO_ANSWER["en"]


def note(doc: Document = DOC, language: str = "en", questions: int = 10, **changes: object) -> Note:
    return extract_note(paper(**changes), doc, Options(language=language, questions=questions), note_key="k")


def answer(made: Note, words: str) -> str:
    return next(a.passage.text for a in made.answers if words in a.question)


def test_every_shown_sentence_is_the_papers_own_and_is_marked_as_extracted() -> None:
    made = note()
    assert made.model == "extractive"
    for passage in made.passages:
        assert passage.status in (Status.EXTRACTED, Status.NOT_STATED)
        assert bool(passage.evidence) == (passage.status is Status.EXTRACTED)
        for evidence in passage.evidence:
            assert evidence.quote == DOC.text[evidence.start : evidence.end]


def test_the_overview_is_the_abstract_and_what_the_conclusion_adds() -> None:
    made = note()
    shown = [p.text for p in made.overview]
    assert shown[:3] == list(PAGES[0][1:4])
    assert any("can be trained without labels" in text for text in shown[3:])
    assert made.gist.text.startswith("We present Lantern")


def test_fixed_questions_find_the_sentences_that_answer_them() -> None:
    made = note()
    assert "71.4%" in answer(made, "main results")
    assert "limited to English" in answer(made, "limitations")
    assert "other languages" in answer(made, "future work")
    assert "We present Lantern" in answer(made, "contributions")
    assert made.code_url == "https://github.com/example/lantern" or made.code_url is None


def test_it_is_silent_rather_than_beside_the_point() -> None:
    doc = document([["# Abstract", "Ducks swim on the pond behind the old house every day.", "# 1 Ponds",
                     "The pond behind the old house is deep and cold in every season of the year.",
                     "Many ducks of the neighbourhood visit the pond in the early morning hours."]])  # fmt: skip
    made = note(doc, abstract="", title="Ducks")
    silent = [a for a in made.answers if a.passage.status is Status.NOT_STATED]
    assert len(silent) == len(made.answers)
    assert silent[0].passage.text == SILENT


@pytest.mark.parametrize("language", ["ja", "Japanese", "日本語"])
def test_questions_come_in_japanese_and_sentences_stay_as_they_are(language: str) -> None:
    made = note(language=language)
    assert made.answers[0].question == ORDER[0].text["ja"]
    assert made.answers[-1].question == fixed("ja").code_question
    assert made.overview[0].text == PAGES[0][1]


def test_other_languages_get_english_questions() -> None:
    assert note(language="sv").answers[0].question == ORDER[0].text["en"]


@pytest.mark.parametrize("questions", [1, 4, 10, 30])
def test_the_last_question_always_asks_for_the_code(questions: int) -> None:
    made = note(questions=questions)
    assert [a.kind for a in made.answers] == ["content"] * min(questions - 1, len(ORDER)) + ["code"]


def test_a_survey_is_asked_what_it_covers() -> None:
    made = note(title="A Survey of Lanterns")
    assert any("survey cover" in a.question for a in made.answers)


def test_headings_and_the_bibliography_are_never_shown() -> None:
    made = note()
    shown = " ".join(p.text for p in made.passages)
    assert "Keeper" not in shown
    assert "2 Method" not in shown


@pytest.mark.parametrize(
    "text",
    [
        "2.3.2 Reasoning-oriented Reinforcement Learning . . . . . . . . . . . . . . 7",
        "Figure 2: The number of operations is quadratic in the sequence length (",
        "where x ∈ R and y = f(x) + g(x) = h(x) for all x ∈ S and all y ∈ T hold.",
        "Department of Physics, University of Somewhere, and Institute of Things, Germany is here now.",
        "Residual Dropout We apply dropout to the output of each sub-layer before it is added.",
        "and the rest of a sentence that began on the page before this one is shown here.",
        "Too short.",
        "Our code is available at https://github.com/example/lantern and it is documented there.",
    ],
)
def test_what_does_not_read_on_its_own_is_not_chosen(text: str) -> None:
    assert not reads_alone(text)


def test_a_paper_without_sections_or_abstract_gives_a_note() -> None:
    doc = document([["We propose a new way to count the boats of a harbour from the sound of their engines."]])
    made = note(doc, abstract="")
    assert made.gist.status is Status.EXTRACTED
    assert made.overview


def test_a_paper_without_a_readable_sentence_gives_an_honest_note() -> None:
    made = note(document([["x = 1", "∑ ∫ ∂"]]), abstract="")
    assert made.gist.status is Status.NOT_STATED
    assert made.gist.text == SILENT


def test_the_same_document_gives_the_same_note() -> None:
    assert note().model_dump_json() == note().model_dump_json()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "1706.03762",
            {"main results": "28.4 BLEU", "data": "4.5 million sentence pairs", "contributions": "Transformer"},
        ),
        ("2004.04906", {"main results": "exact match", "earlier work": "outperform"}),
        ("2407.03286", {"main results": "90.5%", "future work": "future work"}),
    ],
)
def test_real_papers_are_answered_by_their_own_key_sentences(
    shared_data: Path, name: str, expected: dict[str, str]
) -> None:
    extract = pytest.importorskip("digest.extract")
    doc: Document = extract.read_pdf((shared_data / "papers" / f"{name}.pdf").read_bytes())
    real = Paper(id=name, title=doc.title, abstract=doc.abstract, source="file")
    made = extract_note(real, doc, Options(), note_key="k")
    for question, words in expected.items():
        assert words in answer(made, question), question
