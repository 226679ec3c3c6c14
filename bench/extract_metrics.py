"""What is measured of a text against the truth.

Words are runs of at least two letters, NFKC, case folded. Errors are counted per 1000 words of the truth.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import LCSseq

_WORD = re.compile(r"[^\W\d_]{2,}")
_RUN = re.compile(r"[^\W\d_]+")
_HYPHEN = re.compile(r"([^\W\d_]{2,})-\s*([^\W\d_]{2,})")
_BROKEN = re.compile(r"(?<=[^\W\d_])-[ \t]*\r?\n\s*(?=[^\W\d_])")
_SPACED = re.compile(r"[^\W\d_]+(?:[ \t\r\n]+[^\W\d_]+)+")


def folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def words(text: str) -> list[str]:
    return _WORD.findall(folded(text))


@dataclass(frozen=True)
class Score:
    """One document by one reader. ``f1`` is 2 * LCS / (n + m) over words in order; the others are counts."""

    f1: float
    glued: int
    split: int
    hyphens: int
    truth_words: int


class Truth:
    """A truth text, with what the measures ask of it."""

    def __init__(self, text: str) -> None:
        text = folded(_BROKEN.sub("-", text))
        self.words = _WORD.findall(text)
        self.known = Counter(self.words)
        runs = _RUN.findall(text)
        self.pairs = set(pairwise(runs))
        self.hyphened = {(a, b) for a, b in _HYPHEN.findall(text)}

    def score(self, text: str, common: Container[str]) -> Score:
        """The text of one reader against this truth. ``common`` are the words that at least half of the readers saw."""
        text = folded(text)
        mine = _WORD.findall(text)
        longest = LCSseq.similarity(self._coded(mine), self._coded(self.words))
        joined = _BROKEN.sub("", text)
        return Score(
            f1=2 * longest / max(1, len(mine) + len(self.words)),
            glued=sum(self._is_glued(word) for word in _WORD.findall(joined)),
            split=self._splits(joined, common),
            hyphens=self._hyphens(text),
            truth_words=len(self.words),
        )

    def _coded(self, sequence: Iterable[str]) -> list[int]:
        """Words as numbers, the same in both sequences: rapidfuzz compares them quicker than strings."""
        return [hash(word) for word in sequence]

    def _is_glued(self, word: str) -> bool:
        """Two words that stand side by side in the truth, written as one that the truth does not have."""
        if word in self.known:
            return False
        return any((word[:cut], word[cut:]) in self.pairs for cut in range(2, len(word) - 1))

    def _splits(self, text: str, common: Container[str]) -> int:
        """Pieces with a space between them that make a word of the truth, where one of them is no word of its own.

        The word must be one that half of the readers saw whole: the truth writes the symbols of formulas together,
        and nobody else does.
        """
        count = 0
        for run in _SPACED.findall(text):
            for a, b in pairwise(run.split()):
                if (
                    a + b in self.known
                    and a + b in common
                    and (a, b) not in self.pairs
                    and not (a in self.known and b in self.known)
                ):
                    count += 1
        return count

    def _hyphens(self, text: str) -> int:
        """Hyphens of line ends left inside words that the truth writes as one and never with a hyphen."""
        return sum(a + b in self.known and (a, b) not in self.hyphened for a, b in _HYPHEN.findall(text))


def shared_words(texts: Sequence[str]) -> set[str]:
    """The words that at least half of the texts have."""
    seen = Counter(word for text in texts for word in set(words(text)))
    return {word for word, count in seen.items() if 2 * count >= len(texts)}


# --- running heads and page numbers -----------------------------------------------------------------------------------

_DIGITS = re.compile(r"\d+")
_REACH = 3
"""Lines at the top and at the bottom of a page where running heads and page numbers are looked for."""


def _plain(line: str) -> str:
    return _DIGITS.sub("#", "".join(folded(line).split()))


@dataclass(frozen=True)
class Furniture:
    """What repeats at the rims of a paper's pages, found in pdfium's plain lines."""

    heads: tuple[str, ...]
    numbers: tuple[str, ...]


def find_furniture(pages: Sequence[str]) -> Furniture:
    """Running heads (lines alike on a fifth of the pages, digits aside), and the number printed on each page."""
    rims = [_rim(page.splitlines()) for page in pages]
    seen = Counter(key for rim in rims for key in {_plain(line) for line in rim})
    enough = max(2.0, 0.2 * len(pages)) if len(pages) > 3 else 3.0
    heads = tuple(key for key, count in seen.items() if count >= enough and len(key.replace("#", "")) > 3)
    shifts: Counter[int] = Counter()
    for index, rim in enumerate(rims):
        shifts.update({int(line) - index for line in rim if line.strip().isascii() and line.strip().isdigit()})
    if not shifts or shifts.most_common(1)[0][1] < min(3, len(pages)):
        return Furniture(heads, ())
    shift = shifts.most_common(1)[0][0]
    numbers = tuple(
        str(index + shift) if any(line.strip() == str(index + shift) for line in rim) else ""
        for index, rim in enumerate(rims)
    )
    return Furniture(heads, numbers)


def _rim(lines: Sequence[str]) -> list[str]:
    filled = [line for line in lines if line.strip()]
    return filled if len(filled) <= 2 * _REACH else [*filled[:_REACH], *filled[-_REACH:]]


def noise(pages: Sequence[str], furniture: Furniture) -> int:
    """Running heads and page numbers left, at the rims of each page's text, on lines of their own or not."""
    count = 0
    for index, page in enumerate(pages):
        rim = [_plain(line) for line in _rim(page.splitlines())]
        squeezed = _plain(page)
        longest = max((len(head) for head in furniture.heads), default=0)
        ends = squeezed[: longest + 4] + "\n" + squeezed[-longest - 4 :]
        count += sum(head in ends or head in rim for head in furniture.heads)
        number = furniture.numbers[index] if index < len(furniture.numbers) else ""
        tokens = page.split()
        lines = [line.strip("# *\t") for line in page.splitlines()]
        if number and tokens:
            count += number in lines or number in (tokens[0], tokens[-1])
    return count


def headings_right(found: Sequence[str], truth: Sequence[str]) -> int:
    """How many level-1 headings are found, in order."""
    return int(LCSseq.similarity([hash(bare(t)) for t in found], [hash(bare(t)) for t in truth]))


_LABEL = re.compile(
    r"^(?:(?:appendix|anhang)\s+)?(?:\d+(?:\s*\.\s*\d+)*|[IVX]+|[A-Z])(?:\s*[.:)]+|\s)\s*(?=\S)", re.IGNORECASE
)


def bare(title: str) -> str:
    """A heading without its number, letters and digits only."""
    return re.sub(r"[\W_]+", "", folded(_LABEL.sub("", title.strip())))
