"""Statements that say the opposite: by a word's beginning, by a "not" that moved, by "all" for "some"."""

from __future__ import annotations

import pytest

from digest.summarize.direction import turned
from digest.summarize.locate import same_words
from digest.summarize.polarity import flipped_negation
from digest.summarize.prefixed import opposites


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("The approximation is inadequate here.", "The approximation is adequate here."),
        ("The default solver assumes a non-stiff model.", "The default solver assumes a stiff model."),
        ("The power depends on the model.", "The power is independent of the model."),
        ("The model overestimates the variance.", "The model underestimates the variance."),
        ("This is no more impossible.", "This is no more possible."),
    ],
)
def test_a_word_turned_by_its_beginning_is_noticed(text: str, cited: str) -> None:
    assert list(opposites(text, [cited]))
    assert turned(text, [cited], answer="en", paper="en")


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("The power does not depend on the model.", "The power is independent of the model."),
        ("The model improves the proof.", "The model proves important."),
        ("It is inadequate for small boats.", "It is not adequate for small boats."),
    ],
)
def test_a_word_that_only_looks_turned_is_left_alone(text: str, cited: str) -> None:
    assert not list(opposites(text, [cited]))


def test_not_to_depend_is_to_be_independent() -> None:
    text, cited = "The power does not depend on the model.", "The power is independent of the model."
    assert flipped_negation(text, [cited], cited, answer="en", paper="en") is None


def test_a_second_not_is_no_other_way_to_say_the_first() -> None:
    text = "The value is one if it is uncensored and zero if it is not censored."
    cited = "The value is one if it is uncensored and zero if it is censored."
    assert flipped_negation(text, [cited], cited, answer="en", paper="en")


def test_an_aside_may_be_left_out_with_its_negation() -> None:
    cited = "The interfaces are less standard with fewer (or no) methods provided."
    assert flipped_negation("The interfaces have fewer methods.", [cited], cited, answer="en", paper="en") is None
    aside = "Lantern is cheap (no labels are needed)."
    assert flipped_negation("For Lantern labels are needed.", [aside], aside, answer="en", paper="en")


def test_what_is_denied_of_one_thing_is_not_denied_of_the_other() -> None:
    cited = "Mixtures of normal harbours are identifiable, while mixtures of uniform boats are not identifiable."
    assert flipped_negation(
        "Mixtures of normal harbours are not identifiable.", [cited], cited, answer="en", paper="en"
    )
    assert (
        flipped_negation("Mixtures of uniform boats are not identifiable.", [cited], cited, answer="en", paper="en")
        is None
    )


def test_an_opposite_is_no_spelling_of_a_quotation() -> None:
    assert not same_words("this is no more impossible", "this is no more possible")
    assert same_words("the coeficients of the model", "the coefficients of the model")


@pytest.mark.parametrize(
    ("text", "cited", "answer"),
    [
        ("All boats are made of wood.", "Most boats are made of wood.", "en"),
        ("The model is always known.", "The model is often known.", "en"),
        ("すべての船は木でできている。", "Most boats are made of wood.", "ja"),
        ("分散を過大評価する。", "It underestimates the variance.", "ja"),
    ],
)
def test_all_is_not_said_for_most(text: str, cited: str, answer: str) -> None:
    assert turned(text, [cited], answer=answer, paper="en")


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Lantern does without recurrence.", "Lantern uses attention, dispensing with recurrence."),
        ("It needs less space in practice.", "It is more space-efficient in practice."),
        ("It had little impact on large-scale harbours.", "It had limited impact on large-scale harbours."),
    ],
)
def test_a_phrase_may_mean_the_opposite_of_its_word(text: str, cited: str) -> None:
    assert turned(text, [cited], answer="en", paper="en") is None


def test_a_turned_phrase_is_still_noticed() -> None:
    cited = "Lantern uses attention, dispensing with recurrence."
    assert turned("Lantern uses attention, dispensing without recurrence.", [cited], answer="en", paper="en")


def test_what_is_not_possible_cannot_be_done() -> None:
    for cited in ("Deciding membership is not possible.", "Deciding membership is impossible."):
        assert flipped_negation("One cannot decide membership.", [cited], cited, answer="en", paper="en") is None
    assert flipped_negation(
        "Deciding membership is possible.", ["Deciding membership is not possible."], "", answer="en", paper="en"
    )


def test_without_reaches_no_further_than_its_phrase() -> None:
    cited = "Additive attention wins over dot products without scaling for larger harbours."
    text = "For larger harbours additive attention wins over unscaled dot products."
    assert flipped_negation(text, [cited], cited, answer="en", paper="en") is None


def test_none_in_an_aside_denies_nothing_after_it() -> None:
    cited = "Unnamed components (or the defaults, if there are none) are recycled as needed."
    assert flipped_negation("Unnamed components are not recycled as needed.", [cited], cited, answer="en", paper="en")


def test_a_word_said_twice_has_taken_the_place_of_its_opposite() -> None:
    cited = "The score is the number of boats that are larger minus the number of boats that are smaller."
    said = "The score is the number of boats that are smaller minus the number of boats that are smaller."
    assert turned(said, [cited], answer="en", paper="en")
