from __future__ import annotations

import random
from typing import Any

import pytest

from digest.models import Passage, Status
from digest.summarize.drafts import Claim
from digest.summarize.evidence import Checker
from tests.summarize.checking import CHECKER, DOC, JAPANESE, check
from tests.summarize.papers import document, index_of, paper

# --- planted faults ---------------------------------------------------------------------------------------------------

FAULTS = [
    ("wrong digit", "It reaches 74.1% accuracy on HarborQA.", "it reaches 71.4% accuracy"),
    (
        "dropped percent sign made a share",
        "It reaches 71.4 points more accuracy than all others.",
        "it reaches 71.4% accuracy",
    ),
    ("wrong digit in words", "Training lowers the temperature in five stages.", "in three stages"),
    ("another scale", "The encoder has 110 billion parameters.", "110 million parameters"),
    ("negation removed", "Lantern does need any labelled data.", "does not need any labelled data"),
    ("negation removed in other words", "A gain was observed on TideQA.", "No gain was observed on TideQA"),
    ("negation added", "Lantern does not outperform BuoyNet on HarborQA.", "Lantern outperforms BuoyNet"),
    ("antonym", "Removing the windows increases accuracy by 5.1 points.", "decreases accuracy by 5.1 points"),
    ("antonym", "Lantern underperforms BuoyNet on HarborQA by 3.2 points.", "Lantern outperforms BuoyNet"),
    ("antonym", "Training raises the temperature from 1.0 to 0.1.", "lowers the temperature from 1.0"),
    ("another name", "On TideQuest it reaches 71.4% accuracy.", "it reaches 71.4% accuracy"),
    ("another subject", "The authors thank the harbour masters of three cities.", "in three stages"),
    ("invented quotation", "It reaches 71.4% accuracy.", ""),
    ("another paper's quotation", "It reaches 71.4% accuracy.", ""),
]
ANCHORS = {
    "invented quotation": "we reach perfect scores everywhere",
    "another paper's quotation": "dispensing with recurrence",
}


@pytest.mark.parametrize(("kind", "text", "words"), FAULTS, ids=[f"{f[0]}: {f[1]}" for f in FAULTS])
def test_a_planted_fault_is_not_shown_as_verified(kind: str, text: str, words: str) -> None:
    changes: dict[str, Any] = {"anchor": ANCHORS[kind]} if kind in ANCHORS else {}
    passage = check(text, words or "it reaches 71.4% accuracy", **changes)
    assert passage.status is Status.UNVERIFIED
    assert passage.problems


@pytest.mark.parametrize(
    "anchor",
    [
        "it reaches 71.9% accuracy",
        "it reaches not 71.4% accuracy",
        "is 3.2 points below the best earlier system",
        "On HarborQA which is 3.2 points above the best earlier system",
    ],
)
def test_an_altered_quotation_is_not_accepted(anchor: str) -> None:
    assert check("It reaches 71.4% accuracy.", "it reaches 71.4% accuracy", anchor=anchor).status is Status.UNVERIFIED


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("HarborQAでの正解率は74.1%である。", "it reaches 71.4% accuracy"),
        ("エンコーダは1億2000万個のパラメータを持つ。", "110 million parameters"),
        ("TideQAでは向上が観察された。", "No gain was observed on TideQA"),
        ("LanternはBuoyNetを上回らない。", "Lantern outperforms BuoyNet"),
        ("LanternはHarborQAでBuoyNetを3.2ポイント下回る。", "Lantern outperforms BuoyNet"),
        ("窓を取り除くと正解率は5.1ポイント増加する。", "decreases accuracy by 5.1 points"),
        ("GPT-9はBuoyNetを上回る。", "Lantern outperforms BuoyNet"),
        ("推論には41 msかかる。", "Inference takes 14 ms per query"),
    ],
)
def test_a_fault_in_a_japanese_answer_is_not_shown_as_verified(text: str, words: str) -> None:
    assert check(text, words, JAPANESE).status is Status.UNVERIFIED


# --- correct answers --------------------------------------------------------------------------------------------------

