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

_BITMAPS = dict(
    zip(
        "\x0b\x0c\r\x0e\x0f\x10\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f\x7f",
        "ﬀﬁﬂﬃﬄı`´ˇ˘¯˚¸ßæœøÆŒØ¨",
        strict=True,
    )
)
"""Ligatures and accents of TeX's fonts for text. Its bitmaps (Type 3) have no name and tell nothing but the codes."""

_IN_WORD = re.compile(r"(?:\r(?!\n)|[\x0b\x0c\x0e-\x10\x12-\x1f\x7f])(?:(?=[a-z]{2})|(?<=[A-Za-z]{2}.))", re.DOTALL)

_NEGATION = "6"
_STROKE = "\u0338"

_LONE = re.compile(
    r"""[\x00-\x08\x0b\x0c\x0e-\x1fXPYQZRSTpqr067!"\#\[\\z](?:
      (?<=[XPYQZRST])(?<![A-Za-z].)(?![a-z]{2})
    | (?<=[pqr])(?<![A-Za-z].)(?![A-Za-z])
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
        signs |= {m.start(): _BITMAPS[m[0]] for m in _IN_WORD.finditer(raw) if m[0] in _BITMAPS and not font(m.start())}
        brackets = self._brackets(raw, _OPENING, font)
        if brackets:
            signs |= brackets | self._brackets(raw, _CLOSING, font)
        if not signs:
            return raw
        characters = list(raw)
        for at, sign in signs.items():
            characters[at] = sign
        return "".join(characters)

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


def _sign(code: str, font: str) -> str:
    if _SYMBOLS.match(font):
        return _NEGATION if code == _NEGATION else _IN_SYMBOLS.get(code, "")
    if _LARGE.match(font):
        return _IN_LARGE.get(code, "")
    return _IN_AMS.get(code, "") if _AMS.match(font) else ""
