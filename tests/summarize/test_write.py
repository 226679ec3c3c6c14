from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

from digest.document import Document
from digest.errors import BadReplyError, BudgetError
from digest.llm.request import Request
from digest.models import Note, Status
from digest.summarize import Options, Prompts, write_note
from tests.summarize.papers import ScriptedModel, claim, document, index_of, paper, sentences_in

PROMPTS = Prompts.load(Path(__file__).parents[2] / "prompts")
DOC = document()

QUESTIONS = [
    "What accuracy does Lantern reach on HarborQA?",
    "How does Lantern split the passages it scores?",
    "Which data does training need?",
    "What happens without the windows?",
    "How fast is inference?",
]
GOOD = {
    1: ("It reaches 71.4% accuracy on HarborQA.", "it reaches 71.4% accuracy"),
    2: ("Every passage is split into 6 windows of 128 tokens.", "into 6 windows of 128 tokens"),
    3: ("Lantern needs no labelled data.", "does not need any labelled data"),
    4: ("Accuracy decreases by 5.1 points.", "decreases accuracy by 5.1 points"),
    5: ("A query takes 14 ms.", "Inference takes 14 ms per query"),
}


def summary(doc: Document = DOC, **changes: object) -> dict[str, Any]:
    return {
        "gist": claim(doc, "Lantern is a retriever that needs no labelled data.", "does not need any labelled data"),
        "overview": [
            claim(doc, "Lantern scores passages with sparse lanterns of attention.", "scores passages with sparse"),
            claim(doc, "On HarborQA it reaches 71.4% accuracy.", "it reaches 71.4% accuracy"),
        ],
        "sections": [
            {
                "title": "2 Method",
                "role": "method",
                "claims": [claim(doc, "Passages are split into 6 windows.", "into 6 windows of 128 tokens")],
            }
        ],
        "code_url": "https://github.com/example/lantern",
        "nodes": [{"id": "p", "label": "Passage"}, {"id": "w", "label": "Windows"}],
        "edges": [{"source": "p", "target": "w", "label": "split"}],
    } | changes


def answers(doc: Document = DOC, **changes: dict[str, Any]) -> Callable[[Request], object]:
    def reply(request: Request) -> object:
        task = request.messages[-1].content.rsplit("</paper>", 1)[1]
        asked = [
            (place, number)
            for number, q in enumerate(QUESTIONS, 1)
            for place in range(1, 5)
            if f"\n{place}. {q}" in task
        ]
        return {
            "answers": [
                {"question": place, "stated": True, **claim(doc, *GOOD[number])} | changes.get(f"q{number}", {})
                for place, number in asked
            ]
        }

    return reply


def never(request: Request) -> object:
    raise AssertionError(f"{request.task} was asked although nothing was wrong")


def model(**changes: Callable[[Request], object]) -> ScriptedModel:
    script: dict[str, Callable[[Request], object]] = {
        "questions": lambda _: {"questions": QUESTIONS},
        "summary": lambda _: summary(),
        "answers": answers(),
        "repair": never,
    }
    return ScriptedModel(script | changes)


def write(talker: ScriptedModel, **options: Any) -> tuple[Note, tuple[str, ...]]:  # noqa: ANN401 - any option
    fields: dict[str, Any] = {"language": "en", "questions": 6} | options
    wanted = Options(**fields)
    return asyncio.run(write_note(paper(), DOC, talker, PROMPTS, wanted, note_key="k"))


def test_a_good_reply_becomes_a_note_whose_every_statement_is_verified() -> None:
    talker = model()
    note, calls = write(talker)
    assert {p.status for p in note.passages} == {Status.VERIFIED}
    assert [answer.question for answer in note.answers] == [*QUESTIONS, "Where is the code published?"]
    assert note.code_url == "https://github.com/example/lantern"
    assert note.answers[0].passage.evidence[0].page == 1
    assert note.answers[3].passage.evidence[0].page == 2
    assert note.diagram
    assert [node.label for node in note.diagram.nodes] == ["Passage", "Windows"]
    assert note.sections[0].title == "Method"
    assert (note.key, note.model, note.prompts) == ("k", "scripted", PROMPTS.hash)
    assert len(calls) == len(talker.asked) == 4


