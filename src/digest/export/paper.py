"""One page for one paper: facts, summary by section, diagram, key figures, questions and answers, how to cite it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from digest.editions import Picture
from digest.export.citations import bibtex
from digest.export.diagrams import drawn
from digest.export.dialects import Dialect, dialect_for
from digest.export.esc import esc, link
from digest.export.item import Item
from digest.export.key_figures import mention_of, without_number
from digest.export.labels import Labels, is_japanese, labels_for
from digest.export.note import EXTRACTIVE, answer_lines, counts_of, facts_of, made_by, paragraphs, statement
from digest.export.objections import told
from digest.export.page import Page, slug_of
from digest.export.pictures import caption_of, place, why_not_shown
from digest.export.reasons import reason_of
from digest.export.style import Style
from digest.export.templates import arrange
from digest.models import Bundle, Note, NoteSection, Paper
from digest.taxonomy import category_name

_TAGS = 5
_SUMMARY = 300
_SLUG = 46
"""Characters before the language, so that no word is cut."""

_HEADINGS = ("overview", "diagram", "sections", "figures", "questions", "citation")


class _Words(NamedTuple):
    overview: str
    diagram: str
    sections: str
    figures: str
    questions: str
    citation: str
    page: str
    between: str
    roles: dict[str, str]
    """What a section does, before the title that the paper gives it in another language."""


_ENGLISH = _Words(
    "Overview", "Diagram", "Section by section", "Figures", "Q&A", "How to cite", "They are in the paper: {}", " ", {}
)
_JAPANESE = _Words(
    "概要",
    "図解",
    "章ごとの要約",
    "図",
    "Q&A",
    "引用",
    "論文で見られる：{}",
    "",
    {
        "introduction": "導入",
        "background": "背景",
        "method": "手法",
        "results": "実験と結果",
        "discussion": "考察",
        "conclusion": "結論",
    },
)


@dataclass(frozen=True)
class _Sheet:
    """What every part of a page needs to know."""

    item: Item
    style: Style
    row: Dialect
    page: Page
    labels: Labels
    words: _Words

    def heading(self, text: str, anchor: str, level: int = 2) -> str:
        return self.row.heading(level, text, anchor)


def render_paper(item: Item, *, style: Style, pictures: Sequence[Picture] = ()) -> Bundle:
    """The page of one paper, and the pictures on it. The same values give the same bytes.

    Args:
        item: The paper with its note; without a note the page has the facts and says why there is none.
        style: How the page is to look. Notes keep their own language.
        pictures: The key figures, in the paper's order; each is shown with the section that speaks of it.

    Raises:
        UsageError: The dialect is not known, the user's template cannot be used, or the extra for SVG is not installed.
        DigestError: The diagram cannot be drawn as SVG.
    """
    words = _JAPANESE if is_japanese(style.language) else _ENGLISH
    row, labels, page = dialect_for(style.dialect), labels_for(style.language), _page(item, style.language)
    sheet = _Sheet(item, style, row, page, labels, words)
    figures, files = _figures(sheet, pictures)
    diagram = ""
    if item.note and item.note.diagram:
        diagram, drawing = drawn(item.note.diagram, style=style, row=row, page=page)
        files |= drawing
    parts: dict[str, object] = {
        "language": "ja" if words is _JAPANESE else "en",
        "title": esc(item.title),
        "headings": {name: sheet.heading(getattr(words, name), name) for name in _HEADINGS},
        "facts": facts_of(item.paper, labels) if item.paper else _address(item, labels),
        "diagram": diagram,
        "sections": _sections(sheet, figures),
        "figures": figures.get(None, ""),
        "citation": _citation(item.paper) if item.paper else "",
        **_statements(sheet),
    }
    body = arrange("paper", parts, style.templates)
    return Bundle(files={row.file(page): row.page(page, body).encode(), **files})


def _page(item: Item, language: str) -> Page:
    paper, note = item.paper, item.note
    summary = note.gist.text if note else ""
    arxiv = ("arXiv",) if paper and paper.source == "arxiv" else ()
    return Page(
        slug=_slug(item, language),
        title=item.title,
        date=paper.published.date() if paper and paper.published else None,
        language=language,
        summary=summary if len(summary) <= _SUMMARY else summary[: _SUMMARY - 1].rstrip() + "…",
        tags=tuple(dict.fromkeys((*arxiv, *(category_name(c) for c in paper.categories))))[:_TAGS] if paper else (),
    )


def _slug(item: Item, language: str) -> str:
    """``1706-03762-attention-is-all-you-need``: the id makes it unique, the same for every version of the paper."""
    if item.paper and item.paper.source == "arxiv":
        name = item.paper.id
    else:
        identity = item.paper.id if item.paper else item.url or item.title
        name = "paper-" + hashlib.sha256(identity.encode(errors="replace")).hexdigest()[:10]
    parts = [name]
    for word in re.findall(r"[A-Za-z0-9]+", item.title):
        if len("-".join([*parts, word])) > _SLUG:
            break
        parts.append(word)
    return slug_of(parts, language)


# --- the note ---------------------------------------------------------------------------------------------------------


def _statements(sheet: _Sheet) -> dict[str, str]:
    """The parts that are made of the note; without one the reason why there is none."""
    note, paper, labels = sheet.item.note, sheet.item.paper, sheet.labels
    if not (note and paper):
        reason = reason_of(sheet.item, sheet.style.language) or labels.unknown
        missing = f"{labels.not_summarized}{labels.colon}{esc(reason)}"
        return dict.fromkeys(("warnings", "gist", "overview", "questions", "made_by"), "") | {"missing": missing}
    extractive = note.model == EXTRACTIVE
    warnings = [f"⚠ {esc(labels.withdrawn)}"] if paper.withdrawn else []
    warnings += [esc(labels.extracted)] if extractive else []
    warnings += [f"⚠ {esc(told(warning, note.language))}" for warning in note.warnings]
    answers = (
        answer_lines(number, answer, paper, note.language, level=3, marked=not extractive)
        for number, answer in enumerate(note.answers, 1)
    )
    return {
        "missing": "",
        "warnings": _joined(warnings),
        "gist": statement(note.gist, paper, note.language, strong=True),
        "overview": _joined(paragraphs(note.overview, paper, note.language)),
        "questions": _joined(line for answer in answers for line in answer),
        "made_by": _joined([counts_of(note, labels), made_by(note, labels)]),
    }


def _sections(sheet: _Sheet, figures: Mapping[int | None, str]) -> list[dict[str, str]]:
    """The summary of each section with the figures it speaks of, in the paper's order."""
    note, paper = sheet.item.note, sheet.item.paper
    if not (note and paper):
        return []
    return [
        {
            "heading": sheet.heading(esc(_title(section, sheet.words)), f"section-{number}", level=3),
            "text": _joined(paragraphs(section.passages, paper, note.language)),
            "figures": figures.get(number, ""),
        }
        for number, section in enumerate(_with_text(note), 1)
    ]


