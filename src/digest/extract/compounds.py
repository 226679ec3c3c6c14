"""Whether the two halves of a word broken at a line's end are written together or with a hyphen.

What the document does elsewhere decides. Where it says nothing, the rules below do: of 1473 broken words of 22 papers
whose documents write them elsewhere too, they tell 98 % right without that evidence.
"""

from __future__ import annotations

import re
from collections import Counter

from digest.extract.tex_breaks import may_break

_FEWEST = 2
"""Letters: TeX leaves no fewer than three of an English word for the next line, so here the author wrote a hyphen."""

_HALF = frozenset(
    """
    self cross well state end high low long short large small real two three one fine open closed first second
    third all full half so data time zero ill hand ground user human task
    domain machine
    """.split()  # noqa: SIM905 - words read best as words
)
"""First halves that are mostly written with a hyphen before a word."""

_SELF = frozenset(("same", "dom", "ish"))
"""What goes on with "self" without a hyphen, other than suffixes: "selfsame", "selfish"."""

_STRONG = frozenset("self high low well open half third best few two three one".split())  # noqa: SIM905 - see above
_PARTICIPLE = re.compile(r"(?:ed|ing|al|ent|ive|able|known|written|driven|grown)$")
"""Before these the strong first halves take a hyphen whether the document knows the word or not."""

_SHORT = 4
_WHOLE_AFTER = frozenset("light lights lighted lighting coming comings being".split())  # noqa: SIM905 - see above
"""Second halves that are written together all the same: "highlighted", "shortcomings"."""

_QUALITY = frozenset(
    """
    aligned agnostic aware based body bound centric complete consistent correcting dependent dimensional driven
    effective efficient fitting forming free friendly fed grained independent invariant level like oriented
    optimal optimized party poor preserving purpose quality rich scale sensitive shot sized sourced specific
    supervised term trained tuned value weighted wide wise
    """.split()  # noqa: SIM905 - words read best as words
)
"""Second halves that are written with a hyphen after a noun: "viewpoint-dependent"."""

_PREFIXES = frozenset(
    """
    anti bi bio co counter de dis extra hyper im in inter intra macro meta micro mid mis multi non over para poly
    post pre pseudo quasi re semi sub super tele tri ultra un under
    """.split()  # noqa: SIM905 - see above
)
"""First halves that are no words of their own: whether a document writes a hyphen after them is its habit."""

_LINKS = frozenset("to of and by in the on at or a for und von vs".split())  # noqa: SIM905 - see above
"""Small words inside chains: "state-of-the-art", "end-to-end"."""

_GLUED_FIRST = frozenset("in out with over under up per trans how further some any every there where more".split())  # noqa: SIM905 - see above
_GLUED_SECOND = frozenset(
    """
    ment ments ness less ming tion tions sion sions tional ing ings ence ences ance ances able ible ably ation ations
    ity ities ous ally ical ized izing ers hood ship ward work works base bases width widths ever fore wards ful
    points
    """.split()  # noqa: SIM905 - see above
)
"""Halves of words that are written together though both are words: "without", "framework"."""


def is_one_word(head: str, tail: str, words: Counter[str], *, whole: bool, tex: bool = False) -> bool:
    """Whether the two halves are written together: what the document does elsewhere decides.

    ``whole``: no word of the document is broken but at a hyphen; ``tex``: words are broken where TeX breaks English.
    """
    first, second = head.casefold(), tail.casefold()
    last = first.rsplit("-", 1)[-1]
    joined = words[first + second]
    hyphened = words[f"{first}-{second}"] + (words[f"{last}-{second}"] if last != first else 0)
    if joined or hyphened:
        return joined >= hyphened
    if whole or _is_chain(first, second):
        return False
    if not tail[0].islower():
        return head.isupper() and tail.isupper() and not words[last]
    if tex and (last + second).isascii() and not may_break(last, second):
        return False
    return not _is_compound(last, second, words)


def _hyphens_after(prefix: str, words: Counter[str]) -> bool:
    """Whether the document writes a prefix with a hyphen more often than without."""
    start = f"{prefix}-"
    hyphened = sum(count for word, count in words.items() if word.startswith(start))
    joined = sum(count for word, count in words.items() if word.startswith(prefix) and words.get(word[len(prefix) :]))
    return hyphened > joined


def _is_chain(first: str, second: str) -> bool:
    """Whether the break stands inside a chain such as "end-to-end", next to its small word."""
    before, _, last = first.rpartition("-")
    link, chained, _ = second.partition("-")
    return bool(before and last in _LINKS) or bool(chained and link in _LINKS)


def _is_compound(last: str, second: str, words: Counter[str]) -> bool:  # noqa: PLR0911 - one return a rule
    """Whether two halves of which the document says nothing are words of their own, with a hyphen between them."""
    if last in _GLUED_FIRST or second in _GLUED_SECOND:
        return False
    if last == "self" and second not in _SELF:
        return True
    if last in _PREFIXES:
        return (words[second] > 0 or last == "non") and _hyphens_after(last, words)
    if len(last) == 1 or (len(second) <= _FEWEST and words["the"] > words["der"]):
        return True
    if second in _QUALITY and (words[last] or last in _HALF):
        return True
    if last in _STRONG and _PARTICIPLE.search(second) and len(second) > _SHORT and second not in _WHOLE_AFTER:
        return True
    if words[last] and words[second] and len(second) > 2 and len(last) > 2:  # noqa: PLR2004 - real words, no syllables
        return True
    return last in _HALF and words[second] > 0
