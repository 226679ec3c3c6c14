"""One note as Markdown, in the shape of the weekly notes: facts, gist, overview, questions with answers and evidence.

No time of making is written: the same note gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from digest.export.esc import esc, link
from digest.export.labels import Labels, labels_for, shown_date
from digest.export.objections import told
from digest.licences import licence_label
from digest.models import Answer, Evidence, Note, Paper, Passage, Status
from digest.taxonomy import category_name

EXTRACTIVE = "extractive"
_LETTERS = 26
_MARKS = {Status.VERIFIED: "✓", Status.UNVERIFIED: "⚠", Status.NOT_STATED: "–"}


def render_note(note: Note, paper: Paper, *, level: int = 1, titled: bool = True) -> str:
    """The note as Markdown that every common renderer shows alike.

    ``level`` is that of its title's heading; without ``titled`` the heading is left to the caller.
    """
    labels = labels_for(note.language)
    extractive = note.model == EXTRACTIVE
    blocks = [f"{'#' * level} {esc(paper.title)}" if titled else "", facts_of(paper, labels)]
    if paper.withdrawn:
        blocks.append(f"⚠ {esc(labels.withdrawn)}")
    if extractive:
        blocks.append(esc(labels.extracted))
    blocks += [f"⚠ {esc(told(warning, note.language))}" for warning in note.warnings]
    blocks.append(statement(note.gist, paper, note.language, strong=True))
    blocks.append(f"{'#' * (level + 1)} {labels.overview}")
    blocks += paragraphs(note.overview, paper, note.language)
    for section in note.sections:
        blocks.append(f"{'#' * (level + 2)} {esc(section.title)}")
        blocks += paragraphs(section.passages, paper, note.language)
    blocks.append(f"{'#' * (level + 1)} {labels.questions}")
    for number, answer in enumerate(note.answers, 1):
        blocks += answer_lines(number, answer, paper, note.language, level=level + 2, marked=not extractive)
    blocks += ["***", counts_of(note, labels), made_by(note, labels)]
    return "\n\n".join(block for block in blocks if block) + "\n"


def facts_of(paper: Paper, labels: Labels) -> str:
    """The facts about the paper, one a line, ended by two spaces: a hard break in every renderer."""
    facts: list[tuple[str, str]] = []
    if paper.authors:
        facts.append((labels.authors, esc(labels.listing.join(author.name for author in paper.authors))))
    if paper.published:
        facts.append((labels.published, shown_date(paper.published, labels)))
    if paper.updated:
        facts.append((labels.updated, shown_date(paper.updated, labels)))
    if paper.url:
        arxiv = re.fullmatch(r"https?://arxiv\.org/abs/(\S+)", paper.url)
        name = f"arXiv:{arxiv[1]}" if arxiv else paper.url
        aside = _aside(esc(labels.stamp), labels) if paper.source == "file" else ""
        facts.append((labels.url, link(name, paper.url) + aside))
    if paper.categories:
        facts.append(
            (labels.categories, esc(labels.listing.join(dict.fromkeys(category_name(c) for c in paper.categories))))
        )
    if paper.source == "arxiv":
        licence = link(licence_label(paper.licence), paper.licence) if paper.licence else esc(labels.unknown)
        facts.append((labels.licence, licence))
    return "  \n".join(f"**{name}**{labels.colon}{value}" for name, value in facts)


def paragraphs(passages: Sequence[Passage], paper: Paper, language: str) -> list[str]:
    """The statements of an overview as one paragraph; those that were not verified stand apart, marked."""
    labels = labels_for(language)
    good = [p for p in passages if p.status in (Status.VERIFIED, Status.EXTRACTED)]
    rest = [p for p in passages if p.status not in (Status.VERIFIED, Status.EXTRACTED)]
    runs = [(places, list(run)) for places, run in groupby(good, lambda p: _places(p, paper, labels))]
    texts = (flowing(esc(p.text) for p in run) + _aside(places, labels) for places, run in runs)
    return [flowing(texts), *(statement(p, paper, language) for p in rest)]


def flowing(sentences: Iterable[str]) -> str:
    """Sentences one after the other: with a space between them, but for those that end in a full-width mark."""
    text = ""
    for sentence in sentences:
        text += f" {sentence}" if text and text[-1] not in "。．！？）」』" else sentence
    return text


def _places(passage: Passage, paper: Paper, labels: Labels) -> str:
    """The pages of a statement's evidence, each once."""
    return labels.listing.join(dict.fromkeys(place_of(e, paper, labels) for e in passage.evidence))


