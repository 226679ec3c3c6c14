"""Papers written for the tests, and a model that answers from a script."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ValidationError

from digest.document import Document, Link, Page, Section, Sentence, SentenceKind
from digest.errors import BadReplyError
from digest.llm.request import Reply, Request
from digest.models import Paper

T = TypeVar("T", bound=BaseModel)

PAGES = (
    (
        "# Abstract",
        "We present Lantern, a retriever that scores passages with sparse lanterns of attention.",
        "Lantern does not need any labelled data.",
        "On HarborQA it reaches 71.4% accuracy, which is 3.2 points above the best earlier system.",
        "# 1 Introduction",
        "Finding the right passage in a large collection is hard: most questions share few words with their answers.",
        "Earlier systems such as BuoyNet train on 2.5 million labelled pairs.",
        "Labels of that kind are expensive and are not available for most languages.",
    ),
    (
        "# 2 Method",
        "Lantern splits every passage into 6 windows of 128 tokens.",
        "Each window is encoded once, and the score of a passage is the maximum over its windows.",
        "Training lowers the temperature from 1.0 to 0.1 in three stages.",
        "The encoder has 110 million parameters and was trained for 12 hours on 8 GPUs.",
        "# 3 Results",
        "Lantern outperforms BuoyNet on HarborQA by 3.2 points (71.4% against 68.2%).",
        "Removing the windows decreases accuracy by 5.1 points.",
        "No gain was observed on TideQA, where both systems reach 55.0%.",
        "Inference takes 14 ms per query, while BuoyNet takes 52 ms.",
    ),
    (
        "# 4 Limitations",
        "Our method is limited to English and was not tested on passages longer than 4,096 tokens.",
        "# 5 Conclusion",
        "We have shown that a retriever can be trained without labels and still outperform supervised systems.",
        "In future work we will extend Lantern to other languages.",
        "Our code is available at https://github.com/example/lan\ntern .",
        "# References",
        "[1] A. Keeper. BuoyNet: marks in the water. In Proceedings of Harbours, 2021.",
    ),
)
ABSTRACT = " ".join(PAGES[0][1:4])


def document(pages: Sequence[Sequence[str]] = PAGES, *, links: Sequence[Link] = (), language: str = "en") -> Document:
    """A document of sentences; those that begin with ``#`` are headings and open a section."""
    text, sentences, page_spans = "", [], []
    heads: list[tuple[str, int, int]] = []
    references = False
    for number, page in enumerate(pages, 1):
        begin = len(text)
        for raw in page:
            start = len(text)
            heading = raw.startswith("#")
            said = raw.lstrip("# ")
            text += said + ("\n" if heading else " ")
            references = said == "References" if heading else references
            plain = SentenceKind.REFERENCE if references else SentenceKind.TEXT
            sentences.append(Sentence(start=start, end=len(text), kind=SentenceKind.HEADING if heading else plain))
            if heading:
                heads.append((said, start, number))
        page_spans.append(Page(number=number, start=begin, end=len(text), width=612, height=792))
    ends = [*(start for _, start, _ in heads[1:]), len(text)][: len(heads)]
    kinds: dict[str, Literal["abstract", "references", "appendix"]] = {
        "Abstract": "abstract",
        "References": "references",
        "Appendix": "appendix",
    }
    sections = tuple(
        Section(title=title, level=1, start=start, end=end, page=page, kind=kinds.get(title, "body"))
        for (title, start, page), end in zip(heads, ends, strict=True)
    )
    return Document(
        key=hashlib.sha256(text.encode()).hexdigest(),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        extractor="test",
        reader="pdfium",
        title="Lantern: Retrieval without Labels",
        abstract=ABSTRACT,
        language=language,
        text=text,
        pages=tuple(page_spans),
        sentences=tuple(sentences),
        sections=sections,
        links=tuple(links),
    )


def paper(**changes: Any) -> Paper:  # noqa: ANN401 - any field of a paper
    """The metadata of the paper written for the tests."""
    fields = {"id": "2401.00001", "title": "Lantern: Retrieval without Labels", "abstract": ABSTRACT}
    return Paper.model_validate(fields | changes)


def index_of(doc: Document, words: str) -> int:
    """The number of the first sentence that has these words."""
    return next(i for i in range(len(doc.sentences)) if words in doc.sentence_text(i))


def claim(doc: Document, text: str, words: str, **changes: object) -> dict[str, Any]:
    """A claim about the sentence that has these words, with the words as its anchor."""
    return {"text": text, "sentences": [index_of(doc, words)], "anchor": words, "derived": []} | changes


Script = Callable[[Request], object]


@dataclass
class ScriptedModel:
    """Answers each task by its script, through JSON as a real endpoint does, and refuses what does not validate."""

    script: dict[str, Script]
    name: str = "scripted"
    asked: list[Request] = field(default_factory=list)

    def prepare(self) -> None:
        """Nothing takes time here."""

    async def ask(self, request: Request, reply_type: type[T]) -> tuple[T, Reply]:
        """The scripted answer; a list of answers is taken in turn, the second one being the repair turn."""
        self.asked.append(request)
        key = hashlib.sha256(request.model_dump_json().encode()).hexdigest()
        text = json.dumps(self.script[request.task](request))
        try:
            return reply_type.model_validate_json(text), Reply(text=text, call_key=key)
        except ValidationError as error:
            raise BadReplyError(f"{self.name}: {error}") from error


def sentences_in(request: Request) -> dict[int, str]:
    """The numbered sentences that a request shows."""
    found = re.findall(r"^\[(\d+)\] (.*)$", request.messages[-1].content, re.MULTILINE)
    return {int(number): text for number, text in found}
