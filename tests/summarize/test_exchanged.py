"""Statements made of the paper's own words in which two things have changed places."""

from __future__ import annotations

import pytest

from digest.summarize.roles import exchanged


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("BuoyNet is faster than Lantern.", "Lantern is much faster than BuoyNet."),
        ("BuoyNet outperforms Lantern on HarborQA.", "Lantern outperforms BuoyNet on HarborQA by 3.2 points."),
        ("Lantern is outperformed by BuoyNet.", "Lantern outperforms BuoyNet on HarborQA."),
        ("Sample size increases with richness.", "Richness increases with sample size, as shown below."),
        ("The tide is late because the moon is full.", "The moon is full because the tide is late."),
        ("The likelihood is wrong because tests are optimistic.", "Tests are optimistic due to a wrong likelihood."),
        (
            "Harbours outside the city add as much salt to the water as a lighthouse.",
            "A lighthouse adds as much salt to the water as harbours outside the city.",
        ),
    ],
)  # fmt: skip
def test_two_things_that_have_changed_places_are_noticed(text: str, cited: str) -> None:
    assert exchanged(text, [cited], same_prose=True)


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("BuoyNet is outperformed by Lantern.", "Lantern outperforms BuoyNet on HarborQA."),
        ("Compared with BuoyNet, Lantern is much faster.", "Lantern is much faster than BuoyNet."),
        ("With larger samples the boat's speed decreases.", "The speed of the boat decreases with larger samples."),
        ("Scope is limited if two questions are badly put.", "Badly putting two questions would limit the scope."),
        ("Speed in the convective envelope is affected.", "It affects, in the convective envelope, the speed."),
        ("With a telescope, Smith measured the orbit in 1998.", "In 1998 Smith measured the orbit with a telescope."),
        ("The harbours and the boats share one pier.", "The boats and the harbours share one pier."),
        ("Accuracy, recall and precision are reported.", "Precision, recall and accuracy are reported."),
        ("As the likelihood may be wrong, tests are optimistic.", "Tests are optimistic due to a wrong likelihood."),
    ],
)  # fmt: skip
def test_another_order_of_words_that_says_the_same_is_no_fault(text: str, cited: str) -> None:
    assert exchanged(text, [cited], same_prose=True) is None


def test_two_things_that_have_changed_their_clauses_are_noticed() -> None:
    cited = ["Term matching with BuoyNet is sensitive to selective phrases, while Lantern captures semantic relations."]
    assert exchanged(
        "Lantern is sensitive to phrases, while BuoyNet captures semantic relations.", cited, same_prose=True
    )
    assert (
        exchanged("BuoyNet is sensitive to phrases, while Lantern captures relations.", cited, same_prose=True) is None
    )
    assert exchanged("Lantern captures relations, while BuoyNet is sensitive.", cited, same_prose=True) is None
    plain = ["While the two are similar in theory, Lantern is much faster in practice."]
    assert exchanged("BuoyNet is much faster in practice than Lantern.", plain, same_prose=True)
    assert exchanged("Lantern is much faster in practice than the other.", plain, same_prose=True) is None


def test_who_wins_is_compared_by_name_in_japanese() -> None:
    cited = ["Lantern outperforms BuoyNet on HarborQA by 3.2 points."]
    assert exchanged("BuoyNetはHarborQAでLanternを上回る。", cited, same_prose=False)
    assert exchanged("LanternはBuoyNetを下回る。", cited, same_prose=False)
    assert exchanged("LanternはHarborQAでBuoyNetを3.2ポイント上回る。", cited, same_prose=False) is None
    assert exchanged("BuoyNetはLanternより劣る。", cited, same_prose=False) is None
