"""What a number belongs to: its unit, the thing it counts, the word it is the value of, its turn in "respectively"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digest.summarize.quantities import Quantity, Values, normalised, quantities
from digest.summarize.wording import content_stems, stem, word_set

# Rows of words for one unit; numbers with another unit are other quantities.
_UNITS = tuple(
    (name, re.compile(rf"[\s-]{{0,2}}(?:{pattern})(?![A-Za-z])"))
    for name, pattern in (
        ("milliseconds", r"ms\b|msecs?|milliseconds?|ミリ秒"),
        ("seconds", r"s\b|secs?\b|seconds?|秒"),
        ("minutes", r"mins?\b|minutes?|分(?!の|野|類|布|析|散|岐|割|解|子|類)"),
        ("hours", r"hrs?\b|hours?|hourly|h\b|時間"),
        ("days", r"days?|daily|日(?!本)"),
        ("weeks", r"weeks?|weekly|週"),
        ("months", r"months?|monthly|[かカヶヵ箇]月"),
        ("years", r"years?|yearly|annual|yrs?\b|年"),
        ("nanometres", r"nm\b|nanomet\w+"),
        ("micrometres", r"[µμ]m\b|microns?|micromet\w+"),
        ("millimetres", r"mm\b|millimet\w+|ミリメートル"),
        ("centimetres", r"cm\b|centimet\w+|センチ"),
        ("kilometres", r"km\b|kilomet\w+|キロメートル"),
        ("metres", r"met(?:er|re)s?\b|m\b|メートル"),
        ("miles", r"miles?\b|マイル"),
        ("milligrams", r"mg\b|milligrams?"),
        ("kilograms", r"kg\b|kilograms?|キログラム"),
        ("kilobytes", r"KB\b|kilobytes?|キロバイト"),
        ("megabytes", r"MB\b|megabytes?|メガバイト"),
        ("gigabytes", r"GB\b|gigabytes?|ギガバイト"),
        ("terabytes", r"TB\b|terabytes?|テラバイト"),
        ("bytes", r"bytes?\b|バイト"),
        ("bits", r"bits?\b|ビット"),
        ("kHz", r"kHz"),
        ("MHz", r"MHz"),
        ("GHz", r"GHz"),
        ("keV", r"keV"),
        ("MeV", r"MeV"),
        ("GeV", r"GeV"),
        ("TeV", r"TeV"),
        ("kpc", r"kpc"),
        ("Mpc", r"Mpc"),
        ("tokens", r"tokens?|トークン"),
        ("words", r"words?|語(?!彙|源)|単語"),
        ("sentences", r"sentences?|文(?!書|字|献)"),
        ("epochs", r"epochs?|エポック"),
        ("steps", r"(?:\w+ )?(?:steps?|iterations?|updates?)|ステップ|反復"),
        ("layers", r"layers?|層"),
        ("heads", r"heads?|ヘッド"),
    )
)
# A number that something lies above or below of, in the words before it and in Japanese after it.
_LIMITS = tuple(
    (
        name,
        re.compile(rf"(?:{ahead})\s*(?:about |around |roughly |approximately )?$", re.IGNORECASE),
        re.compile(rf"[^。、,\d]{{0,6}}?(?:{behind})"),
    )
    for name, ahead, behind in (
        (
            "at most",
            (
                r"\b(?:less|fewer|smaller|lower|shorter|younger|slower) than|"
                r"\b(?:not|no) (?:more|longer|greater|larger|later) than|"
                r"\bat most|\bup to|\bbelow|\bunder|[<≤]|\bmaximum of|\bnot exceed(?:ing)?"
            ),
            r"以下|未満|より(?:も)?(?:少な|小さ|低|短)|を下回|に満たな",
        ),
        (
            "at least",
            (
                r"(?<!not )(?<!no )\b(?:more|greater|larger|higher|longer|older|faster) than|"
                r"\b(?:not|no) (?:less|fewer|smaller) than|"
                r"\bat least|\babove|(?<!not )\bexceed(?:s|ed|ing)?|[>≥]|\bminimum of"
            ),
            r"以上|超|より(?:も)?(?:多|大き|高|長)|を上回",
        ),
    )
)
_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LINK = word_set("of is was are were equal equals to at by about approximately roughly nearly reaches reached be has")
_NO_THING = word_set(
    "of to in on at by for from with and or as than is are was were be times more less fewer larger smaller higher "
    "lower better worse percent points point different other such million billion thousand"
)
_RATES = tuple(
    (
        name,
        re.compile(
            rf"\bper (?:{english})\b|/\s?(?:{short})\b|毎(?:{japanese})|1?(?:{japanese})(?:間)?(?:あたり|当たり|につき)"
        ),
    )
    for name, english, short, japanese in (
        ("second", "seconds?|sec", "s|sec", "秒"),
        ("minute", "minutes?|min", "min", "分"),
        ("hour", "hours?", "h|hr", "時間|時"),
        ("day", "days?", "day", "日"),
        ("year", "years?|annum", "yr|year", "年"),
    )
)
_WORK = re.compile(r"([A-Z]\w{2,})(?:,? et al\.?)?,? \(?((?:19|20)\d\d[a-z]?)\b")
_AND = re.compile(r"([\w-]+) and (?:the |a |an )?([\w-]+)")
_THEN = re.compile(r"[%\s\w]{0,12}(?:,|\band\b|\bor\b)\s*")
_RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)
_THING = re.compile(r"[\s-]([^\W\d_]+)")
_PAIR = 2
_SHORT = 2  # letters: shorter words are symbols
_FAR = 10**6


@dataclass(frozen=True)
class _Bound:
    """One use of a number: how it reads, whether it is a limit from above or below, its unit, and words beside it.

    ``counted`` is the stem of what it counts (or its unit), ``valued`` of what it is said to be the value of.
    """

    raw: str
    values: Values
    limit: str
    unit: str
    counted: str
    valued: str


def misplaced_numbers(text: str, cited: Sequence[str], *, same_prose: bool) -> list[str]:
    """Numbers that the cited sentences give to something else: another unit, another thing, another name.

    Words are compared in one language only; units are known in English and Japanese.
    """
    ours = list(_uses(text))
    theirs = [use for span in cited for use in _uses(span)]
    found = [use.raw for use in ours if _other(use, theirs, "unit") or _other(use, theirs, "limit")]
    found += _other_years(text, cited)
    found += _other_rates(text, cited)
    if same_prose:
        found += [use.raw for use in ours if _other_word(use, theirs, "counted") or _other_word(use, theirs, "valued")]
        found += [raw for span in cited for raw in _out_of_turn(text, span)]
    return list(dict.fromkeys(found))


def _uses(text: str) -> Iterator[_Bound]:
    text = normalised(" ".join(text.split()))
    for quantity in quantities(text):
        end = _end(quantity)
        unit = next((name for name, pattern in _UNITS if pattern.match(text, end)), "")
        after = _THING.match(text, end)
        thing = after[1].lower() if after else ""
        counted = stem(thing) if len(thing) > _SHORT and thing not in _NO_THING else ""
        before = text[: quantity.start]
        limit = _limit(before, text[end:])
        yield _Bound(quantity.raw, quantity.values, limit, unit, unit or counted, _valued(before))


def _valued(before: str) -> str:
    """The stem of the word that a number is said to be the value of: "an accuracy of", "the p-value is"."""
    tokens = [token.lower() for token in _TOKEN.findall(re.split(r"[,;:()]", before)[-1])]
    linked = len(tokens)
    while linked and tokens[linked - 1] in _LINK:
        linked -= 1
    if linked in (0, len(tokens)):
        return ""
    last = tokens[linked - 1].split("-")[-1]
    return stem(last) if content_stems([last]) and last not in _NO_THING else ""


def _limit(before: str, after: str) -> str:
    """Whether a number is said to be exceeded or not reached, or neither."""
    for name, ahead, behind in _LIMITS:
        if ahead.search(before) or behind.match(after):
            return name
    return ""


def _other(use: _Bound, theirs: Sequence[_Bound], kind: str) -> bool:
    """Whether the number has a unit or is a limit, and all its uses in the cited sentences have another one."""
    there = {getattr(other, kind) for other in theirs if other.values & use.values}
    return bool(there) and "" not in {*there, getattr(use, kind)} and getattr(use, kind) not in there


def _other_word(use: _Bound, theirs: Sequence[_Bound], kind: str) -> bool:
    """Whether the word beside the number stands beside another number there, and the number beside another word."""
    word = getattr(use, kind)
    words = {getattr(other, kind) for other in theirs if other.values & use.values}
    numbers = [other for other in theirs if getattr(other, kind) == word]
    return bool(word) and bool(numbers) and bool(words) and "" not in words and word not in words


def _other_rates(text: str, cited: Sequence[str]) -> list[str]:
    """What is said to be per second where the cited sentences say per minute only."""
    ours, theirs = _rates(text), {name for span in cited for name in _rates(span)}
    return [raw for name, raw in ours.items() if theirs and name not in theirs]


def _rates(text: str) -> dict[str, str]:
    flat = " ".join(text.split())
    return {name: match[0] for name, pattern in _RATES if (match := pattern.search(flat))}


def _other_years(text: str, cited: Sequence[str]) -> list[str]:
    """Years of works that the cited sentences give to the same author only with other years."""
    there = [match.groups() for span in cited for match in _WORK.finditer(" ".join(span.split()))]
    return [
        year
        for name, year in (match.groups() for match in _WORK.finditer(text))
        if any(name == other for other, _ in there) and (name, year) not in there
    ]


def _out_of_turn(text: str, cited: str) -> Iterator[str]:
    """Of two numbers and two names in their order ("respectively"), the numbers that stand beside the other's name."""
    flat = re.sub(r"\([^()]*\)", " ", normalised(" ".join(cited.split())))
    closing = _RESPECTIVELY.search(flat)
    if not closing or _RESPECTIVELY.search(text):
        return
    flat = flat[: closing.start()]
    numbers = quantities(flat)
    pairs = [(m[1].lower(), m[2].lower()) for m in _AND.finditer(flat) if not any(c.isdigit() for c in m[0])]
    if len(numbers) != _PAIR or len(pairs) != 1 or not _THEN.fullmatch(flat, _end(numbers[0]), numbers[1].start):
        return
    said = normalised(" ".join(text.split()))
    places = {name: [m.start() for m in re.finditer(_whole(name), said.lower())] for name in pairs[0]}
    for number, own, rival in ((numbers[0], *pairs[0]), (numbers[1], *reversed(pairs[0]))):
        for use in quantities(said):
            away = [min((abs(at - use.start) for at in places[name]), default=_FAR) for name in (own, rival)]
            if use.values & number.values and away[1] < away[0]:
                yield use.raw


def _end(quantity: Quantity) -> int:
    return quantity.start + len(quantity.raw)


def _whole(name: str) -> str:
    return rf"(?<![\w-]){re.escape(name)}(?![\w-])"
