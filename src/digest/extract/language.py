"""Which language a text is in: by its script, else by its commonest words."""

from __future__ import annotations

import re

_COMMON = {
    "en": "the of and to in is that for we with as are by this on be from",
    "de": "der die und das ist von den mit für auf eine nicht wird sind als im",
    "fr": "le la les des et est une dans que pour qui par sur pas sont du",
    "es": "el la los las de que en un una por con para se es como del",
    "it": "il di che la per un una del della con sono nel gli dei non",
    "pt": "o de que a do da em um para com uma os no se na por",
}
_WORDS = re.compile(r"[^\W\d_]+")
_ENOUGH = 0.05


def guess_language(text: str) -> str:
    """An ISO 639-1 code; ``en`` where nothing speaks for another language."""
    sample = text[:20_000]
    kana = sum("\u3040" <= c <= "\u30ff" for c in sample)
    hangul = sum("\uac00" <= c <= "\ud7a3" for c in sample)
    han = sum("\u4e00" <= c <= "\u9fff" for c in sample)
    cyrillic = sum("\u0400" <= c <= "\u04ff" for c in sample)
    letters = max(1, sum(c.isalpha() for c in sample))
    for code, count in (("ja", kana), ("ko", hangul), ("zh", han), ("ru", cyrillic)):
        if count > _ENOUGH * letters * (3 if code == "ru" else 1):
            return code
    words = [word.casefold() for word in _WORDS.findall(sample)]
    counts = {code: sum(word in set(common.split()) for word in words) for code, common in _COMMON.items()}
    best = max(counts, key=lambda code: (counts[code], code == "en"))
    return best if counts[best] > _ENOUGH * max(1, len(words)) else "en"
