"""Numbers that two parts of a sentence have exchanged: "A reaches 70 and B 80" where the paper has it reversed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from digest.summarize.quantities import Quantity, normalised, quantities
from digest.summarize.wording import content_stems, words

_PARTS = re.compile(
    r"[,;:()](?!\d)|(?<!\d)[,;:()]|[.!?]\s|[、。]|"
    r"\b(?:and|while|whereas|but|versus|vs\.?|against|compared (?:to|with)|although)\b"
    r"|(?<=[\d%])が|(?<=[^\W\d_])が、",
    re.IGNORECASE,
)

_MOST_PARTS = 24  # with more numbers a text is a table, and every pair of them would be compared

# A comparison with its loser, and the two numbers in the order of winner and loser.
_VERSUS = re.compile(
    r"\b(?:outperform\w*|surpass\w*|exceed\w*|beats?|compared (?:to|with)|than)\s+(?:the |a |an )?(?P<loser>\w+)"
    r"[^()]{0,80}?\((?P<first>[\d.]+\s?%?)\s*(?:vs\.?|versus|against|compared (?:to|with))\s*(?P<second>[\d.]+\s?%?)"
)


def exchanged_numbers(text: str, cited: Sequence[str]) -> list[str]:
    """Pairs of numbers each of which stands with the words that the other one has in the cited sentence.

    Both must have moved, and every word that tells the two parts apart must be on the other side: a statement that
    only arranges its words otherwise has some of them at home. Names serve across languages.
    """
    ours = _parts(text)[:_MOST_PARTS]
    found: list[str] = []
    for span in cited:
        theirs = _parts(span)
        for (one, there_one), (two, there_two) in combinations(_numbered(theirs)[:_MOST_PARTS], 2):
            if one.values & two.values or there_one is there_two:
                continue
            first, second = there_one - there_two, there_two - there_one
            here_one, here_two = _with(one, ours), _with(two, ours)
            if here_one is None or here_two is None or here_one is here_two:
                continue
            crossed = here_one & second and here_two & first
            if crossed and not here_one & first and not here_two & second:
                found += [one.raw, two.raw]
    return list(dict.fromkeys(found))


def exchanged_by_versus(text: str, cited: Sequence[str]) -> list[str]:
    """Numbers that are given to the loser of a comparison: "A outperforms B (70 vs. 60)" says nothing of B and 70."""
    found: list[str] = []
    for span in cited:
        for match in _VERSUS.finditer(" ".join(span.split())):
            first, second = (quantities(normalised(match[name])) for name in ("first", "second"))
            loser = set(content_stems(words(match["loser"])))
            here = [numbers for numbers, stems in _parts(text) if loser & stems and numbers]
            if not first or not second or not here:
                continue
            if all(_among(first[0], numbers) and not _among(second[0], numbers) for numbers in here):
                found.append(match["first"])
    return found


def _among(number: Quantity, numbers: Sequence[Quantity]) -> bool:
    return any(number.values & other.values for other in numbers)


def _parts(text: str) -> list[tuple[list[Quantity], frozenset[str]]]:
    """The parts of a text: the numbers of each, and its meaning-carrying stems, names in Japanese included."""
    parts = _PARTS.split(normalised(" ".join(text.split())))
    latin = re.compile(r"[a-z]{2,}")
    return [
        (quantities(part), frozenset(content_stems([*words(part), *latin.findall(part.lower())])))
        for part in parts
        if part
    ]


def _numbered(parts: Sequence[tuple[list[Quantity], frozenset[str]]]) -> list[tuple[Quantity, frozenset[str]]]:
    return [(numbers[0], stems) for numbers, stems in parts if len(numbers) == 1]


def _with(number: Quantity, parts: Sequence[tuple[list[Quantity], frozenset[str]]]) -> frozenset[str] | None:
    """The stems of the only part with this number, and no other number, or None."""
    holding = [(numbers, stems) for numbers, stems in parts if any(q.values & number.values for q in numbers)]
    return holding[0][1] if len(holding) == 1 and len(holding[0][0]) == 1 else None
