"""Words that were broken at the end of a line, joined as the document itself writes them elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from digest.extract.compounds import is_one_word
from digest.extract.lines import Line
from digest.extract.tex_breaks import broken_by_tex

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST = re.compile(r"(?<![^\W\d_])([^\W\d_]+(?:-[^\W\d_]+)*)-?$")
_FIRST = re.compile(r"^([^\W\d_]+(?:-[^\W\d_]+)*)")
_CAPTION = re.compile(
    r"^(?:Fig(?:ure|\.)|FIG(?:URE|\.)|Table|TABLE|Tab\.|Algorithm|Abb(?:ildung|\.)|Tabelle)\s*[A-Z]?\.?\d"
)
_TOKEN = re.compile(r"[^\s\u2e80-\uffef]*")
"""What stands right behind the second half belongs to the word: punctuation, and the "1" of "DeepSeek-R1"."""

_NUMBER = re.compile(r"\d{1,4}(?![.\d]*\s[A-Z])[^\s\u2e80-\uffef]*")
"""A number that goes on with a word, not one that numbers a heading."""

_NO_ASCII_MARKS = bytes(
    ord(" ") if chr(code).isascii() and not chr(code).isalpha() and chr(code) != "-" else code for code in range(256)
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*$")
"""No word is broken inside an address: its hyphens are written."""

_FEW = 4
_MOST = 0.6
"""TeX papers came to 0.1 to 0.5, a word processor's to 0.67."""

_SMALLER = 0.8
"""Points: what is set smaller below a column is a footnote."""

_LOOK_AHEAD = 80
"""Lines: a float or footnotes may stand between the two halves of a word."""


def vocabulary(lines: Sequence[Line]) -> Counter[str]:
    """How often the document writes each word, and each part of a compound; words at broken line ends are left out."""
    whole: list[str] = []
    broken_before = False
    for line in lines:
        text = line.text
        broken = line.hyphen or text.endswith("-")
        if broken_before and (first := _FIRST.match(text)):
            text = text[first.end() :]
        if broken and (last := _last_word(text)):
            text = text[: last.start()]
        whole.append(text)
        broken_before = broken
    # ASCII's marks are told from letters byte by byte, which is quick, and the others where there are any
    letters = "\n".join(whole).casefold().encode("utf-8", "surrogatepass").translate(_NO_ASCII_MARKS)
    words = Counter(letters.decode("utf-8", "surrogatepass").split())
    for token in [token for token in words if not token.isalpha()]:
        count = words.pop(token)
        for word in _WORD.findall(token):
            words[word] += count
    for word, count in list(words.items()):
        if "-" in word:
            for part in word.split("-"):
                words[part] += count
    return words


def _last_word(text: str) -> re.Match[str] | None:
    return _LAST.search(text, text.rfind(" ") + 1)  # no word has a space


def _keeps_words_whole(lines: Sequence[Line], words: Counter[str]) -> bool:
    """Whether whoever set the document breaks lines at written hyphens only, as word processors do.

    Syllables are seldom words, so halves that nearly all are words tell that no word was broken.
    """
    halves = [match[1] for line in lines if _is_broken(line) and (match := _last_word(line.text))]
    known = sum(words[half.rsplit("-", 1)[-1].casefold()] > 0 for half in halves)
    return len(halves) >= _FEW and known >= _MOST * len(halves)


def _halves(lines: Sequence[Line]) -> Iterator[tuple[str, str]]:
    """The halves of the words that are broken between two lines, in small letters."""
    for line, following in pairwise(lines):
        if _is_broken(line) and (head := _last_word(line.text)) and (tail := _FIRST.match(following.text)):
            yield head[1].casefold(), tail[1].casefold()


def _is_broken(line: Line) -> bool:
    text = line.text
    return line.hyphen or (text.endswith("-") and text[-2:-1].isalpha() and len(text) > 2)  # noqa: PLR2004 - a letter and more


def join_broken_words(lines: Sequence[Line], words: Counter[str]) -> None:
    """Join each word that was broken at a line's end onto that line."""
    whole = _keeps_words_whole(lines, words)
    tex = not whole and broken_by_tex(_halves(lines), words)
    for index, line in enumerate(lines):
        if not _is_broken(line):
            continue
        head = _last_word(line.text)
        following = _continuation(lines, index, head[1], words) if head else None
        if head is None or following is None:
            if line.hyphen and not line.text.endswith("-"):
                line.text += "-"
            _join_number(line, lines[index + 1 : index + 2])
            continue
        if following is not lines[index + 1]:
            following.resumes = line
        tail = _FIRST.match(following.text)
        assert tail  # noqa: S101 - _continuation saw it
        stem = line.text.removesuffix("-")
        one = not _ADDRESS.search(stem) and is_one_word(head[1], tail[1], words, whole=whole, tex=tex)
        line.text = stem + ("" if one else "-") + tail[1]
        rest = following.text[tail.end() :]
        token = _TOKEN.match(rest)
        end = token.end() if token else 0
        line.text += rest[:end]
        following.text = rest[end:].lstrip()


def _join_number(line: Line, following: Sequence[Line]) -> None:
    """Join the number behind a hyphen: "GPT-" and "4", "10-" and "12"."""
    for after in following:
        if number := _NUMBER.match(after.text):
            line.text += number[0]
            after.text = after.text[number.end() :].lstrip()


def _continuation(lines: Sequence[Line], index: int, head: str, words: Counter[str]) -> Line | None:
    """The line that begins with the second half: the next one, or a later one when a float stands between."""
    line = lines[index]
    known = captioned = False
    otherwise: Line | None = None
    half = head.rsplit("-", 1)[-1]
    for ahead, candidate in enumerate(lines[index + 1 : index + _LOOK_AHEAD]):
        tail = _FIRST.match(candidate.text)
        alike = abs(candidate.size - line.size) < 0.2  # noqa: PLR2004 - points
        if ahead == 0:
            if tail and (candidate.text[0].islower() or alike) and not _CAPTION.match(candidate.text):
                if alike or candidate.y0 < line.y0 or (half + tail[1]).casefold() in words:
                    return candidate
                otherwise = candidate  # in other letters at the top of a page: it may be the lettering of a figure
                continue
            if tail is None and not _CAPTION.match(candidate.text) and candidate.size > line.size - _SMALLER:
                return None
            known, captioned = not alike, _CAPTION.match(candidate.text) is not None
            continue
        if not alike or candidate.font != line.font:
            continue
        if tail and candidate.text[0].islower():
            # after a caption in other letters the text simply goes on, and after one that ended
            if known or (captioned and lines[index + ahead].text.endswith(".")) or (half + tail[1]).casefold() in words:
                return candidate
        else:
            known = False
    return otherwise