CORRECT = [
    ("Lantern reaches an accuracy of 71.4 percent on HarborQA.", "it reaches 71.4% accuracy"),
    ("Lantern needs no labelled data.", "does not need any labelled data"),
    ("No labelled data is needed.", "does not need any labelled data"),
    ("BuoyNet is trained on 2,500,000 labelled pairs.", "2.5 million labelled pairs"),
    ("Each passage is divided into six windows of 128 tokens.", "into 6 windows of 128 tokens"),
    ("A passage's score is the maximum over its windows.", "the maximum over its windows"),
    ("The encoder has 110M parameters and took 12 hours on eight GPUs.", "110 million parameters"),
    ("Lantern beats BuoyNet by 3.2 points on HarborQA.", "Lantern outperforms BuoyNet"),
    ("Without the windows accuracy drops by 5.1 points.", "decreases accuracy by 5.1 points"),
    ("TideQA shows no gain: both systems reach 55%.", "No gain was observed on TideQA"),
    ("It is limited to English and was not tested on passages of more than 4096 tokens.", "limited to English"),
    ("The temperature goes down from 1.0 to 0.1 during training.", "lowers the temperature from 1.0"),
]
CORRECT_JAPANESE = [
    ("HarborQAでの正解率は71.4%である。", "it reaches 71.4% accuracy"),
    ("エンコーダのパラメータ数は1.1億である。", "110 million parameters"),
    ("BuoyNetは250万組のラベル付きデータで学習する。", "2.5 million labelled pairs"),
    ("ラベル付きデータを必要としない。", "does not need any labelled data"),
    ("LanternはHarborQAでBuoyNetを3.2ポイント上回る。", "Lantern outperforms BuoyNet"),
    ("窓を除くと正解率は5.1ポイント低下する。", "decreases accuracy by 5.1 points"),
    ("温度は3段階で1.0から0.1まで下げられる。", "lowers the temperature from 1.0"),
    ("TideQAでは向上が見られず、両者とも55.0%である。", "No gain was observed on TideQA"),
]


@pytest.mark.parametrize(("text", "words"), CORRECT)
def test_a_correct_answer_in_other_words_is_verified(text: str, words: str) -> None:
    assert check(text, words).problems == ()


@pytest.mark.parametrize(("text", "words"), CORRECT_JAPANESE)
def test_a_correct_answer_in_japanese_is_verified(text: str, words: str) -> None:
    assert check(text, words, JAPANESE).problems == ()


def test_a_computed_number_needs_its_computation() -> None:
    words = "Inference takes 14 ms per query"
    assert check("Inference is 38 ms faster.", words).status is Status.UNVERIFIED
    assert check("Inference is 38 ms faster.", words, derived=["38 = 52 - 14"]).status is Status.VERIFIED
    assert check("Inference is 3.7 times faster.", words, derived=["3.7 = 52 / 14"]).status is Status.VERIFIED
    assert check("Inference is 39 ms faster.", words, derived=["39 = 52 - 14"]).status is Status.UNVERIFIED
    assert check("Inference is 38 ms faster.", words, derived=["38 = 60 - 22"]).status is Status.UNVERIFIED


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Can you review the results?", "I provide a critical review."),
        ("How is a passage scored?", "How a passage is scored."),
        ("How is a passage scored?", "The scoring is described below."),
    ],
)
def test_an_answer_that_says_nothing_is_not_verified(question: str, text: str) -> None:
    assert check(text, "the score of a passage is the maximum", question=question).status is Status.UNVERIFIED


def test_an_answer_that_says_the_paper_does_not_say_is_not_stated() -> None:
    for checker, text in (
        (CHECKER, "The paper does not mention the batch size."),
        (JAPANESE, "論文では言及されていない。"),
    ):
        passage = check(text, "does not need any labelled data", checker, "Which batch size was used?")
        assert passage.status is Status.NOT_STATED
        assert not passage.evidence


# --- the bar, on text that ships --------------------------------------------------------------------------------------


