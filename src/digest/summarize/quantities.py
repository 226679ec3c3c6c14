"""The numbers of a text, in digits and in words, with every way to read each.

A number is compared as a value and as a percentage or not: ``7B``, ``7-billion`` and ``70億`` are one number, ``28.4``
and ``28.4%`` are two. Numbers inside names (``GPT-4``, ``ResNet-50``) belong to ``terms``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

Values = frozenset[Fraction]

_SCALES = {
    "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "k": 10**3, "m": 10**6, "b": 10**9, "t": 10**12, "十": 10, "百": 100, "千": 10**3, "万": 10**4,
    "億": 10**8, "兆": 10**12, "百万": 10**6, "千万": 10**7, "十億": 10**9,
}  # fmt: skip
_ONES = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_WORDS = _ONES | _TENS
_TIMES = {"twice": 2, "double": 2, "doubles": 2, "doubled": 2, "doubling": 2, "thrice": 3, "triple": 3, "tripled": 3}
_KANJI = {char: value for value, char in enumerate("一二三四五六七八九", 1)} | {"十": 10}

_NUMBER = re.compile(
    r"""(?<![\d.])(?<![A-ZΑ-Ωα-ω])(?<![A-Za-z]\d)(?<![a-z](?=\d))
    (?P<num>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)
    (?P<pow>\s*[×x·⋅∙*]\s*10\s*\^?\s*[{(]?\s*(?P<exponent>[-+]?\s?\d{1,3})[)}]?|[eE](?P<e>[-+]?\d{1,3})(?![\d.]))?
    (?P<scale>[\s-]*(?:hundred|thousand|million|billion|trillion)\b|\s?(?:百万|千万|十億|[万億兆千百])
        |[\s-]?(?:[KMBT]|k)(?![A-Za-z]))?
    (?P<more>\s?\d+(?:\.\d+)?\s?万)?
    (?P<percent>\s*(?:%|per\s?cent\b|percentage\ points?|パーセント|割(?!り)|pp\b))?""",
    re.VERBOSE,
)
_POWER_OF_TEN = re.compile(r"(?<![\d.])10\s*(?:\^|\*\*)\s*[{(]?\s*(?P<exponent>[-+]?\d{1,3})")
_FLAT_POWER = re.compile(
    r"(?<![\d.])(?:(\d+(?:\.\d+)?)\s*[×x·⋅∙*]\s*)?10\s?(-?(?![01](?!\d))\d{1,2})(?![\d.,])"  # 100 is no power
)
_WORD = re.compile(
    rf"\b(?:(?P<tens>{'|'.join(_TENS)})[-\s]?)?(?P<word>{'|'.join(_WORDS)})?"
    r"(?P<scale>[\s-](?:hundred|thousand|million|billion|trillion))?(?:-?fold)?\b",
    re.IGNORECASE,
)
_TIMES_WORD = re.compile(rf"\b(?:{'|'.join(_TIMES)})\b", re.IGNORECASE)
_HALF = re.compile(r"\b(?:half|halves|halved|halving)\b|半分|半数|半減", re.IGNORECASE)
_KANJI_COUNT = re.compile(r"(?P<n>[一二三四五六七八九十])(?:つ|段階|種類|個|件|層|倍|人|年|回|点(?!目)|章|言語|割)")
_PART = re.compile(r"(?P<below>\d+)\s?分の\s?(?P<above>\d+)|(?P<a>\d+)\s?/\s?(?P<b>\d+)(?![\d/])")
_PART_WORD = re.compile(
    r"\b(?P<above>one|two|three)[-\s](?P<below>third|fourth|quarter|fifth|tenth)s?\b", re.IGNORECASE
)
_BELOW = {"third": 3, "fourth": 4, "quarter": 4, "fifth": 5, "tenth": 10}
_SHARED_PERCENT = re.compile(
    r"(\d+(?:\.\d+)?)(?=\s*(?:-|~|to|and|or|and\ to|から|,|、|と|,\s?and)\s*\d+(?:\.\d+)?"
    r"(?:\s*(?:,|、|and|or)\s*\d+(?:\.\d+)?){0,3}\s*(?:%|per\s?cent\b|percentage\ points?|pp\b|パーセント))",
    re.VERBOSE,
)
_ROUGHLY = re.compile(
    r"(?:about|approximately|approx\.?|roughly|around|nearly|almost|some|~|≈|約|およそ|ほぼ|概ね)\s*$", re.IGNORECASE
)
_IN_NAME = re.compile(r"[A-Za-z]*[A-Z][A-Za-z]*-$")
_PERCENT_WORD = re.compile(r"\s*per\s?cent\b")
_COUNTER = re.compile(r"\s?(?:つ|個|件|問|枚|例|種|段階|人|本|組|回|台|層|倍|times\b|x\b|×|-?fold\b)")


@dataclass(frozen=True)
class Quantity:
    """A number as it stands in a text; ``values`` holds every way to read it.

    ``rough`` is "about 30"; ``word`` is "thirty"; ``counter`` is a number before a Japanese counter; ``either`` may or
    may not share the percent sign of the number after it, as in "10 and 15%".
    """

    raw: str
    start: int
    values: Values
    percent: bool = False
    rough: bool = False
    word: bool = False
    counter: bool = False
    either: bool = False


def normalised(text: str) -> str:
    """The text with one kind of digit, dash, minus sign and thousands separator."""
    text = re.sub(r"(?<=\d)[\u2009\u202f](?=\d{3}\b)", ",", text)
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"(?<=[^\W\d_])\u2212(?=\d)", " -", text)  # "M = B−1" is no name like "GPT-4"
    text = re.sub(r"(?<=\w)[\u2014\u2015](?=\d)", " - ", text)  # a dash between two thoughts is no hyphen
    text = re.sub(r"[\u2010-\u2015\u2212\ufe63\uff0d]", "-", text)
    return re.sub(r"[〜～∼]", "~", text)


def _fraction(text: str) -> Fraction | None:
    try:
        return Fraction(Decimal(text.replace(",", "").replace(" ", "")))
    except (InvalidOperation, ValueError):
        return None


def _digits(match: re.Match[str]) -> Values:
    value = _fraction(match["num"])
    if value is None:
        return frozenset()
    readings = {value}
    if exponent := match["exponent"] or match["e"]:
        readings = {value * Fraction(10) ** int(exponent.replace(" ", ""))}
    elif match["pow"] is None and (scale := (match["scale"] or "").strip(" -\n").lower()):
        readings = {value * _SCALES[scale]}
        if match["more"]:
            extra = _fraction(match["more"].replace("万", ""))
            readings = {value * _SCALES[scale] + (extra or 0) * 10**4}
    if (match["percent"] or "").strip() == "割":
        readings = {reading * 10 for reading in readings}
    return frozenset(readings)


def _in_digits(text: str) -> list[Quantity]:
    shared = {match.start(1) for match in _SHARED_PERCENT.finditer(text)}
    return [
        Quantity(
            raw=match[0].strip(),
            start=match.start(),
            values=values,
            percent=match["percent"] is not None,
            either=match.start() in shared,
            rough=bool(_ROUGHLY.search(text, 0, match.start())),
            counter=bool(_COUNTER.match(text, match.end())),
        )
        for match in _NUMBER.finditer(text)
        if not _IN_NAME.search(text, 0, match.start()) and (values := _digits(match))
    ]


def _word(match: re.Match[str], *values: Fraction | int, percent: bool = False, counter: bool = False) -> Quantity:
    readings = frozenset(Fraction(value) for value in values)
    return Quantity(match[0], match.start(), readings, percent=percent, word=True, counter=counter)


def _in_words(text: str) -> list[Quantity]:
    found = []
    for match in _WORD.finditer(text):
        if match["word"] or match["tens"]:
            value = _TENS.get((match["tens"] or "").lower(), 0) + _WORDS.get((match["word"] or "").lower(), 0)
            value *= _SCALES[match["scale"].strip(" -\n").lower()] if match["scale"] else 1
            found.append(_word(match, value, percent=bool(_PERCENT_WORD.match(text, match.end()))))
    found += [_word(match, _TIMES[match[0].lower()], counter=True) for match in _TIMES_WORD.finditer(text)]
    for match in _KANJI_COUNT.finditer(text):
        share = match[0].endswith("割")
        found.append(_word(match, _KANJI[match["n"]] * (10 if share else 1), percent=share))
    found += [_word(match, Fraction(1, 2), 2, counter=True) for match in _HALF.finditer(text)]
    for match in _PART_WORD.finditer(text):
        above = {"one": 1, "two": 2, "three": 3}[match["above"].lower()]
        found.append(_word(match, Fraction(above, _BELOW[match["below"].lower()])))
    return found


def fractions_in(text: str) -> list[Quantity]:
    """The fractions of a normalised text: ``2/3``, ``3分の2``."""
    return [
        Quantity(match[0], match.start(), frozenset({Fraction(int(above), int(below))}))
        for match in _PART.finditer(text)
        if (above := match["above"] or match["a"]) and (below := match["below"] or match["b"]) and int(below)
    ]


def quantities(text: str) -> list[Quantity]:
    """Every number of a statement, in digits and in words, in order."""
    text = normalised(text)
    fractions = [f for f in fractions_in(text) if "分" in f.raw]
    inside = [range(f.start, f.start + len(f.raw)) for f in fractions]
    plain = [q for q in _in_digits(text) if not any(q.start in span for span in inside)]
    return sorted([*plain, *_in_words(text), *fractions], key=lambda q: q.start)


def flattened_powers(text: str) -> set[Fraction]:
    """Powers of ten whose superscript a PDF has flattened: ``3.3 · 1018`` for 3.3 × 10^18, ``10-4``, ``10−9``."""
    found = {Fraction(10) ** int(match["exponent"]) for match in _POWER_OF_TEN.finditer(text)}
    for match in _FLAT_POWER.finditer(text):
        found.add(Fraction(int("10" + match[2])) if match[2].isdigit() else Fraction(10))
        found.update([value] if match[1] and (value := _fraction(match[1])) else [])
        found.add((_fraction(match[1]) or Fraction(1) if match[1] else Fraction(1)) * Fraction(10) ** int(match[2]))
    for match in re.finditer(r"(?<![\d.])(\d+)\s?([KMBT])\b", text):
        found.add(Fraction(int(match[1]) * _SCALES[match[2].lower()]))
    return found
