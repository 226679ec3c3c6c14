"""The numbers that the cited sentences offer, and whether a statement's number is one of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from digest.summarize.quantities import Quantity, Values, flattened_powers, fractions_in, normalised, quantities

_LOOSE_PERCENT = re.compile(r"(?<!\d)(?<!\d )%|\bpercentages?\b(?! points?)", re.IGNORECASE)


@dataclass(frozen=True)
class Pool:
    """The numbers that the cited sentences offer."""

    plain: Values
    percent: Values
    loose_percent: bool
    counted: Values = frozenset()

    def has(self, wanted: Quantity) -> bool:
        """Whether a statement's number is one of these."""
        if wanted.either and self._match(wanted, self.plain | self.percent):
            return True
        if wanted.percent:
            same, other = self.percent, self.plain
            if self.loose_percent and self._match(wanted, self.plain):
                return True
            return self._match(wanted, same) or any(v / 100 in other for v in wanted.values if 0 < v < 100)  # noqa: PLR2004 - a share of 0.95 is 95%
        if self._match(wanted, self.plain) or ((wanted.word or wanted.counter) and wanted.values & self.counted):
            return True
        inverse = "分の" in wanted.raw and any(v.numerator == 1 and v.denominator in self.plain for v in wanted.values)
        return inverse or any(0 < v < 1 and v * 100 in self.percent for v in wanted.values)  # "by 8x" is to an eighth

    @staticmethod
    def _match(wanted: Quantity, offered: Values) -> bool:
        if wanted.values & offered:
            return True
        return wanted.rough and any(_rounds_to(have, want) for want in wanted.values for have in offered)


def _rounds_to(have: Fraction, want: Fraction) -> bool:
    """Whether "about 28" may be said of 28.4: equal to the last digit that is written and to a tenth at most."""
    step = Fraction(10) ** 12
    while step > Fraction(1, 10**9) and (want / step).denominator != 1:
        step /= 10
    return abs(have - want) <= min(step, abs(want) / 10) / 2


def pool_of(texts: Iterable[str]) -> Pool:
    """All numbers of the cited sentences, in every way they can be read."""
    plain: set[Fraction] = set()
    percent: set[Fraction] = set()
    counted: set[Fraction] = set()
    loose = False
    for raw in texts:
        text = normalised(raw)
        without = re.sub(r"\[\d[\d,;\s-]*\]", " ", text)
        loose = loose or bool(_LOOSE_PERCENT.search(without))
        for quantity in quantities(without):
            if quantity.word and quantity.counter:
                counted.update(quantity.values)
                continue
            percent.update(quantity.values if quantity.percent or quantity.either else ())
            plain.update(quantity.values if quantity.either or not quantity.percent else ())
        plain.update(flattened_powers(without))
        for fraction in fractions_in(without):
            plain.update(fraction.values)
        counted.update([Fraction(2)] if re.search(r"\b(?:both|pairs?)\b|両", without) else [])
        counted.update([Fraction(1)])
    return Pool(frozenset(plain), frozenset(percent), loose, frozenset(counted))