def test_of_many_planted_digits_none_and_of_as_many_true_numbers_all_are_accepted() -> None:
    rng = random.Random(7)
    rows = [
        [f"On task {chr(65 + n)} the system Beacon reaches {rng.randint(10, 99)}.{rng.randint(1, 9)} points."]
        for n in range(26)
    ]
    doc = document(rows)
    checker = Checker(paper(), doc, "en")
    refused = accepted = 0
    for n in range(26):
        true = doc.sentence_text(n)
        number = true.split("reaches ")[1].split(" ")[0]
        wrong = number[:-1] + str((int(number[-1]) + rng.randint(1, 9)) % 10)
        said = f"Beacon obtains {{}} points on task {chr(65 + n)}."
        anchor = " ".join(true.split()[:8])
        right_claim = Claim(text=said.format(number), sentences=[n], anchor=anchor, derived=[])
        refused += checker.check(right_claim).status is not Status.VERIFIED
        accepted += checker.check(right_claim.model_copy(update={"text": said.format(wrong)})).status is Status.VERIFIED
    assert (refused, accepted) == (0, 0)


def test_a_statement_that_another_sentence_makes_is_refused_for_the_sentence_it_shares_words_with() -> None:
    doc = document(
        [
            [
                "The technique used for computing the product of registers is essentially as the classical technique.",
                "Nothing of this depends on the size of the register.",
                (
                    "In this section we give a technique for computing one matrix of the classical kind, "
                    "which is essentially a transform of the registers."
                ),
                "The rows and columns are indexed by states.",
            ]
        ]
    )
    checker = Checker(paper(), doc, "en")
    text = "The technique they use for computing the product of registers is essentially as the classical technique."
    right = check(text, "computing the product of registers is essentially as", checker, sentences=[0])
    wrong = check(text, "give a technique for computing one matrix", checker, sentences=[2])
    assert (right.status, wrong.status) == (Status.VERIFIED, Status.UNVERIFIED)


def test_a_statement_that_loses_one_of_two_negations_is_refused() -> None:
    doc = document(
        [["While no general method exists that does not cost more time, we show how to do this for adders."]]
    )
    checker = Checker(paper(), doc, "en")
    words = "no general method exists that does not cost more time"
    told = "No general method exists that does not cost more time."
    assert check(told, words, checker, sentences=[0]).status is Status.VERIFIED
    assert check(told.replace("does not cost", "does cost"), words, checker, sentences=[0]).status is Status.UNVERIFIED


def test_a_statement_given_as_its_own_quotation_is_believed_only_as_far_as_the_paper_says_it() -> None:
    def echoed(text: str, *, away: int = 0) -> Passage:
        cited = index_of(DOC, "decreases accuracy by 5.1 points") + away
        return CHECKER.check(Claim(text=text, sentences=[cited], anchor=text, derived=[]))

    true = echoed("The removal of the windows decreases accuracy by 5.1 points.")
    assert true.status is Status.VERIFIED
    assert true.evidence[0].quote == "Removing the windows decreases accuracy by 5.1 points."
    assert true.evidence[0].page == 2
    assert echoed("The removal of the windows decreases accuracy by 5.1 points.", away=-4).status is Status.UNVERIFIED
    for wrong in (
        "The removal of the windows decreases accuracy by 5.2 points.",
        "The removal of the windows increases accuracy by 5.1 points.",
        "The removal of the windows does not decrease accuracy by 5.1 points.",
        "The removal of the doors decreases revenue by 5.1 points.",
    ):
        assert echoed(wrong).status is Status.UNVERIFIED, wrong


def test_a_number_of_the_sentence_in_the_place_of_another_is_refused() -> None:
    doc = document(
        [["In a 3:2 resonance it completes 3 rotations around itself for every 2 orbital revolutions around the star."]]
    )
    checker = Checker(paper(), doc, "en")
    said = "In a 3:2 resonance it completes 3 rotations around itself for every 2 orbital revolutions around a star."
    words = "3 rotations around itself for every 2 orbital"
    assert check(said, words, checker, sentences=[0]).status is Status.VERIFIED
    wrong = check(said.replace("every 2", "every 3"), words, checker, sentences=[0])
    assert wrong.problems == ("the number 3 stands in another place of the cited sentences",)
