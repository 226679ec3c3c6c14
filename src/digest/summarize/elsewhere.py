"""Which sentence of the paper a statement belongs to, by its words.

Sentences of one paper share most of their words, so that a statement can agree well enough with a sentence that does
not say it. Then the paper's own sentence agrees far better, and the citation is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from digest.summarize.wording import content_stems, coverage_of, words

_OWN = 0.8  # share of a statement's words that its own sentence has
_AHEAD = 0.22  # by how much it is ahead of the cited ones
_FEWEST = 4  # meaning-carrying words: with fewer, a chance sentence has them all
_EXPLAINS = 0.12  # share of a statement's words that a neighbour adds to what the cited sentences have


@dataclass(frozen=True)
class Elsewhere:
    """The meaning-carrying stems of each sentence of a paper, and how telling each stem is."""

    stems: Sequence[frozenset[str]]
    weights: Mapping[str, float]

    def owner(self, text: str, cited: Sequence[int], near: Sequence[int]) -> int | None:
        """The sentence that says the statement far better than the cited ones together, or None.

        Args:
            text: The statement, in the paper's language.
            cited: Indexes of the cited sentences.
            near: Indexes of sentences that count as cited here: the neighbours, and what may not be cited at all.
        """
        ours = frozenset(content_stems(words(text)))
        if len(ours) < _FEWEST - 1:
            return None
        here = coverage_of(ours, frozenset().union(*(self.stems[i] for i in cited)), weights=self.weights)
        if here > 1 - _AHEAD:
            return None
        best, owner = self._best(ours, {*cited, *near})
        enough = _OWN if len(ours) >= _FEWEST else 1.0  # of very few words the other sentence has every one
        return owner if best >= enough and best - here >= _AHEAD else None

    def home(self, text: str, cited: Sequence[int], without: Sequence[int]) -> int | None:
        """The one sentence that has nearly all of a statement's words, or None. ``without`` are left out.

        Where a paper says nearly the same twice, a cited sentence that has as much as any other is the one.
        """
        ours = frozenset(content_stems(words(text)))
        best, owner = self._best(ours, set(without))
        if best < _OWN or len(ours) < _FEWEST:
            return None
        as_good = (i for i in cited if coverage_of(ours, self.stems[i], weights=self.weights) >= best)
        return next(as_good, owner)

    def explaining(self, text: str, cited: Sequence[int], near: Sequence[int]) -> int | None:
        """The neighbour that has the most of a statement's words which the cited sentences lack, or None.

        A neighbour may explain words of a statement; then a reader has to see it beside what was cited.
        """
        ours = frozenset(content_stems(words(text)))
        theirs = frozenset().union(*(self.stems[i] for i in cited))
        here = coverage_of(ours, theirs, weights=self.weights)
        gains = ((coverage_of(ours, theirs | self.stems[i], weights=self.weights) - here, -i) for i in near)
        gain, index = max(gains, default=(0.0, 0))
        return -index if gain >= _EXPLAINS else None

    def _best(self, ours: frozenset[str], skipped: set[int]) -> tuple[float, int]:
        """The greatest share of the stems that a sentence has, and the first sentence with it."""
        shares = (
            (coverage_of(ours, stems, weights=self.weights), -index)
            for index, stems in enumerate(self.stems)
            if index not in skipped and len(stems & ours) * 2 >= len(ours)
        )
        best, index = max(shares, default=(0.0, 1))
        return best, -index
