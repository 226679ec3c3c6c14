"""From what a model writes about several papers to sentences of which each part was checked against its own paper.

A model's sentence consists of parts, one paper each. A part is checked against that paper alone; it may speak of no
other paper of the survey, whose text it was not checked against. What passes is joined by words of ours that claim
nothing; what fails is left out and counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from digest.curate.survey_drafts import PartDraft, ProseDraft, SentenceDraft
from digest.curate.survey_papers import Study, speaks_of
from digest.editions import Claim, Support
from digest.models import Evidence, Passage, Status
from digest.summarize import drafts
from digest.summarize.language import resolve

# A paper is called by its name; "[3]" or "paper 3" would be a number of the prompt, which no reader knows.
_BY_NUMBER = re.compile(r"\[\d+(?:\.\d+)?\]|\bpapers? \d+\b|論文\s?\d+", re.IGNORECASE)
_THE_PAPER = {"ja": "この論文"}
_OPENINGS = re.compile(r"(?:The|A|An|In|On|At|By|For|With|To|From|When|While|Using|Its?|This|Here|Both)(?= )")
_JOINED = {
    "en": {"while": ", while ", "and": ", and "},
    "ja": {"while": "一方、", "and": "また、"},
}
_OWN_VOICE = re.compile(r"\b(?:we|our|us|I)\b|我々|われわれ|私たち", re.IGNORECASE)
_SENTENCES = re.compile(r"(?<=[a-z0-9)%][.!?])\s+(?=[A-Z])|(?<=[。！？])")
_STOPS = ".。．"


@dataclass(frozen=True)
class Checked:
    """What became of a draft: the sentences that may be shown, and how many statements were taken out."""

    claims: tuple[Claim, ...]
    removed: int


def checked(
    draft: ProseDraft,
    studies: Sequence[Study],
    offered: Mapping[int, frozenset[int]],
    everyone: Sequence[Study],
    language: str,
) -> Checked:
    """Check every part of every sentence.

    Args:
        draft: What the model wrote.
        studies: The papers that it was asked about.
        offered: By their numbers, the sentences it was shown; others cannot be cited.
        everyone: All papers of the survey.
        language: That of the prose.
    """
    known = {study.number: study for study in studies}
    claims: list[Claim] = []
    said: set[str] = set()
    removed = 0
    for sentence in draft.sentences:
        parts = [(known.get(part.paper), part) for part in sentence.parts if part.text]
        good = []
        for study, part in parts:
            text = " ".join(part.text.split())
            others = [other for other in everyone if other is not study]
            evidence = _evidence(study, part, text, offered, others) if study else None
            if study is None or evidence is None:
                removed += 1
            elif text not in said:
                said.add(text)
                good.append((study, text, evidence))
        claims += _claims(sentence, good, language)
    return Checked(tuple(claims), removed)


def _evidence(
    study: Study, part: PartDraft, text: str, offered: Mapping[int, frozenset[int]], others: Sequence[Study]
) -> tuple[Evidence, ...] | None:
    """The evidence for a part in its own paper; None where it is not supported there."""
    if study.checker is None or _BY_NUMBER.search(text) or _means_another(text, study, others):
        return None
    shown = [index for index in part.sentences if index in offered.get(study.number, frozenset())]
    whole = _as_the_paper_would(text, study)
    found: tuple[Evidence, ...] = ()
    for said in dict.fromkeys([whole, *_SENTENCES.split(whole)]):
        # each sentence for itself too: among true ones an invented one has company
        claim = drafts.Claim(text=said, sentences=shown, anchor=part.anchor, derived=part.derived)
        passage: Passage = study.checker.check(claim)
        if said and passage.status is not Status.VERIFIED:
            return None
        found = found or passage.evidence
    return found or None


def _means_another(text: str, study: Study, others: Sequence[Study]) -> bool:
    """Whether a text names another paper of the survey. The paper's own names may contain another's."""
    rest = text
    while found := speaks_of(rest, study.aliases):
        rest = f"{rest[: found.start()]}\N{OBJECT REPLACEMENT CHARACTER}{rest[found.end() :]}"
    return any(speaks_of(rest, other.aliases) for other in others)


def _as_the_paper_would(text: str, study: Study) -> str:
    """The text with a name that only the survey gives, such as that of the authors, replaced by "the paper"."""
    if study.is_coined:
        return text
    ours = _THE_PAPER.get(resolve(study.language).code, "the paper")
    found = speaks_of(text, [study.name])
    return f"{text[: found.start()]}{ours}{text[found.end() :]}" if found else text


def _claims(
    sentence: SentenceDraft, good: Sequence[tuple[Study, str, tuple[Evidence, ...]]], language: str
) -> Iterator[Claim]:
    """The parts as one sentence where the language has words to join them, else as sentences of their own."""
    joined = _JOINED.get(resolve(language).code)
    alone = [joined is None or len(good) == 1 or _OWN_VOICE.search(text) is not None for _, text, _ in good]
    for single, (study, text, evidence) in zip(alone, good, strict=True):
        if single:  # "we" would be somebody else beside another paper
            yield Claim(text=text, supports=(Support(paper_id=study.paper.id, evidence=evidence),))
    good = [part for single, part in zip(alone, good, strict=True) if not single]
    if joined is None or not good:
        return
    word = joined["while" if sentence.link.casefold() == "while" else "and"]
    text = _named(*good[0][:2])
    for place, (study, part, _) in enumerate(good[1:]):
        # "while" contrasts two; what follows is only added
        text = _added(text, _named(study, part), word if place == 0 else joined["and"])
    supports: dict[str, tuple[Evidence, ...]] = {}
    for study, _, evidence in good:
        supports[study.paper.id] = tuple(dict.fromkeys((*supports.get(study.paper.id, ()), *evidence)))
    yield Claim(text=text, supports=tuple(Support(paper_id=key, evidence=value) for key, value in supports.items()))


def _named(study: Study, text: str) -> str:
    """The part with its paper's name: among others, a part without one would seem to be about its neighbour."""
    if speaks_of(text, [study.name]):
        return text
    return f"{study.name}：{text}" if resolve(study.language).code == "ja" else f"{study.name}: {text}"


def _added(text: str, part: str, word: str) -> str:
    """The text and a further part, as one sentence; in Japanese a full stop stays before the joining word."""
    if word.endswith("、"):
        return f"{text}{'' if text[-1] in _STOPS else '。'}{word}{part}"
    lowered = part[0].lower() + part[1:] if _OPENINGS.match(part) else part
    return f"{text.rstrip(_STOPS)}{word}{lowered}"
