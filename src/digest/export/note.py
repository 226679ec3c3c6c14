"""One note as Markdown, in the shape of the weekly notes: facts, gist, overview, questions with answers and evidence.

No time of making is written: the same note gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from digest.export.esc import esc, link
from digest.export.labels import Labels, labels_for, shown_date
from digest.licences import licence_label
from digest.models import Answer, Evidence, Note, Paper, Passage, Status
from digest.taxonomy import category_name

EXTRACTIVE = "extractive"
_MARKS = {Status.VERIFIED: "✓", Status.UNVERIFIED: "⚠", Status.NOT_STATED: "–"}


def render_note(note: Note, paper: Paper, *, level: int = 1, titled: bool = True) -> str:
    """The note as Markdown that every common renderer shows alike.

    ``level`` is that of its title's heading; without ``titled`` the heading is left to the caller.
    """
    labels = labels_for(note.language)
    extractive = note.model == EXTRACTIVE
    blocks = [f"{'#' * level} {esc(paper.title)}" if titled else "", _facts(paper, labels)]
    if paper.withdrawn:
        blocks.append(f"⚠ {esc(labels.withdrawn)}")
    if extractive:
        blocks.append(esc(labels.extracted))
    blocks += [f"⚠ {esc(warning)}" for warning in note.warnings]
    blocks.append(_statement(note.gist, paper, labels, strong=True))
    blocks.append(f"{'#' * (level + 1)} {labels.overview}")
    blocks += _overview(note.overview, paper, labels)
    for section in note.sections:
        blocks.append(f"{'#' * (level + 2)} {esc(section.title)}")
        blocks += _overview(section.passages, paper, labels)
    blocks.append(f"{'#' * (level + 1)} {labels.questions}")
    for number, answer in enumerate(note.answers, 1):
        blocks += _answer(number, answer, paper, labels, level=level + 2, extractive=extractive)
    blocks += ["***", _counts(note, labels), _made_by(note, labels)]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _facts(paper: Paper, labels: Labels) -> str:
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
        aside = f" ({esc(labels.stamp)})" if paper.source == "file" else ""
        facts.append((labels.url, link(name, paper.url) + aside))
    if paper.categories:
        facts.append((labels.categories, esc(labels.listing.join(category_name(c) for c in paper.categories))))
    if paper.source == "arxiv":
        licence = link(licence_label(paper.licence), paper.licence) if paper.licence else esc(labels.unknown)
        facts.append((labels.licence, licence))
    return "  \n".join(f"**{name}**: {value}" for name, value in facts)


def _overview(passages: Sequence[Passage], paper: Paper, labels: Labels) -> list[str]:
    """The statements of an overview as one paragraph; those that were not verified stand apart, marked."""
    good = [p for p in passages if p.status in (Status.VERIFIED, Status.EXTRACTED)]
    rest = [p for p in passages if p.status not in (Status.VERIFIED, Status.EXTRACTED)]
    joint = "" if any("\u3040" <= c <= "\u30ff" for p in good for c in p.text) else " "
    runs = [(places, list(run)) for places, run in groupby(good, lambda p: _places(p, paper, labels))]
    texts = (joint.join(esc(p.text) for p in run) + (f" ({places})" if places else "") for places, run in runs)
    return [" ".join(texts), *(_statement(p, paper, labels) for p in rest)]


def _places(passage: Passage, paper: Paper, labels: Labels) -> str:
    """The pages of a statement's evidence, each once."""
    return labels.listing.join(dict.fromkeys(_place(e, paper, labels) for e in passage.evidence))


def _statement(passage: Passage, paper: Paper, labels: Labels, *, strong: bool = False) -> str:
    """A statement with the pages of its evidence."""
    text = esc(passage.text)
    if strong and text:
        text = f"&#8203;**{text}**&#8203;"  # bold beside CJK marks needs the zero-width space, as a reference
    pages = _places(passage, paper, labels)
    mark = f" {_MARKS[passage.status]} {esc(_status(passage, labels))}" if passage.status is Status.UNVERIFIED else ""
    return f"{text}{f' ({pages})' if pages else ''}{mark}"


def _answer(
    number: int, answer: Answer, paper: Paper, labels: Labels, *, level: int, extractive: bool
) -> Iterator[str]:
    yield f"{'#' * level} Q{number}. {esc(answer.question)}"
    passage = answer.passage
    if passage.status is Status.EXTRACTED:
        if answer.kind == "code":
            yield _code(passage)
    elif answer.kind == "code":
        yield f"{_code(passage)} {'' if extractive else _mark(passage, labels)}".strip()
    else:
        # Without a model nobody can say that the paper does not state something, only that nothing was found.
        yield f"{esc(passage.text)} {'' if extractive else _mark(passage, labels)}".strip()
    for evidence in passage.evidence:
        yield f"> “{esc(evidence.quote)}” ({_place(evidence, paper, labels)})"


def _code(passage: Passage) -> str:
    """The answer to the question for the code: a link where it is a URL."""
    return link(passage.text, passage.text) if re.match(r"https?://\S+$", passage.text) else esc(passage.text)


def _mark(passage: Passage, labels: Labels) -> str:
    return f"({_MARKS[passage.status]} {esc(_status(passage, labels))})" if passage.status in _MARKS else ""


def _status(passage: Passage, labels: Labels) -> str:
    if passage.status is Status.UNVERIFIED:
        why = "; ".join(passage.problems)
        return f"{labels.unverified}{labels.colon}{why}" if why else labels.unverified
    return labels.verified if passage.status is Status.VERIFIED else labels.not_stated


def _place(evidence: Evidence, paper: Paper, labels: Labels) -> str:
    """The page of a quotation, linked to where it can be read."""
    if evidence.anchor:
        name = labels.section.format(evidence.anchor)
        return link(name, f"{paper.url}#{evidence.anchor}") if paper.url else esc(name)
    name = labels.page.format(evidence.page)  # our own words and a number: nothing to escape
    return f"[{name}]({paper.pdf_url}#page={evidence.page})" if paper.source == "arxiv" and paper.pdf_url else name


def _counts(note: Note, labels: Labels) -> str:
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


def _made_by(note: Note, labels: Labels) -> str:
    return esc(labels.made_by.format(model=note.model, prompts=note.prompts, language=note.language))