def test_the_abstract_alone_makes_the_questions_and_the_summary_is_asked_before_the_answers() -> None:
    talker = model()
    write(talker)
    assert [request.task for request in talker.asked] == ["questions", "summary", "answers", "answers"]
    assert "<paper>\n" not in talker.asked[0].messages[-1].content


def test_all_calls_about_a_paper_begin_with_the_same_characters() -> None:
    talker = model(answers=answers(q1={"text": "It reaches 99.9% accuracy."}), repair=lambda _: {"claims": []})
    write(talker)
    with_paper = talker.asked[1:]
    assert {request.task for request in with_paper} == {"summary", "answers", "repair"}
    heads = {(r.messages[0].content, r.messages[1].content.split("</paper>")[0]) for r in with_paper}
    assert len(heads) == 1
    assert len({request.prefix_key for request in with_paper}) == 1


def test_the_model_sees_every_sentence_under_its_own_number() -> None:
    talker = model()
    write(talker)
    shown = sentences_in(talker.asked[1])
    assert shown[index_of(DOC, "6 windows")] == "Lantern splits every passage into 6 windows of 128 tokens."
    assert not any("Keeper" in text for text in shown.values())


def test_a_wrong_number_is_repaired_once() -> None:
    def repair(request: Request) -> object:
        assert "the number 74.1% does not stand" in request.messages[-1].content
        return {"claims": [{"number": 1, "stated": True, **claim(DOC, *GOOD[1])}]}

    note, calls = write(model(answers=answers(q1={"text": "It reaches 74.1% accuracy."}), repair=repair))
    assert note.answers[0].passage.status is Status.VERIFIED
    assert note.answers[0].passage.text == GOOD[1][0]
    assert len(calls) == 5


def test_what_stays_wrong_is_shown_as_not_verified_with_the_reason() -> None:
    wrong = {"text": "It reaches 74.1% accuracy on HarborQA."}
    repair = {"claims": [{"number": 1, "stated": True, **claim(DOC, *GOOD[1]), **wrong}]}
    note, _ = write(model(answers=answers(q1=wrong), repair=lambda _: repair))
    passage = note.answers[0].passage
    assert passage.status is Status.UNVERIFIED
    assert "74.1%" in passage.problems[0]


def test_a_statement_taken_back_in_the_repair_is_not_stated() -> None:
    repair = {"claims": [{"number": 1, "stated": False, "text": "", "sentences": [], "anchor": "", "derived": []}]}
    note, _ = write(model(answers=answers(q1={"text": "It reaches 74.1% accuracy."}), repair=lambda _: repair))
    assert note.answers[0].passage.status is Status.NOT_STATED
    assert note.answers[0].passage.text == "The paper does not say."
    assert not note.answers[0].passage.evidence


def test_a_repair_that_cannot_be_used_leaves_the_note_standing() -> None:
    note, _ = write(model(answers=answers(q1={"text": "It reaches 74.1% accuracy."}), repair=lambda _: {"no": 1}))
    assert note.answers[0].passage.status is Status.UNVERIFIED


def one_at_a_time(request: Request) -> dict[str, Any]:
    """A small model, which stops after its first answer."""
    return {"answers": cast("dict[str, Any]", answers()(request))["answers"][:1]}


def test_questions_that_a_reply_leaves_out_are_asked_for_again() -> None:
    talker = model(answers=one_at_a_time)
    note, calls = write(talker)
    assert [answer.question for answer in note.answers[:-1]] == QUESTIONS
    assert [answer.passage.text for answer in note.answers[:-1]] == [text for text, _ in GOOD.values()]
    assert note.warnings == ()
    assert sum(request.task == "answers" for request in talker.asked) == len(QUESTIONS)
    assert len(calls) == len(talker.asked)


def test_a_question_that_is_never_answered_is_given_up_and_said_to_be() -> None:
    def reply(request: Request) -> object:
        return one_at_a_time(request) if QUESTIONS[0] in request.messages[-1].content else {"answers": []}

    talker = model(answers=reply)
    note, _ = write(talker)
    assert [answer.question for answer in note.answers[:-1]] == QUESTIONS[:1]
    assert note.warnings == ("The model left 4 of its questions without any answer; they are not shown.",)
    assert sum(request.task == "answers" for request in talker.asked) == 3


