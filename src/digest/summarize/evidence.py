"""From what a model claims to what a reader may trust: the only place where an ``Evidence`` is made.

A claim names sentences and copies a few words from one of them. The words are looked up in the paper, the quotation is
always the paper's own characters, the page follows from the offset, and the claim is then compared with what it cites.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from digest.document import Document, Link
from digest.models import Evidence, Paper, Passage, Seal, Status
from digest.summarize.drafts import Claim
from digest.summarize.elsewhere import Elsewhere
from digest.summarize.fixed import fixed
from digest.summarize.language import resolve
from digest.summarize.locate import Located, Source, squash
from digest.summarize.support import SOMETHING_ELSE, Setting, answers_nothing, objections, says_not_stated
from digest.summarize.terms import Vocabulary
from digest.summarize.wording import content_stems, telling, words

_LONG = 80  # characters
MAX_CITED = 6  # sentences: who cites a whole page has cited nothing


@dataclass(frozen=True)
class Checker:
    """Checks claims about one paper in one language."""

    paper: Paper
    document: Document
    language: str

    @cached_property
    def source(self) -> Source:
        """The document, ready for looking up words."""
        return Source(self.document)

    @cached_property
    def setting(self) -> Setting:
        """What the comparison needs to know about the paper and the two languages."""
        known = f"{self.paper.title}\n{self.paper.abstract}\n{self.document.text}"
        return Setting(
            vocabulary=Vocabulary(known),
            title=self.paper.title,
            answer=resolve(self.language).code,
            paper=resolve(self.document.language).code or "en",
            weights=self.elsewhere.weights,
        )

    @cached_property
    def elsewhere(self) -> Elsewhere:
        """The paper's sentences, to find the one that a statement belongs to."""
        texts = (self.document.sentence_text(i) for i in range(len(self.document.sentences)))
        stems = [frozenset(content_stems(words(text))) for text in texts]
        return Elsewhere(stems, telling(stems))

    def check(self, claim: Claim, question: str | None = None, *, stated: bool = True) -> Passage:
        """The claim as a passage: verified, not stated in the paper, or unverified with its problems."""
        if not stated or not claim.text or (question is not None and says_not_stated(claim.text)):
            return self.not_stated()
        cited = tuple(dict.fromkeys(i for i in claim.sentences if self.source.citable(i)))
        located = self.source.find(claim.anchor, cited) or self._echoed(claim, cited)
        if located is None:
            problem = f'the words "{_shortened(claim.anchor)}" do not stand in the cited sentences'
            return _unverified(claim, (), (problem,))
        chosen = self._chosen(cited, located)
        problems = self._problems(claim, chosen, located, question)
        if problems:
            return _unverified(claim, self._runs(chosen, located), problems)
        evidence = self._runs(self._explained(claim, chosen), located)
        return Passage(text=claim.text, status=Status.VERIFIED, evidence=evidence, derived=tuple(claim.derived))

    def not_stated(self) -> Passage:
        """The passage for a question that the paper does not answer."""
        return Passage(text=fixed(self.language).not_stated, status=Status.NOT_STATED)

    def extracted(self, indexes: Sequence[int]) -> Passage:
        """Sentences of the paper as a passage of their own, chosen without a model."""
        wanted = tuple(sorted(dict.fromkeys(i for i in indexes if self.source.citable(i))))
        said = " ".join(" ".join(self.document.sentence_text(i).split()) for i in wanted)
        said = re.sub(r"^(?:Abstract|ABSTRACT|Summary)\s*[.:—–-]+\s*(?=\w)", "", said)
        return Passage(text=said, status=Status.EXTRACTED, evidence=self._runs(wanted, None))

    def link(self, url: str, status: Status) -> tuple[str, Passage] | None:
        """A URL and the passage for it when it occurs in the paper, as a link or in the text, else None."""
        found = find_url(self.source, url)
        if found is None:
            return None
        exact, span = found
        evidence = self._runs(self.source.sentences_at(*span), None) if span else ()
        return exact, Passage(text=exact, status=status, evidence=evidence)

    def _chosen(self, cited: tuple[int, ...], located: Located) -> tuple[int, ...]:
        """What counts as cited: the sentences named and the anchor's, or the anchor's alone when it is elsewhere."""
        if not any(abs(i - j) <= 1 for i in cited for j in located.sentences):
            return located.sentences
        both = tuple(dict.fromkeys((*located.sentences, *cited)))
        return tuple(sorted(both[:MAX_CITED]))

    def _explained(self, claim: Claim, chosen: tuple[int, ...]) -> tuple[int, ...]:
        """The sentences to show: what is cited, and a neighbour without which a reader would not find the words."""
        if not self.setting.same_prose or len(chosen) >= MAX_CITED:
            return chosen
        beside = self.elsewhere.explaining(claim.text, chosen, self._beside(chosen))
        return chosen if beside is None else tuple(sorted((*chosen, beside)))

    def _echoed(self, claim: Claim, cited: tuple[int, ...]) -> Located | None:
        """Where a statement stands whose writer, as small models do, gave the statement itself as its quotation.

        Nothing was quoted then, so the paper alone decides: of all its sentences a cited one, or one beside it, must
        have the most of the statement's words.
        """
        if not self.setting.same_prose or squash(claim.text).text != squash(claim.anchor).text:
            return None
        home = self.elsewhere.home(claim.text, cited, self._uncitable)
        if home is None or not any(abs(home - i) <= 1 for i in cited):
            return None
        start, end = self.source.span(home)
        return Located(start, end, (home,), exact=True)

    @cached_property
    def _uncitable(self) -> tuple[int, ...]:
        return tuple(i for i in range(len(self.document.sentences)) if not self.source.citable(i))

    def _problems(
        self, claim: Claim, chosen: tuple[int, ...], located: Located, question: str | None
    ) -> tuple[str, ...]:
        texts = [self.document.sentence_text(i) for i in chosen]
        main = " ".join(self.document.sentence_text(i) for i in located.sentences)
        found = objections(
            claim.text,
            texts,
            main=main,
            setting=self.setting,
            derived=claim.derived,
            nearby=self._nearby(chosen),
        )
        if not located.exact:
            copied = self.document.text[located.start : located.end]
            anchor = Setting(self.setting.vocabulary, "", self.setting.paper, self.setting.paper)
            found += objections(claim.anchor, [copied], main=copied, setting=anchor)
        if not found and self.setting.same_prose and self._belongs_elsewhere(claim.text, chosen):
            found = (SOMETHING_ELSE,)
        if answers_nothing(claim.text, question):
            found = (*found, "the text does not answer the question" if question else "the text says nothing")
        return tuple(dict.fromkeys(found))

    def _belongs_elsewhere(self, text: str, chosen: tuple[int, ...]) -> bool:
        near = [j for i in chosen for j in (i - 1, i + 1)]
        return self.elsewhere.owner(text, chosen, [*self._uncitable, *near]) is not None

    def _nearby(self, chosen: tuple[int, ...]) -> list[str]:
        sections = [self.source.section_at(self.document.sentences[i].start) for i in chosen]
        return [self.document.sentence_text(j) for j in self._beside(chosen)] + [s.title for s in sections if s]

    def _beside(self, chosen: tuple[int, ...]) -> list[int]:
        return sorted({j for i in chosen for j in (i - 1, i + 1) if self.source.citable(j)} - set(chosen))

    def _runs(self, indexes: tuple[int, ...], located: Located | None) -> tuple[Evidence, ...]:
        """One evidence for each run of neighbouring sentences on one page, the one with the anchor first."""
        runs: list[list[int]] = []
        for index in indexes:
            start, end = self.source.span(index)
            if start >= end:
                continue
            same_page = runs and self._page(runs[-1][-1]) == self._page(index)
            if runs and index == runs[-1][-1] + 1 and same_page:
                runs[-1].append(index)
            else:
                runs.append([index])
        if located:
            runs.sort(key=lambda run: not set(run) & set(located.sentences))
        return tuple(self._seal(tuple(run)) for run in runs)

    def _page(self, index: int) -> int:
        return self.document.page_at(self.source.span(index)[0]).number

    def _seal(self, run: tuple[int, ...]) -> Evidence:
        start, end = self.source.span(run[0])[0], self.source.span(run[-1])[1]
        page = self.document.page_at(start)
        return Evidence(
            quote=self.document.text[start:end],
            start=start,
            end=end,
            page=page.number,
            anchor=page.anchor,
            sentences=run,
            seal=Seal(self.document.key),
        )


