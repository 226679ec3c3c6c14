"""Numbers that the statement gives to something else than the paper does."""

from __future__ import annotations

import pytest

from digest.summarize.bound import misplaced_numbers
from digest.summarize.clauses import exchanged_by_versus, exchanged_numbers
from digest.summarize.numbers import missing_numbers


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("The model is run for 100 hours.", "We run the model for 100 days."),
        ("It answers 23.7 questions per minute.", "It answers 23.7 questions per second."),
        ("The set has 58 observations and 106 variables.", "A set with 106 observations and 58 variables."),
        ("The statistic is 0.03 with a p-value of 2.18.", "It has a statistic equal to 2.18 and its p-value is 0.03."),
        ("It needs more than 40 boats.", "It needs up to 40 boats."),
        ("There are 1813 clean and 2788 dirty boats.", "The 2788 and 1813 boats are clean and dirty, respectively."),
        ("As Keeper (2004) says, boats float.", "Keeper (2003) and later Pilot (2004) say that boats float."),
    ],
)
def test_a_number_that_belongs_to_something_else_is_named(text: str, cited: str) -> None:
    assert misplaced_numbers(text, [cited], same_prose=True)


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("The model is run for 100 days.", "We run the model for 100 days, with output at 0.01 daily intervals."),
        ("It has 106 samples and 58 variables.", "A set with 106 observations and 58 variables."),
        ("It needs at most 40 boats.", "It needs up to 40 boats."),
        ("There are 2788 clean and 1813 dirty boats.", "The 2788 and 1813 boats are clean and dirty, respectively."),
    ],
)
def test_a_number_in_its_own_place_is_left_alone(text: str, cited: str) -> None:
    assert misplaced_numbers(text, [cited], same_prose=True) == []


def test_units_are_compared_across_languages() -> None:
    cited = ["Training took 12 hours on 8 GPUs, at 24 images per second."]
    assert misplaced_numbers("学習には12日かかった。", cited, same_prose=False) == ["12"]
    assert misplaced_numbers("毎分24枚を処理する。", cited, same_prose=False)
    assert misplaced_numbers("学習には12時間かかった。", cited, same_prose=False) == []


def test_numbers_that_two_systems_have_exchanged_are_named() -> None:
    cited = ["Lantern reaches 71.4%, while BuoyNet reaches 68.2%."]
    assert exchanged_numbers("BuoyNet reaches 71.4% and Lantern 68.2%.", cited) == ["71.4%", "68.2%"]
    assert exchanged_numbers("Lanternは68.2%、BuoyNetは71.4%である。", cited) == ["68.2%", "71.4%"][::-1]
    assert exchanged_numbers("BuoyNet reaches 68.2% and Lantern 71.4%.", cited) == []
    assert exchanged_numbers("At 68.2%, BuoyNet is behind the 71.4% of Lantern.", cited) == []


def test_the_number_of_the_winner_is_not_given_to_the_loser() -> None:
    cited = ["Lantern outperforms BuoyNet on HarborQA by 3.2 points (71.4% against 68.2%)."]
    assert exchanged_by_versus("BuoyNet reaches 71.4%, Lantern only 68.2%.", cited) == ["71.4%"]
    assert exchanged_by_versus("BuoyNetは71.4%、Lanternは68.2%である。", cited) == ["71.4%"]
    assert exchanged_by_versus("Lantern reaches 71.4%, BuoyNet only 68.2%.", cited) == []


def test_a_number_after_a_dash_or_a_minus_sign_is_no_part_of_a_name() -> None:
    assert (
        missing_numbers("It was 2.5 orders slower.", ["The bandwidth was 28.7Mbps—2.5 orders slower than a disk."])
        == []
    )
    assert missing_numbers("Here M = B−5.", ["It can be simplified because M = B−1."]) == ["5"]
