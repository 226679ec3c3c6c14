"""Signs of formulas that TeX's own fonts keep at the places of letters, digits and control characters.

Where such a font names no Unicode, pdfium gives the character code: ``‖w‖`` comes out as ``kwk``, ``∑`` as ``X``, and
``M⊙`` loses its sun. The fonts' layouts have been the same since 1986 (D. E. Knuth, The TeXbook, appendix F), so the
name of the font tells what is meant.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

DROPPED = "\x00"
"""Stands in for a character that goes away, so that the others keep their places."""

_SYMBOLS = re.compile(r"(?:[A-Z]{6}\+)?(?:CMB?SY|LCMSY|[TP]XB?SYS?\d*$|MTSY)", re.IGNORECASE)
_LARGE = re.compile(r"(?:[A-Z]{6}\+)?(?:CMEX|[TP]XB?EXS?\d*$|MTEX)", re.IGNORECASE)
_AMS = re.compile(r"(?:[A-Z]{6}\+)?(?:MSAM|TXSYA)", re.IGNORECASE)

_IN_SYMBOLS = {chr(code): sign for code, sign in enumerate("−·×∗÷⋄±∓⊕⊖⊗⊘⊙○∘•≍≡⊆⊇≤≥⪯⪰∼≈⊂⊃≪≫≺≻")} | {
    "0": "′",
    "7": "↦",
    "h": "⟨",
    "i": "⟩",
    "k": "‖",
}
_IN_LARGE = {chr(code): sign for code, sign in enumerate("()[]⌊⌋⌈⌉{}⟨⟩|‖/\\()()[]⌊⌋⌈⌉{}⟨⟩/\\")} | dict(
    zip('!"#hkipqrXPYQZRST[\\z', ")[][⌋]√√√∑∑∏∏∫∫⋃⋂⋃⋂\x00", strict=True)
)
_IN_AMS = {"\x03": "□", "\x04": "□"}
_BRACE = frozenset("|{z}")
"""The four tips of a brace below a formula."""

LIGATURES = ("ﬀ", "ﬁ", "ﬂ", "ﬃ", "ﬄ")
_BITMAPS = dict(
    zip(
        "\x0b\x0c\r\x0e\x0f\x10\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f\x7f",
        "ﬀﬁﬂﬃﬄı`´ˇ˘¯˚¸ßæœøÆŒØ¨",
        strict=True,
    )
)
"""Ligatures and accents of TeX's fonts for text. Its bitmaps (Type 3) have no name and tell nothing but the codes."""

_LARGE_ROOT = "\nr"
_IN_WORD = re.compile(r"(?:\r(?!\n)|[\x0b\x0c\x0e-\x10\x12-\x1f\x7f])(?:(?=[a-z]{2})|(?<=[A-Za-z]{2}.))", re.DOTALL)

_CORK = dict(zip("\x10\x11\x12\x13\x14\x15\x16\x1b\x1c\x1d\x1e\x1f", "“”„«»–—ﬀﬁﬂﬃﬄ", strict=True))
"""The same places in the fonts of the Cork encoding (T1), which has its accented letters where Latin-1 has them."""

_BY_TEXT = re.compile(r"[\x10-\x16\x1b-\x1f](?:(?=\w)|(?<=[\w.,;:!?)].))", re.DOTALL)
_CORK_ONLY, _OLD_ONLY = (
    re.compile("[a-z][\x1b-\x1f]|[\x1b-\x1f][a-z]"),
    re.compile("[a-z][\x0b\x0c\x0e]|[\x0b\x0c\x0e][a-z]"),
)
"""Ligatures in the one encoding and in the other: every page of text has some."""

_NEGATION = "6"
_STROKE = "\u0338"

_LONE = re.compile(
    r"""[\x00-\x08\x0b\x0c\x0e-\x1fXPYQZRSTpq067!"\#\[\\z](?:
      (?<=[XPYQZRST])(?<![A-Za-z].)(?![a-z]{2})
    | (?<=[pq])(?<![A-Za-z].)(?![A-Za-z])
    | (?<=[\x00-\x1f])
    | (?<=0)(?<![\d.,].)(?![\d.,:%])
    | (?<=0)(?=0?[\r\n])
    | (?<=6)(?=[=∈⊂⊆<>≡≤≥∃∼≈⊇|])
    | (?<=7)(?=→)
    | (?<=[!"\#\[\\])(?<!\S.)(?!\S)
    | (?<=[{]z)
    )""",
    re.VERBOSE | re.DOTALL,
)
"""Where such a sign may stand: the fonts of these characters only are asked for."""