def test_a_bad_reply_to_what_was_left_keeps_the_answers_that_are_there() -> None:
    def reply(request: Request) -> object:
        given = one_at_a_time(request)
        return given if given["answers"][0]["text"] in (GOOD[1][0], GOOD[4][0]) else {"no": "answers"}

    note, _ = write(model(answers=reply))
    assert [answer.question for answer in note.answers[:-1]] == [QUESTIONS[0], QUESTIONS[3]]
    assert note.warnings == ("The model left 3 of its questions without any answer; they are not shown.",)


def test_not_stated_is_an_allowed_answer() -> None:
    empty = {"stated": False, "text": "", "sentences": [], "anchor": ""}
    note, _ = write(model(answers=answers(q2=empty)))
    assert note.answers[1].passage.status is Status.NOT_STATED


def test_an_invented_code_address_gives_way_to_the_papers_own_or_to_none() -> None:
    note, _ = write(model(summary=lambda _: summary(code_url="https://github.com/evil/other")))
    assert note.code_url is None
    assert note.answers[-1].passage.text == "None given."
    assert note.answers[-1].kind == "code"


def test_a_reply_in_the_wrong_language_is_an_error_and_no_note() -> None:
    with pytest.raises(BadReplyError, match="not in Japanese"):
        write(model(), language="ja")


def test_the_budget_stops_the_note() -> None:
    def broke(request: Request) -> object:
        raise BudgetError(f"{request.task} would cost too much")

    with pytest.raises(BudgetError):
        write(model(answers=broke))


def test_one_question_asks_for_the_code_only() -> None:
    talker = model(questions=never, answers=never)
    note, _ = write(talker, questions=1)
    assert [answer.kind for answer in note.answers] == ["code"]


def test_repeated_questions_and_those_about_code_are_left_out() -> None:
    asked = [*QUESTIONS, QUESTIONS[0], "Is the source code available on GitHub?"]
    note, _ = write(model(questions=lambda _: {"questions": asked}), questions=10)
    assert [answer.question for answer in note.answers[:-1]] == QUESTIONS


def test_a_long_paper_is_read_in_parts_and_keeps_its_numbers() -> None:
    pages = [[f"# {n} Part", *(f"Sentence {n} {m} says that {m} buoys of kind {n} were seen." for m in range(40))]
             for n in range(1, 9)]  # fmt: skip
    doc = document(pages)
    wanted = index_of(doc, "Sentence 5 7 ")

    def select(request: Request) -> object:
        return {"sentences": [i for i in sentences_in(request) if i == wanted or i % 10 == 0]}

    words = "7 buoys of kind 5 were seen"
    said = claim(doc, "In part 5, 7 buoys of kind 5 were seen.", words, sentences=[wanted])
    short = {"gist": said, "overview": [said], "sections": [], "code_url": "", "nodes": [], "edges": []}
    talker = ScriptedModel({"selection": select, "summary": lambda _: short, "repair": never})
    options = Options(questions=1, context_tokens=4_000)
    note, _ = asyncio.run(write_note(paper(), doc, talker, PROMPTS, options, note_key="k"))
    assert sum(request.task == "selection" for request in talker.asked) > 1
    assert note.gist.status is Status.VERIFIED
    assert note.gist.evidence[0].sentences == (wanted,)
    assert "chosen part by part" in note.warnings[0]
    assert json.loads(note.model_dump_json())["gist"]["evidence"][0]["page"] == 5


def test_a_model_that_repeats_itself_is_shown_once() -> None:
    said = claim(DOC, "On HarborQA it reaches 71.4% accuracy.", "it reaches 71.4% accuracy")
    again = said | {"text": "On HarborQA it also reaches 71.4% accuracy."}
    other = claim(DOC, "Passages are split into 6 windows.", "into 6 windows of 128 tokens")
    sections = [
        {"title": "Method", "role": "method", "claims": [other, other]},
        {"title": "Results", "role": "results", "claims": [other]},
    ]
    note, _ = write(model(summary=lambda _: summary(overview=[said, again, other], sections=sections)))
    assert [p.text for p in note.overview] == [said["text"], other["text"]]
    assert [(s.title, len(s.passages)) for s in note.sections] == [("Method", 1)]
