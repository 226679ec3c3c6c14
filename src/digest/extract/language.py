"""Which language a text is in: by its script, else by its commonest words."""

from __future__ import annotations

import re
from collections import Counter

_COMMON = {
    "en": "the of and to in is that for we with as are by this on be from",
    "de": "der die und das ist von den mit für auf eine nicht wird sind als im",
    "fr": "le la les des et est une dans que pour qui par sur pas sont du",
    "es": "el la los las de que en un una por con para se es como del",
    "it": "il di che la per un una del della con sono nel gli dei non",
    "pt": "o de que a do da em um para com uma os no se na por",
}
_SCRIPTS = {
    "ja": (re.compile("[\u3040-\u30ff]"), 0.05),
    "ko": (re.compile("[\uac00-\ud7a3]"), 0.05),
    "zh": (re.compile("[\u4e00-\u9fff]"), 0.05),
    "ru": (re.compile("[\u0400-\u04ff]"), 0.15),
}
"""The script that tells a language, and the share of letters in it that is enough."""

_FOREIGN = re.compile("[\u0400-\u04ff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")
_ENOUGH = 0.05


def guess_language(text: str) -> str:
    """An ISO 639-1 code; ``en`` where nothing speaks for another language."""
    sample = text[:20_000]
    if _FOREIGN.search(sample):
        letters = max(1, sum(map(str.isalpha, sample)))
        for code, (script, share) in _SCRIPTS.items():
            if len(script.findall(sample)) > share * letters:
                return code
    words = Counter(sample.casefold().split())
    counts = {code: sum(words[word] for word in set(common.split())) for code, common in _COMMON.items()}
    best = max(counts, key=lambda code: (counts[code], code == "en"))
    return best if counts[best] > _ENOUGH * max(1, words.total()) else "en"