def _aside(text: str, labels: Labels) -> str:
    """A text in the brackets of the language, or nothing."""
    return labels.aside.format(text) if text else ""


def statement(passage: Passage, paper: Paper, language: str, *, strong: bool = False) -> str:
    """A statement with the pages of its evidence."""
    labels = labels_for(language)
    text = esc(passage.text)
    if strong and text:
        text = f"&#8203;**{text}**&#8203;"  # bold beside CJK marks needs the zero-width space, as a reference
    told_of = f"{text}{_aside(_places(passage, paper, labels), labels)}"
    return f"{told_of} {_shown(passage, language)}" if passage.status is Status.UNVERIFIED else told_of


def answer_lines(
    number: int, answer: Answer, paper: Paper, language: str, *, level: int, marked: bool
) -> Iterator[str]:
    """The blocks of a question: heading, answer with its mark, quotations."""
    labels = labels_for(language)
    yield f"{'#' * level} Q{number}. {esc(answer.question)}"
    passage = answer.passage
    # Without a model the quotations are the answer.
    if passage.status is not Status.EXTRACTED or answer.kind == "code":
        text = _code(passage) if answer.kind == "code" else esc(passage.text)
        # Nor can anybody say then that the paper does not state something, only that nothing was found.
        yield text + (_aside(_shown(passage, language), labels) if marked else "")
    for evidence in passage.evidence:
        yield f"> {labels.quoted.format(esc(evidence.quote))}{_aside(place_of(evidence, paper, labels), labels)}"


def _code(passage: Passage) -> str:
    """The answer to the question for the code: a link where it is a URL."""
    return link(passage.text, passage.text) if re.match(r"https?://\S+$", passage.text) else esc(passage.text)


def _shown(passage: Passage, language: str) -> str:
    """What the check came to, with its mark and, where it failed, why; nothing for what no model wrote."""
    labels = labels_for(language)
    name = {
        Status.VERIFIED: labels.verified,
        Status.UNVERIFIED: labels.unverified,
        Status.NOT_STATED: labels.not_stated,
    }.get(passage.status)
    if name is None:
        return ""
    why = labels.colon + "; ".join(told(p, language) for p in passage.problems) if passage.problems else ""
    return f"{_MARKS[passage.status]} {esc(name + why)}"


def place_of(evidence: Evidence, paper: Paper, labels: Labels) -> str:
    """The page of a quotation, linked to where it can be read."""
    if evidence.anchor:
        name = labels.section.format(_section_number(evidence.anchor))
        # The abstract page of arXiv has no sections: they are on the paper's own page.
        url = re.sub(r"^(https?://[^/]*arxiv\.org)/abs/", r"\1/html/", paper.url or "")
        return link(name, f"{url}#{evidence.anchor}") if url else esc(name)
    name = labels.page.format(evidence.page)  # our own words and a number: nothing to escape
    return f"[{name}]({paper.pdf_url}#page={evidence.page})" if paper.source == "arxiv" and paper.pdf_url else name


def _section_number(anchor: str) -> str:
    """``3.1`` from ``S3.SS1`` and ``B.2`` from ``A2.SS2``, as LaTeXML names sections; other anchors as they are."""
    if not re.fullmatch(r"[SA]\d+(?:\.SS\d+)?(?:\.SSS\d+)?", anchor):
        return anchor
    first, *rest = re.findall(r"\d+", anchor)
    top = chr(ord("A") + int(first) - 1) if anchor[0] == "A" and int(first) <= _LETTERS else first
    return ".".join([top, *rest])


def counts_of(note: Note, labels: Labels) -> str:
    """How many answers were verified; without a model, how many questions found sentences."""
    statuses = [answer.passage.status for answer in note.answers]
    if note.model == EXTRACTIVE:
        return esc(labels.counts_extracted.format(all=len(statuses), found=statuses.count(Status.EXTRACTED)))
    return esc(
        labels.counts.format(
            all=len(statuses),
            verified=statuses.count(Status.VERIFIED),
            unverified=statuses.count(Status.UNVERIFIED),
            not_stated=statuses.count(Status.NOT_STATED),
        )
    )


def made_by(note: Note, labels: Labels) -> str:
    """Which model, prompts and language a note was made with."""
    return esc(labels.made_by.format(model=note.model, prompts=note.prompts, language=note.language))
