"""Whether a number can be computed from those of the cited sentences, as its writer says it was."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations

from digest.summarize.offered import Pool
from digest.summarize.quantities import Quantity, normalised, quantities

_FROM_PAIR = 2


def _results(a: Fraction, b: Fraction) -> list[Fraction]:
    """What a writer computes from two numbers: sum, difference, ratio, percent change, product."""
    out = [a + b, abs(a - b), a * b]
    if b:
        out += [a / b, abs(a - b) / b * 100, a / b * 100]
    return out


def derivable(value: str, derivations: Sequence[str], pool: Pool) -> bool:
    """Whether a number is listed as derived and can be computed again from the numbers of the cited sentences.

    A derivation is ``2.0 = 28.4 - 26.4``, or just the number, which is then tried on every pair.
    """
    wanted = quantities(value)
    if not wanted:
        return False
    for derivation in derivations:
        parts = [part for part in re.split(r"[=:]", normalised(derivation)) if part.strip()]
        named = [quantities(part) for part in parts]
        if not any(w.values & wanted[0].values for numbers in named for w in numbers):
            continue
        operands = {v for numbers in named for q in numbers for v in q.values if not q.values & wanted[0].values}
        offered = pool.plain | pool.percent
        usable = operands & offered if operands else offered
        if operands and len(operands & offered) < min(_FROM_PAIR, len(operands)):
            continue
        pairs = permutations(sorted(usable), 2) if len(usable) > 1 else iter([(v, v) for v in usable])
        if any(_close(result, wanted[0]) for a, b in pairs for result in _results(a, b)):
            return True
        if operands and _close(sum(usable, Fraction(0)), wanted[0]):
            return True
    return False


def _close(result: Fraction, wanted: Quantity) -> bool:
    """Equal to the number of decimals that the writer gave."""
    digits = re.search(r"\d+(?:\.(\d+))?", wanted.raw)
    places = len(digits[1]) if digits and digits[1] else 0
    return any(abs(result - value) <= Fraction(1, 2 * 10**places) for value in wanted.values)
