"""Where sentences end. The spans tile the text: white space after a sentence belongs to it."""

from __future__ import annotations

import re

_ABBREVIATIONS = frozenset(
    """
    al fig figs eq eqs eqn eqns sec secs sect tab tabs ref refs app alg thm lem prop def cor vol no nos pp ed
    eds vs cf resp approx ca etc e.g i.e viz dr mr mrs ms prof st jr sr inc ltd dept univ proc conf trans int
    natl jan feb mar apr jun jul aug sep sept oct nov dec bzw z.b d.h u.a vgl abb kap bd nr usw evtl ggf sog
    s.o s.u bspw p.ex c.-à-d
    """.split()  # noqa: SIM905 - words read best as words
)
_TAKES_NUMBER = frozenset(
    """
    fig figs eq eqs eqn eqns sec secs sect tab tabs ref refs no nos vol pp
    """.split()  # noqa: SIM905 - words read best as words
)
_END = re.compile(r"[.!?。！？．](?:(?<=[.!?])[\"'”’»)\]]*(?=\s)|(?<=[。！？])[」』）]*|(?<=[^\d\s]．)(?=\S|\s))")
_BREAK = re.compile(r"[\s()\[\]{},;:]")
_REACH = 40
"""Characters to each side: no abbreviation is longer."""

_FIRST_HALF = re.compile(r"(?<![^\W_])([A-Za-z])\.\s.$")
_SECOND_HALF = re.compile(r"([A-Za-z])\.")
_LETTERED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")
_STARTER = re.compile(
    r"(?:The|We|This|These|Those|It|In|For|If|As|A|An|Our|To|Then|Thus|Hence|However|Therefore|Moreover|Note|Let|Since"
    r"|When|Here|There|Each|Both|All|On|At|With|By|From|Such|Finally|First|Similarly|Otherwise)\s+(?=[a-z(])"
)
"""After the letter of a name these begin a sentence ("in R. The package"); after an initial comes a name."""

_OPENING = "\"'“‘«(["
_GERMAN_MONTH = re.compile(r"(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b")


def sentence_ends(text: str) -> list[int]:
    """Offsets right after each sentence of a paragraph, the last one being ``len(text)``.

    Abbreviations, initials, decimals and numbers of figures do not end a sentence; Japanese and Chinese full stops do
    without a space.
    """
    ends = []
    start = 0
    for match in _END.finditer(text):
        end = match.end()
        if _cuts(text, start, match):
            while end < len(text) and text[end].isspace():
                end += 1
            ends.append(end)
            start = end
    if not ends or ends[-1] != len(text):
        ends.append(len(text))
    return ends


def _cuts(text: str, start: int, match: re.Match[str]) -> bool:
    mark = match.group()[0]
    if mark in "。！？．":
        return True
    rest = text[match.end() : match.end() + _REACH].lstrip()
    if not rest:
        return True
    following = rest.lstrip(_OPENING)[:1]
    if mark in "!?":
        return following.isupper() or not following.isascii() or following.isdigit()
    if following.islower() or following in ",;:)" or not following:
        return False
    begin = max(start, match.start() - _REACH)
    word = _BREAK.split(text[begin : match.start()])[-1]
    if len(word) == 1 and _is_half(text, match.start(), rest):
        return False
    return not _is_abbreviation(word, following, rest, alone=match.start() - len(word) == start and bool(word))


def _is_half(text: str, stop: int, rest: str) -> bool:
    """Whether the letter before a full stop is half of an abbreviation that is written with a space: "z. B."."""
    first, second = _FIRST_HALF.search(text, max(0, stop - 4), stop), _SECOND_HALF.match(rest)
    return bool(
        (first and f"{first[1]}.{text[stop - 1]}".casefold() in _ABBREVIATIONS)
        or (second and f"{text[stop - 1]}.{second[1]}".casefold() in _ABBREVIATIONS)
    )


def _is_abbreviation(word: str, following: str, rest: str, *, alone: bool) -> bool:
    bare = word.casefold().rstrip(".")
    if bare in _TAKES_NUMBER:
        return following.isdigit() or following in "IVXABS(["
    if bare in {"al", "etc"}:
        # "et al. (2020)" and "et al. [3]" go on; "et al. We show" does not
        return rest[:1] in "([" or following.isdigit()
    if bare in _ABBREVIATIONS:
        return True
    if len(word) == 1 and word.isalpha() and word.isupper():
        return not _STARTER.match(rest)  # an initial
    if "." in word and _LETTERED.fullmatch(word):
        return not following.isupper() or word.casefold() in _ABBREVIATIONS
    # "3. The first step", "12. März"
    return word.isdigit() and (alone or _GERMAN_MONTH.match(rest) is not None)
