"""The numbers of a statement, and whether they stand in the sentences that it cites.

A number is compared as a value and as a percentage or not: ``7B``, ``7-billion`` and ``70億`` are one number, ``28.4``
and ``28.4%`` are two. Numbers inside names (``GPT-4``, ``ResNet-50``) belong to ``terms``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from itertools import permutations

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
    r"(?:\s*(?:,|、|and|or)\s*\d+(?:\.\d+)?){0,3}\s*(?:%|percent\b|パーセント))",
    re.VERBOSE,
)
_LOOSE_PERCENT = re.compile(r"(?<!\d)(?<!\d )%|\bpercentages?\b(?! points?)", re.IGNORECASE)
_ROUGHLY = re.compile(
    r"(?:about|approximately|approx\.?|roughly|around|nearly|almost|some|~|≈|約|およそ|ほぼ|概ね)\s*$", re.IGNORECASE
)
_IN_NAME = re.compile(r"[A-Za-z]*[A-Z][A-Za-z]*-$")
_PERCENT_WORD = re.compile(r"\s*per\s?cent\b")
_COUNTER = re.compile(r"\s?(?:つ|個|件|種|段階|人|本|組|回|台|層|倍|times\b|x\b|×|-?fold\b)")
_FROM_PAIR = 2


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


def quantities(text: str) -> list[Quantity]:
    """Every number of a statement, in digits and in words, in order."""
    text = normalised(text)
    fractions = [
        Quantity(match[0], match.start(), frozenset({Fraction(int(above), int(below))}))
        for match in _PART.finditer(text)
        if (above := match["above"] or match["a"]) and (below := match["below"] or match["b"]) and int(below)
    ]
    inside = [range(f.start, f.start + len(f.raw)) for f in fractions if "分" in f.raw]
    plain = [q for q in _in_digits(text) if not any(q.start in span for span in inside)]
    return sorted([*plain, *_in_words(text), *(f for f in fractions if "分" in f.raw)], key=lambda q: q.start)


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
        return any(0 < v < 1 and v * 100 in self.percent for v in wanted.values)

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
        plain.update(_flattened(without))
        for match in _PART.finditer(without):
            above, below = match["above"] or match["a"], match["below"] or match["b"]
            if int(below):
                plain.add(Fraction(int(above), int(below)))
        counted.update([Fraction(2)] if re.search(r"\b(?:both|pairs?)\b|両", without) else [])
        counted.update([Fraction(1)])
    return Pool(frozenset(plain), frozenset(percent), loose, frozenset(counted))


def _flattened(text: str) -> set[Fraction]:
    """Powers of ten whose superscript a PDF has flattened: ``3.3 · 1018`` for 3.3 × 10^18, ``10-4``, ``10−9``."""
    found = {Fraction(10) ** int(match["exponent"]) for match in _POWER_OF_TEN.finditer(text)}
    for match in re.finditer(r"(?<![\d.])(?:(\d+(?:\.\d+)?)\s*[×x·⋅∙*]\s*)?10\s?(-?\d{1,2})(?![\d.,])", text):
        found.add(Fraction(int("10" + match[2])) if match[2].isdigit() else Fraction(10))
        found.update([value] if match[1] and (value := _fraction(match[1])) else [])
        found.add((_fraction(match[1]) or Fraction(1) if match[1] else Fraction(1)) * Fraction(10) ** int(match[2]))
    for match in re.finditer(r"(?<![\d.])(\d+)\s?([KMBT])\b", text):
        found.add(Fraction(int(match[1]) * _SCALES[match[2].lower()]))
    return found


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


def missing_numbers(text: str, cited: Sequence[str], derivations: Sequence[str] = ()) -> list[str]:
    """The numbers of a statement that neither stand in the cited sentences nor can be computed from them.

    Labels (``Table 3``) and tuples (``(9, 6)``) are compared as a whole. A number that is said more often than it is
    cited, while a cited one is not said, has taken the place of another.
    """
    text, spans = normalised(text), [normalised(span) for span in cited]
    whole = Counter(form for span in spans for _, form in _wholes(span))
    text = _without_citations(text, spans)
    ours = _wholes(text)
    said_forms = Counter(form for _, form in ours)
    unsaid = whole.keys() - said_forms.keys()
    pool = pool_of([_TIME.sub(" ", _SLASHED.sub(" ", _TUPLE.sub(" ", _LABEL.sub(" ", span)))) for span in spans])
    pool = replace(pool, plain=pool.plain.union(*(_share_of(form) for form in whole)))
    missing = [
        raw
        for raw, form in ours
        if (form not in whole and not _share_of(form) & pool.plain)
        or (said_forms[form] > whole[form] > 0 and any(_kind(form) == _kind(other) for other in unsaid))
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


def _share_of(text: str) -> Values:
    """The value of ``2/3``; nothing for what is no true share."""
    above, slash, below = text.partition("/")
    return frozenset({Fraction(int(above), int(below))}) if slash and 0 < int(above) < int(below) else frozenset()


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


_LABEL = re.compile(
    r"(?P<en>\b(?:tab(?:le)?|fig(?:ure)?|sec(?:t(?:ion)?)?|eqs?|equation|app(?:endix)?|alg(?:orithm)?|theorem|lemma|"
    r"chapter|definition|proposition|corollary)s?\b\.?)\s*\(?(?P<n>\d+(?:\.\d+)*)"
    r"|(?P<ja>表|図|式|第|節|付録)\s*\(?(?P<m>\d+(?:\.\d+)*)",
    re.IGNORECASE,
)
_LABEL_NAMES = {"表": "tab", "図": "fig", "式": "eq", "節": "sec", "付録": "app", "第": "sec", "cha": "sec"}
_TUPLE = re.compile(r"\(\s*\d+(?:\s*,\s*-?\d+)+\s*\)")
_SLASHED = re.compile(r"(?<![\d./])\d+\s?/\s?\d+(?![\d/])")
_CITED = re.compile(r"\[\d[\d,;\s-]*\]")
_SYMBOL = re.compile(r"(?<![\w.])\d+[A-Za-z]+-?\d+(?!\w)")
_CLOCK = re.compile(r"(?<!\d)\d{1,3}:\d{1,3}(?::\d\d)?")
_TIME = re.compile(r"(?<!\d)\d{1,2}:\d\d(?::\d\d)?(?!\d)")
_GREEK = re.compile(r"[Α-Ωα-ω]\d+")
_DOTTED = re.compile(r"(?<![\d.])\d+(?:\.\d+){2,}")


def _kind(form: str) -> str:
    """What sort of whole it is: everything but its digits."""
    return re.sub(r"\d+", "#", form)


def _wholes(text: str) -> list[tuple[str, str]]:
    """Labels, tuples and the like of a text: as they stand, and in the form in which they are compared."""
    found = []
    for match in _LABEL.finditer(text):
        name = (match["en"] or match["ja"]).lower().rstrip(".")
        name = _LABEL_NAMES.get(name[:3], _LABEL_NAMES.get(name, name[:3].rstrip("s")))
        found.append((match[0], f"{name} {match['n'] or match['m']}"))
    for pattern in (_TUPLE, _SLASHED, _CLOCK, _DOTTED, _GREEK, _SYMBOL):
        found += [(match[0], "".join(match[0].split())) for match in pattern.finditer(text)]
    return found
