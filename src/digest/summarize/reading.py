"""What of a paper goes to the model, and in which form: numbered sentences, one a line, within a budget of tokens."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from digest.document import Document, SentenceKind

_CHARS_PER_TOKEN = 3.7  # English text from PDFs, measured
_TOKENS_PER_CJK = 0.75
_MARKS = {SentenceKind.CAPTION: "(caption) ", SentenceKind.TABLE: "(table) "}

# What tokenizers or chat templates would take for a command, and the tags that fence the paper in.
_SPECIAL = re.compile(
    r"<(?=[|｜/]?[^<>\s]{1,60}[|｜]>|/?(?:s|unk|pad|bos|eos|think|paper|im_start|im_end|start_of_turn|end_of_turn)>)"
    r"|\[(?=/?INST\]|/?SYSTEM_PROMPT\])|<(?=<SYS>>|</?SYS>>|<SYS)",
    re.IGNORECASE,
)
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad\U000e0000-\U000e007f]")


def escaped(text: str) -> str:
    """One line of a paper for a prompt: no invisible characters, no special tokens, single spaces."""
    visible = _INVISIBLE.sub("", text)
    clean = "".join(c if unicodedata.category(c) not in ("Cc", "Co", "Cn", "Cs") else " " for c in visible)
    return _SPECIAL.sub(lambda match: f"{match[0]} ", " ".join(clean.split()))


def tokens(text: str) -> int:
    """An estimate of a text's tokens, within a fifth of what tokenizers count."""
    wide = sum(1 for char in text if ord(char) > 0x2E80)  # noqa: PLR2004 - where the CJK blocks begin
    return round((len(text) - wide) / _CHARS_PER_TOKEN + wide * _TOKENS_PER_CJK) + 1


@dataclass(frozen=True)
class Part:
    """Sentences of a paper that are shown together."""

    indexes: tuple[int, ...]


def line(document: Document, index: int) -> str:
    """One sentence as the model sees it: ``[12] text``, or ``# 3 Method`` for a heading."""
    sentence = document.sentences[index]
    text = escaped(document.sentence_text(index))
    if sentence.kind is SentenceKind.HEADING:
        return f"# {text}"
    return f"[{index}] {_MARKS.get(sentence.kind, '')}{text}"


def lines(document: Document, indexes: Iterable[int]) -> str:
    """Many sentences, one a line."""
    return "\n".join(line(document, index) for index in indexes if document.sentence_text(index))


def _in_kinds(document: Document, kinds: Sequence[str]) -> set[int]:
    spans = [(s.start, s.end) for s in document.sections if s.kind in kinds]
    return {i for i, s in enumerate(document.sentences) if any(a <= s.start < b for a, b in spans)}


def readable(document: Document) -> list[int]:
    """Everything but the bibliography, which nothing in a note can rest on."""
    references = _in_kinds(document, ["references"])
    return [
        i
        for i, sentence in enumerate(document.sentences)
        if sentence.kind is not SentenceKind.REFERENCE and i not in references
    ]


def without_appendices(document: Document, indexes: Sequence[int]) -> list[int]:
    """What remains when the paper is too long for one prompt."""
    back = _in_kinds(document, ["appendix", "acknowledgements"])
    return [i for i in indexes if i not in back]


def weight(document: Document, indexes: Iterable[int]) -> int:
    """The estimated tokens of sentences as the model sees them."""
    return tokens(lines(document, indexes))


def parts(document: Document, indexes: Sequence[int], budget: int) -> list[Part]:
    """Cut a long paper into parts of at most ``budget`` tokens, at section boundaries where they allow."""
    starts = {s.start for s in document.sections if s.level == 1}
    blocks: list[list[int]] = [[]]
    for index in indexes:
        if document.sentences[index].start in starts and blocks[-1]:
            blocks.append([])
        blocks[-1].append(index)
    found: list[list[int]] = []
    size = 0
    for block in blocks:
        for piece in _cut(document, block, budget):
            heavy = weight(document, piece)
            if found and size + heavy <= budget:
                found[-1] += piece
                size += heavy
            else:
                found.append(piece)
                size = heavy
    return [Part(tuple(piece)) for piece in found if piece]


def _cut(document: Document, block: list[int], budget: int) -> list[list[int]]:
    if weight(document, block) <= budget:
        return [block]
    pieces: list[list[int]] = [[]]
    size = 0
    for index in block:
        heavy = weight(document, [index])
        if pieces[-1] and size + heavy > budget:
            pieces.append([])
            size = 0
        pieces[-1].append(index)
        size += heavy
    return pieces


def within(document: Document, indexes: Sequence[int], budget: int) -> list[int]:
    """As many of the sentences as fit, taken evenly from the whole paper, in order."""
    kept = list(indexes)
    while kept and weight(document, kept) > budget:
        step = max(2, len(kept) // max(1, len(kept) // 8))
        kept = [index for place, index in enumerate(kept) if (place + 1) % step]
    return kept
