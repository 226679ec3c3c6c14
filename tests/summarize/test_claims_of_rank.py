"""Statements that boast, or that give the authors the work of others."""

from __future__ import annotations

from digest.summarize.overstated import overstated
from digest.summarize.whose import not_their_own


def test_the_work_of_others_is_not_given_to_the_authors() -> None:
    for cited in (
        "Freidlin et al. (2002) proposed the test as the maximum of three tests.",
        "Petrie (1899) was the first to propose the test as a maximum.",
        "The test was proposed by Keeper and Pilot (2001) as a maximum of three.",
        "It is slower than ORQA (Lee et al., 2019), which proposes a test.",
    ):
        assert not_their_own("The authors propose a test.", [cited], answer="en", paper="en")
        assert not_their_own("本研究は検定を提案する。", [cited], answer="ja", paper="en")
        assert not_their_own("A test was proposed earlier.", [cited], answer="en", paper="en") is None
    own = "We propose a test that extends the one of Freidlin et al. (2002)."
    assert not_their_own("The authors propose a test.", [own], answer="en", paper="en") is None


def test_a_rank_that_the_paper_does_not_claim_is_not_added() -> None:
    plain = "On HarborQA it reaches 71.4% accuracy."
    assert overstated("It reaches a state-of-the-art 71.4% on HarborQA.", [plain], paper="en")
    assert overstated("HarborQAで最高性能の71.4%を達成した。", [plain], paper="en")
    assert overstated("It is the first model to reach 71.4%.", [plain], paper="en")
    assert (
        overstated("It reaches a state-of-the-art 71.4%.", ["It beats all earlier systems, at 71.4%."], paper="en")
        is None
    )


def test_what_other_approaches_need_is_not_said_of_the_authors_own() -> None:
    cited = "These approaches require much ingenuity in their design."
    assert not_their_own("Our approach requires much ingenuity.", [cited], answer="en", paper="en")
    assert not_their_own("Earlier approaches require much ingenuity.", [cited], answer="en", paper="en") is None
    early = "Prior work suggests that boats float (Keeper et al., 2023)."
    assert not_their_own("The authors show that boats float.", [early], answer="en", paper="en")
