"""Languages by name or code, and a cheap check that a text is in the one that was asked for."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple


class Language(NamedTuple):
    """A language: its ISO 639-1 code ("" when we know none) and its English name."""

    code: str
    name: str


_NAMES: dict[str, tuple[str, ...]] = {
    "ar": ("Arabic", "العربية"),
    "bg": ("Bulgarian", "български"),
    "cs": ("Czech", "čeština"),
    "da": ("Danish", "dansk"),
    "de": ("German", "deutsch"),
    "el": ("Greek", "ελληνικά"),
    "en": ("English",),
    "es": ("Spanish", "español"),
    "fa": ("Persian", "فارسی"),
    "fi": ("Finnish", "suomi"),
    "fr": ("French", "français"),
    "he": ("Hebrew", "עברית"),
    "hi": ("Hindi", "हिन्दी"),
    "hu": ("Hungarian", "magyar"),
    "id": ("Indonesian", "bahasa indonesia"),
    "it": ("Italian", "italiano"),
    "ja": ("Japanese", "日本語"),
    "ko": ("Korean", "한국어"),
    "nl": ("Dutch", "nederlands"),
    "no": ("Norwegian", "norsk"),
    "pl": ("Polish", "polski"),
    "pt": ("Portuguese", "português"),
    "ro": ("Romanian", "română"),
    "ru": ("Russian", "русский"),
    "sv": ("Swedish", "svenska"),
    "th": ("Thai", "ไทย"),
    "tr": ("Turkish", "türkçe"),
    "uk": ("Ukrainian", "українська"),
    "vi": ("Vietnamese", "tiếng việt"),
    "zh": ("Chinese", "中文", "简体中文", "繁體中文"),
}
_BY_NAME = {name.casefold(): code for code, names in _NAMES.items() for name in (code, *names)}

# The writing system in which most letters of a text in the language must be.
_SCRIPT = {
    "ar": "ARABIC", "fa": "ARABIC", "he": "HEBREW", "el": "GREEK", "hi": "DEVANAGARI", "th": "THAI", "ko": "HANGUL",
    "ru": "CYRILLIC", "uk": "CYRILLIC", "bg": "CYRILLIC", "zh": "CJK",
}  # fmt: skip

# Words that hardly any text of the language does without and that the others do not have.
_STOP_WORDS = {
    "en": "the and of is are that this with which by from for to it was were",
    "de": "der die das und ist nicht mit von den ein eine wird werden auf für dem im zu",
    "fr": "le les des et est une dans que pour sur par du au qui avec sont ce cette",
    "es": "el los las y es una en que para por del con se como son más este esta",
    "it": "il gli che di della per una è con sono nel dei delle si come più questo",
    "pt": "os as que do da em uma para com não é são dos das ao pela pelo como",
    "nl": "het een van en is dat niet met voor op zijn worden deze door wordt bij",
    "sv": "och att det som är av för med inte på ett till den har kan",
    "pl": "w z na że jest się nie do oraz są przez dla które który",
}
_STOP = {code: frozenset(words.split()) for code, words in _STOP_WORDS.items()}

_ENOUGH_WORDS = 12  # below this a stop-word count says nothing
_ENOUGH_LETTERS = 30  # the same for scripts
_KANA_SHARE = 0.12  # Japanese prose has 0.4 and more; much Latin in it brings that down to 0.15
_SCRIPT_SHARE = 0.25


def resolve(language: str) -> Language:
    """The language that a user's word means: ``ja``, ``ja-JP``, ``Japanese`` or ``日本語``; any other name is kept."""
    given = language.strip()
    code = _BY_NAME.get(given.casefold()) or _BY_NAME.get(re.split(r"[-_]", given.casefold())[0])
    return Language(code, _NAMES[code][0]) if code else Language("", given)


def _letters(text: str) -> dict[str, int]:
    """How many letters of each writing system a text has; hiragana and katakana count as KANA."""
    counts: dict[str, int] = {}
    for char in text:
        if not char.isalpha():
            continue
        script = unicodedata.name(char, "?").split(" ", 1)[0].split("-", 1)[0]
        script = "KANA" if script in ("HIRAGANA", "KATAKANA") else script
        counts[script] = counts.get(script, 0) + 1
    return counts


def chinese_only(text: str) -> str:
    """The ideographs of a text that Japanese does not use: those that the code page 932 cannot write."""
    found = []
    for char in text:
        if "\u4e00" <= char <= "\u9fff":
            try:
                char.encode("cp932")
            except UnicodeEncodeError:
                found.append(char)
    return "".join(dict.fromkeys(found))


def _not_japanese(text: str, letters: dict[str, int]) -> str | None:
    total = sum(letters.values())
    if total > _ENOUGH_LETTERS and letters.get("KANA", 0) < _KANA_SHARE * total:
        return "the text is not in Japanese: it has hardly any kana"
    if strange := chinese_only(text):
        return f"the text has characters that Japanese does not use: {strange}"
    return None


def _other_stop_words(text: str, code: str) -> str | None:
    words = re.findall(r"[^\W\d_]+", text.casefold())
    if len(words) < _ENOUGH_WORDS:
        return None
    hits = {name: sum(word in stop for word in words) for name, stop in _STOP.items()}
    best = max(hits, key=lambda name: hits[name])
    if best != code and hits[best] > 3 * hits.get(code, 0) and hits[best] > 0.15 * len(words):
        return f"the text is in {_NAMES[best][0]}, not in {_NAMES[code][0]}"
    return None


def wrong_language(text: str, language: str) -> str | None:
    """Say why a text cannot be in the language, or None. Languages that we do not know are never complained about."""
    code = resolve(language).code
    letters = _letters(text)
    if code == "ja":
        return _not_japanese(text, letters)
    total = sum(letters.values())
    if not code or total < _ENOUGH_LETTERS:
        return None
    expected = _SCRIPT.get(code, "LATIN")
    if letters.get(expected, 0) < _SCRIPT_SHARE * total:
        return f"the text is not in {_NAMES[code][0]}: most of its letters belong to another script"
    if code == "zh" and letters.get("KANA", 0) > _KANA_SHARE * total:
        return "the text is in Japanese, not in Chinese"
    return _other_stop_words(text, code) if expected == "LATIN" else None


def mixed_styles(text: str) -> bool:
    """Whether Japanese sentences of the polite and of the plain style stand side by side."""
    polite = re.search(r"(?:です|ます|ません|でした|ました)[。．.]", text)
    plain = re.search(r"(?:である|だ|した|する|ない|いる|れる)[。．.]", text)
    return bool(polite and plain)