def _with_text(note: Note) -> list[NoteSection]:
    return [section for section in note.sections if section.passages]


def _title(section: NoteSection, words: _Words) -> str:
    """The paper's own heading; on a Japanese page with what the section does, unless the heading says so itself."""
    role = words.roles.get(section.role, "")
    if not role or re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", section.title):
        return section.title
    return f"{role}（{section.title}）" if section.title else role


def _joined(blocks: Iterable[str]) -> str:
    return "\n\n".join(block for block in blocks if block)


# --- figures ----------------------------------------------------------------------------------------------------------


def _figures(sheet: _Sheet, pictures: Sequence[Picture]) -> tuple[dict[int | None, str], dict[str, bytes]]:
    """The figures as Markdown, by the number of the section they stand in, and their files.

    Under None is what stands in no section: all figures of a note without sections, and those that are not shown.
    """
    note, row, labels = sheet.item.note, sheet.row, sheet.labels
    sections = _with_text(note) if note else []
    blocks: dict[int | None, list[str]] = {}
    hidden: dict[str, list[Picture]] = {}
    files: dict[str, bytes] = {}
    for picture in pictures:
        if why := why_not_shown(picture, row, labels):
            hidden.setdefault(why, []).append(picture)
            continue
        text, more = place(picture, row, sheet.page, labels)
        blocks.setdefault(_section_of(picture, sections), []).append(text)
        files |= more
    blocks.setdefault(None, []).extend(_pointed_at(why, few, sheet) for why, few in hidden.items())
    return {at: _joined(texts) for at, texts in blocks.items()}, files


def _section_of(picture: Picture, sections: Sequence[NoteSection]) -> int | None:
    """The number of the section that speaks of the figure in the paper; else of the one whose evidence names it.

    Where neither is known, that of the one whose evidence stands on pages nearby.
    """
    titles = [_bare(section.title) for section in sections]
    if picture.section and _bare(picture.section) in titles:
        return titles.index(_bare(picture.section)) + 1
    named = mention_of(picture.label)
    pages: dict[int, list[int]] = {}
    for number, section in enumerate(sections, 1):
        evidence = [e for passage in section.passages for e in passage.evidence]
        if any(named.search(e.quote) for e in evidence):
            return number
        if evidence:
            pages[number] = [e.page for e in evidence]
    if not pages:
        return len(sections) or None
    # A figure follows the text that speaks of it, mostly on the same page or the next one.
    return min(pages, key=lambda number: min(abs(picture.page - page) for page in pages[number]))


def _bare(heading: str) -> str:
    """A heading as letters and digits, for comparing."""
    return re.sub(r"[\W_]+", "", without_number(heading)).casefold()


def _pointed_at(why: str, pictures: Sequence[Picture], sheet: _Sheet) -> str:
    """Figures that are not shown: why, where they are, and what they would show."""
    url = pictures[0].url
    where = sheet.words.page.format(link(url, url)) if url else ""
    pages = [sheet.labels.aside.format(sheet.labels.page.format(p.page)) if p.paged else "" for p in pictures]
    lines = "\n".join(f"- {caption_of(picture)}{page}" for picture, page in zip(pictures, pages, strict=True))
    return f"{why.rstrip()}{sheet.words.between}{where}\n\n{lines}"


# --- other parts ------------------------------------------------------------------------------------------------------


def _address(item: Item, labels: Labels) -> str:
    return f"**{labels.url}**{labels.colon}{link(item.url, item.url)}" if item.url else ""


def _citation(paper: Paper) -> str:
    """The BibTeX entry in a fence; a space keeps Liquid and shortcodes, which run in code too, from seeing a tag."""
    entry = re.sub(r"\{(?=[{%#])", "{ ", bibtex([paper])).strip()
    return f"```bibtex\n{entry}\n```"
