"""From what a model writes about several papers to sentences of which each part was checked against its own paper.

A model's sentence consists of parts, one paper each. A part is checked against that paper alone; it may speak of no
other paper of the survey, whose text it was not checked against. What passes is joined by words of ours that claim
nothing; what fails is left out and counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from digest.curate.survey_drafts import PartDraft, ProseDraft, SentenceDraft
from digest.curate.survey_papers import Study, calls, speaks_of
from digest.editions import Claim, Support
from digest.models import Evidence, Status
from digest.summarize import drafts
from digest.summarize.evidence import Checker
from digest.summarize.language import resolve
from digest.summarize.locate import MIN_ELSEWHERE, squash
from digest.summarize.numbers import missing_numbers
from digest.summarize.wording import content_stems, words

# A paper is called by its name; "paper 3" would be its number in the prompt, which no reader knows.
_BY_NUMBER = re.compile(r"\bpapers? \d+\b|論文\s?\d+", re.IGNORECASE)
_CITATION = re.compile(r"[,;]?\s*\[\d+(?:[,;\s–-]+\d+)*\]")  # a citation of the paper, or a sentence's number
_THE_PAPER = {"ja": "この論文"}
_OPENINGS = re.compile(r"(?:The|A|An|In|On|At|By|For|With|To|From|When|While|Using|Its?|This|Here|Both)(?= )")
_JOINED = {
    "en": {"while": ", while ", "and": ", and "},
    "ja": {"while": "一方、", "and": "また、"},
}
_ALIKE, _ALIKE_WIDE = 80.0, 92.0  # of words, and of characters where no spaces part the words
_COMPARABLE = 2  # meaning-carrying words; Japanese given for English has but one
_OWN_VOICE = re.compile(r"\b(?:[Ww]e|[Oo]ur|us|I)\b|我々|われわれ|私たち")
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
    said: list[tuple[Study, str]] = []
    removed = 0
    for sentence in draft.sentences:
        parts = [(known.get(part.paper), part) for part in sentence.parts if part.text]
        good = []
        for study, part in parts:
            text = _CITATION.sub("", " ".join(part.text.split()))
            others = [other for other in everyone if other is not study]
            evidence = _evidence(study, part, text, offered, others) if study else None
            if study is None or evidence is None:
                removed += 1
            elif not any(study is one and _alike(text, other) for one, other in said):
                said.append((study, text))
                good.append((study, _closed(text, language), evidence))
        claims += _claims(sentence, good, language)
    return Checked(tuple(claims), removed)


def _alike(one: str, other: str) -> bool:
    """Whether two sentences about one paper say the same."""
    return fuzz.token_sort_ratio(one, other) > (_ALIKE if one.isascii() else _ALIKE_WIDE)


def _evidence(
    study: Study, part: PartDraft, text: str, offered: Mapping[int, frozenset[int]], others: Sequence[Study]
) -> tuple[Evidence, ...] | None:
    """The evidence for a part in its own paper; None where it is not supported there."""
    if study.checker is None or _BY_NUMBER.search(text) or _means_another(text, study, others):
        return None
    shown = [index for index in part.sentences if index in offered.get(study.number, frozenset())]
    cited = part.model_copy(update={"sentences": shown})
    found = _supported(study.checker, _as_the_paper_would(text, study, study.checker), cited)
    if not (found and study.original):
        return found
    # The paper is in another language, in which only numbers, names and negations can be compared: so the same
    # statement must hold in the paper's own language too, and the one may have no numbers that the other lacks.
    plain = " ".join(part.plain.split())
    comparable = len(content_stems(words(plain))) >= _COMPARABLE
    if not comparable or missing_numbers(text, [plain], part.derived) or _means_another(plain, study, others):
        return None
    return found if _supported(study.original, _as_the_paper_would(plain, study, study.original), cited) else None


def _supported(checker: Checker, whole: str, cited: PartDraft) -> tuple[Evidence, ...] | None:
    """The evidence for a text; None when it, or a sentence of it for itself, does not hold.

    Among true sentences an invented one has company, so each is checked alone too.
    """
    found: tuple[Evidence, ...] = ()
    # Small models copy a sentence and give "Figure 1" as its quotation: then the sentence itself must stand there.
    short = len(squash(cited.anchor).text) < MIN_ELSEWHERE
    for said in filter(None, dict.fromkeys([whole, *_SENTENCES.split(whole)])):
        claim = drafts.Claim(text=said, sentences=cited.sentences, anchor=cited.anchor, derived=cited.derived)
        if short and checker.source.find(cited.anchor, tuple(cited.sentences)) is None:
            claim = claim.model_copy(update={"anchor": said})
        passage = checker.check(claim)
        if passage.status is not Status.VERIFIED:
            return None
        found = found or passage.evidence
    return found or None


def _means_another(text: str, study: Study, others: Sequence[Study]) -> bool:
    """Whether a text names another paper of the survey. The paper's own names may contain another's."""
    rest = text
    while found := speaks_of(rest, study.aliases):
        rest = f"{rest[: found.start()]}\N{OBJECT REPLACEMENT CHARACTER}{rest[found.end() :]}"
    return any(speaks_of(rest, other.aliases) for other in others)


def _as_the_paper_would(text: str, study: Study, checker: Checker) -> str:
    """The text with a name that only the survey gives, such as that of the authors, replaced by "the paper"."""
    if study.is_coined:
        return text
    ours = _THE_PAPER.get(resolve(checker.language).code, "the paper")
    found = speaks_of(text, [study.name])
    return f"{text[: found.start()]}{ours}{text[found.end() :]}" if found else text


def _claims(
    sentence: SentenceDraft, good: Sequence[tuple[Study, str, tuple[Evidence, ...]]], language: str
) -> Iterator[Claim]:
    """The parts as one sentence where the language has words to join them, else as sentences of their own."""
    joined = _JOINED.get(resolve(language).code)
    # Beside another paper "we", or a statement without a name, would seem to be about the neighbour.
    alone = [
        joined is None or len(good) == 1 or bool(_OWN_VOICE.search(text)) or not calls(text, study.name)
        for study, text, _ in good
    ]
    for single, (study, text, evidence) in zip(alone, good, strict=True):
        if single:
            yield Claim(text=text, supports=(Support(paper_id=study.paper.id, evidence=evidence),))
    good = [part for single, part in zip(alone, good, strict=True) if not single]
    if joined is None or not good:
        return
    word = joined["while" if sentence.link.casefold() == "while" else "and"]
    text = good[0][1]
    for place, (_, part, _) in enumerate(good[1:]):
        # "while" contrasts two; what follows is only added
        text = _added(text, part, word if place == 0 else joined["and"])
    supports: dict[str, tuple[Evidence, ...]] = {}
    for study, _, evidence in good:
        supports[study.paper.id] = tuple(dict.fromkeys((*supports.get(study.paper.id, ()), *evidence)))
    yield Claim(text=text, supports=tuple(Support(paper_id=key, evidence=value) for key, value in supports.items()))


def _closed(text: str, language: str) -> str:
    """The statement with a full stop, where its writer has left it open."""
    if not text[-1].isalnum() and text[-1] not in ")）%":
        return text
    return text + ("。" if resolve(language).code == "ja" else ".")


def _added(text: str, part: str, word: str) -> str:
    """The text and a further part, as one sentence; in Japanese a full stop stays before the joining word."""
    if word.endswith("、"):
        return f"{text}{word}{part}"
    lowered = part[0].lower() + part[1:] if _OPENINGS.match(part) else part
    return f"{text.rstrip(_STOPS)}{word}{lowered}"
