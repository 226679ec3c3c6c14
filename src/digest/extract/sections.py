"""The section tree as spans of the text, and what each section is for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import dropwhile, takewhile
from typing import Literal

from digest.document import Section, Sentence, SentenceKind
from digest.extract.flow import Flow

Kind = Literal["abstract", "body", "references", "appendix", "acknowledgements"]

_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("abstract", re.compile(r"^(?:abstract|zusammenfassung|résumé|概要|要旨|摘要)[.:—–-]?$", re.IGNORECASE)),
    (
        "references",
        re.compile(
            r"^(?:references|bibliography|literature cited|literatur(?:verzeichnis)?|références|bibliographie"
            r"|参考文献|引用文献)\b",
            re.IGNORECASE,
        ),
    ),
    ("acknowledgements", re.compile(r"^(?:acknowledge?ments?|danksagung|remerciements|謝辞|致谢)\b", re.IGNORECASE)),
    ("appendix", re.compile(r"^(?:appendi(?:x|ces)|supplementary|anhang|annexe|付録|附录)\b", re.IGNORECASE)),
)
_NUMBER = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*\.?|[IVX]{1,5}\.|[A-Z](?:\.\d{1,2})*\.?)\s+(?=\S)")
_LETTERED = re.compile(r"^[A-Z]\.?\s+[^\W\d_]")
_INLINE_ABSTRACT = re.compile(r"^(?:abstract|summary|zusammenfassung|résumé)\s*[.:—–-]+\s*", re.IGNORECASE)

_WHOLE = 200
"""Characters: a shorter first paragraph of an abstract is followed by others ("Context. … Aims. …")."""

_RUNNING = 120
"""Characters: shorter paragraphs below an abstract are lists of words, names and notes."""

_BESIDE = re.compile(
    r"(?:key\s?words|index terms|general terms|ccs concepts|acm |ams |pacs|msc|jel |plain language|significance"
    r"|permission to|copyright|fig(?:ure|\.)|tab(?:le|\.)|preprint|submitted|accepted|corresponding|e-?mail)",
    re.IGNORECASE,
)
"""How the paragraphs begin that stand between an abstract and the first section."""

_LONGEST = 3_000
_INTRODUCTION = re.compile(r"(?:(?:1|I)[.\s]\s*)?(?:introduction|einleitung|einführung)$|(?:1|I)\.?\s", re.IGNORECASE)
_ABSTRACT = 300
_LATEST_INTRODUCTION = 6_000
"""Characters: a shorter paragraph is no abstract without a heading, and none comes after that many."""


def make_sections(flow: Flow) -> tuple[Section, ...]:
    """Sections in reading order; each reaches to the next heading of its own level or above."""
    sections = []
    after_references = False
    for index, (start, level, title, page) in enumerate(flow.headings):
        end = next((s for s, other, _, _ in flow.headings[index + 1 :] if other <= level), len(flow.text))
        kind = _kind(title, after_references=after_references)
        after_references = after_references or kind == "references"
        sections.append(Section(title=" ".join(title.split()), level=level, start=start, end=end, page=page, kind=kind))
    return tuple(sections)


def _kind(title: str, *, after_references: bool) -> Kind:
    bare = _NUMBER.sub("", title.strip())
    for kind, pattern in _KINDS:
        if pattern.match(bare):
            return kind
    return "appendix" if after_references and _LETTERED.match(title) else "body"


def mark_references(sentences: Sequence[Sentence], spans: Sequence[tuple[int, int]]) -> tuple[Sentence, ...]:
    """The sentences, those of the bibliographies marked as such."""
    if not spans:
        return tuple(sentences)
    return tuple(
        replace(sentence, kind=SentenceKind.REFERENCE)
        if sentence.kind is SentenceKind.TEXT and any(a <= sentence.start < b for a, b in spans)
        else sentence
        for sentence in sentences
    )


def _goes_on(paragraph: str) -> bool:
    """Whether a paragraph goes on with the abstract: running text, no keywords, no footnote, no caption."""
    ends = paragraph.rstrip().endswith((".", "!", "?", "。"))
    return len(paragraph) > _RUNNING and ends and paragraph[0].isalpha() and not _BESIDE.match(paragraph)


def find_abstract(flow: Flow, sections: Sequence[Section]) -> str:
    """The text of the abstract, "" when none is marked."""
    for section in sections:
        if section.kind == "abstract":
            rest = flow.text[section.start : section.end].partition("\n\n")[2]
            first, *others = rest.split("\n\n")
            if len(first) <= _WHOLE:
                return " ".join(rest[:_LONGEST].split())
            return " ".join([first, *takewhile(_goes_on, others)])[:_LONGEST].strip()
    for paragraph in flow.text[:8_000].split("\n\n"):
        if match := _INLINE_ABSTRACT.match(paragraph):
            return " ".join(paragraph[match.end() :].split())
    return _unmarked_abstract(flow, sections)


def _unmarked_abstract(flow: Flow, sections: Sequence[Section]) -> str:
    """The long paragraphs in front of the introduction: REVTeX and others set no heading above an abstract."""
    first = min(sections, key=lambda section: section.start, default=None)
    if first is None or not _INTRODUCTION.match(first.title) or first.start > _LATEST_INTRODUCTION:
        return ""
    paragraphs = flow.text[: first.start].split("\n\n")
    rest = dropwhile(lambda paragraph: len(paragraph) < _ABSTRACT or not _goes_on(paragraph), paragraphs)
    return " ".join(" ".join(takewhile(_goes_on, rest)).split())
