"""Whether the numbers of a statement stand in the sentences that it cites."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from digest.summarize.computed import derivable
from digest.summarize.months import without_months
from digest.summarize.offered import pool_of
from digest.summarize.quantities import Quantity, normalised, quantities
from digest.summarize.wholes import kind, share_of, wholes, without_wholes

_CITED = re.compile(r"\[\d[\d,;\s-]*\]")


def missing_numbers(text: str, cited: Sequence[str], derivations: Sequence[str] = ()) -> list[str]:
    """The numbers of a statement that neither stand in the cited sentences nor can be computed from them.

    Labels (``Table 3``) and tuples (``(9, 6)``) are compared as a whole. A number that is said more often than it is
    cited, while a cited one is not said, has taken the place of another.
    """
    text, spans = normalised(text), [normalised(span) for span in cited]
    whole = Counter(form for span in spans for _, form in wholes(span))
    text = without_months(_without_citations(text, spans), spans)
    ours = wholes(text)
    said_forms = Counter(form for _, form in ours)
    unsaid = whole.keys() - said_forms.keys()
    pool = pool_of(without_wholes(span) for span in spans)
    pool = replace(pool, plain=pool.plain.union(*(share_of(form) for form in whole)))
    missing = [
        raw
        for raw, form in ours
        if (form not in whole and not share_of(form) & pool.plain)
        or (said_forms[form] > whole[form] > 0 and any(kind(form) == kind(other) for other in unsaid))
    ]
    rest = text
    for raw in sorted({raw for raw, _ in ours}, key=len, reverse=True):
        rest = rest.replace(raw, " , ")
    said = quantities(rest)
    missing += [q.raw for q in said if not pool.has(q) and not derivable(q.raw, derivations, pool)]
    return missing or _crowded_out(said, spans)


def _without_citations(text: str, cited: Sequence[str]) -> str:
    """A statement without the marks of citations that it has copied from the cited sentences."""
    known = {number for span in cited for mark in _CITED.findall(span) for number in re.findall(r"\d+", mark)}
    return _CITED.sub(lambda m: " " if set(re.findall(r"\d+", m[0])) <= known else m[0], text)


def _crowded_out(said: Sequence[Quantity], cited: Sequence[str]) -> list[str]:
    """Numbers said more often than they are cited, while another is said less often than it is cited.

    A digit for what is cited in words only is as suspicious, unless it counts something.
    """
    offered = [q for span in cited for q in quantities(span) if not (q.word and q.counter)]
    digits = [q for q in offered if not q.word]
    unsaid = [q for q in digits if _times(q, said) < _times(q, offered)]
    if not unsaid:
        return []
    return [
        q.raw
        for place, q in enumerate(said)
        if not q.word
        and (
            _times(q, said[: place + 1]) > _most(q, offered)
            or (
                not q.counter
                and _times(q, offered) > 0
                and _times(q, digits) == 0
                and any(len(other.raw) == len(q.raw) for other in unsaid)
            )
        )
    ]


def _times(quantity: Quantity, among: Sequence[Quantity]) -> int:
    return sum(bool(quantity.values & other.values) for other in among)


def _most(quantity: Quantity, offered: Sequence[Quantity]) -> int:
    return max(1, _times(quantity, offered))