def _shortened(anchor: str) -> str:
    """The beginning of what was to be a short quotation."""
    return anchor if len(anchor) <= _LONG else anchor[:_LONG].rsplit(" ", 1)[0] + " …"


def _unverified(claim: Claim, evidence: tuple[Evidence, ...], problems: tuple[str, ...]) -> Passage:
    return Passage(
        text=claim.text,
        status=Status.UNVERIFIED,
        evidence=evidence,
        derived=tuple(claim.derived),
        problems=problems,
    )


MIN_URL = 5


def _bare(url: str) -> str:
    """A URL without what writers leave out or add: scheme, ``www.``, a closing slash or full stop, spaces."""
    bare = "".join(url.split()).casefold().rstrip("/.,;:)]>\"'")
    for prefix in ("https://", "http://", "www."):
        bare = bare.removeprefix(prefix)
    return bare.removesuffix(".git")


def find_url(source: Source, url: str) -> tuple[str, tuple[int, int] | None] | None:
    """A URL as the paper has it, and the span it stands in: among the links, or in the text, broken lines included.

    The span is None for a link whose address is not part of the text.
    """
    wanted = _bare(url)
    if "." not in wanted or len(wanted) < MIN_URL:
        return None
    for link in source.document.links:
        if _bare(link.url) == wanted:
            return link.url, _where(source, link)
    span = _in_text(source, wanted)
    cleaned = "".join(url.split()).rstrip("/.,;:)]>\"'")
    return (cleaned if "://" in cleaned else f"https://{cleaned}", span) if span else None


def _where(source: Source, link: Link) -> tuple[int, int] | None:
    if link.sentence is not None and 0 <= link.sentence < len(source.document.sentences):
        return source.span(link.sentence)
    return _in_text(source, _bare(link.url))


def _in_text(source: Source, wanted: str) -> tuple[int, int] | None:
    """The URL in the text: letters and digits are found first, then every character but white space must agree."""
    needle = squash(wanted).text
    at = source.squashed.text.find(needle) if needle else -1
    while at >= 0:
        start, end = source.squashed.source_span(at, at + len(needle))
        if _bare(source.document.text[start:end]) == wanted and not _goes_on(source.document.text, end):
            return start, end
        at = source.squashed.text.find(needle, at + 1)
    return None


def _goes_on(text: str, end: int) -> bool:
    """Whether the address in the text is longer than what was found of it."""
    rest = text[end : end + 2]
    return rest[:1].isalnum() or (rest[:1] in "/-_?=&#%~" and rest[1:2].isalnum())