_OPENING = re.compile(
    r"[hk](?<![A-Za-z].)(?:(?![aeiounlryw][a-z])|[a-z]{0,4}[ik](?![A-Za-z]))",
    re.DOTALL,
)
"""A bracket of the fonts opens here, or a word begins that hardly any language has."""

_CLOSING = re.compile(r"[ik](?![A-Za-z])")

_WORD = re.compile(r"[A-Za-z]{3,}")


class Symbols:
    """Finds the signs on the pages of one document. Words that turned out to be words are not asked about again."""

    def __init__(self) -> None:
        self._words: set[str] = set()
        self._cork = False

    def translated(self, raw: str, font: Callable[[int], str]) -> str:
        """The text of a page with its signs, every character in its place.

        Args:
            raw: The text of a page.
            font: The name of the font of the character at a position.
        """
        signs: dict[int, str] = {}
        for match in _LONE.finditer(raw):
            at = match.start()
            sign = _sign(raw[at], font(at))
            if sign == _NEGATION:
                negated = unicodedata.normalize("NFC", raw[at + 1] + _STROKE)
                signs |= {at: DROPPED, at + 1: negated if len(negated) == 1 else raw[at + 1]}
            elif raw[at] == "z" and sign:
                signs |= {place: DROPPED for place in range(max(0, at - 3), at + 3) if raw[place : place + 1] in _BRACE}
            elif sign:
                signs[at] = sign
        signs |= _large_roots(raw, font) | self._bitmaps(raw, font)
        brackets = self._brackets(raw, _OPENING, font)
        if brackets:
            signs |= brackets | self._brackets(raw, _CLOSING, font)
        if not signs:
            return raw
        characters = list(raw)
        for at, sign in signs.items():
            characters[at] = sign
        return "".join(characters)

    def _bitmaps(self, raw: str, font: Callable[[int], str]) -> dict[int, str]:
        """Ligatures, quotation marks and dashes of fonts without a name, in the encoding that the page is set in."""
        if _is_named(raw, font):
            return {}
        if _OLD_ONLY.search(raw):
            self._cork = False
        elif _CORK_ONLY.search(raw):
            self._cork = True
        pattern, layout = (_BY_TEXT, _CORK) if self._cork else (_IN_WORD, _BITMAPS)
        return {m.start(): layout[m[0]] for m in pattern.finditer(raw) if m[0] in layout and not font(m.start())}

    def _brackets(self, raw: str, pattern: re.Pattern[str], font: Callable[[int], str]) -> dict[int, str]:
        found: dict[int, str] = {}
        for match in pattern.finditer(raw):
            at = match.start()
            word = self._word_at(raw, at)
            if word in self._words:
                continue
            if sign := _sign(raw[at], font(at)):
                found[at] = sign
            elif word:
                self._words.add(word)
        return found

    @staticmethod
    def _word_at(raw: str, at: int) -> str:
        """The letters that begin or end at a position, "" for fewer than three."""
        if match := _WORD.match(raw, at):
            return match[0]
        before = re.search(r"[A-Za-z]{3,}$", raw[max(0, at - 20) : at + 1])
        return before[0] if before else ""


def _large_roots(raw: str, font: Callable[[int], str]) -> dict[int, str]:
    """The roots that begin a line, as a word of their own. A search for all letters r would be slow."""
    found: dict[int, str] = {}
    at = raw.find(_LARGE_ROOT)
    while at >= 0:
        if raw[at + 2 : at + 3] in " \r" and (sign := _sign("r", font(at + 1))):
            found[at + 1] = sign
        at = raw.find(_LARGE_ROOT, at + 1)
    return found


def _is_named(raw: str, font: Callable[[int], str]) -> bool:
    """Whether the fonts of a page have names: the font of a letter in its middle tells."""
    letter = next((place for place in range(len(raw) // 2, len(raw)) if raw[place].isalpha()), None)
    return letter is None or font(letter) != ""


def _sign(code: str, font: str) -> str:
    if _SYMBOLS.match(font):
        return _NEGATION if code == _NEGATION else _IN_SYMBOLS.get(code, "")
    if _LARGE.match(font):
        return _IN_LARGE.get(code, "")
    return _IN_AMS.get(code, "") if _AMS.match(font) else ""
