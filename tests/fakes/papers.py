"""Papers made on the spot: metadata and a PDF of some pages, deterministic by id, for the loopback arXiv."""

from __future__ import annotations

import hashlib
import io
import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer

_SUBJECTS = ("Sparse Retrieval", "Quantum Annealing", "Protein Folding", "Federated Learning", "Speech Synthesis")
_VERBS = ("Measuring", "Revisiting", "Scaling", "Understanding", "Compressing")
_PLACES = (
    "a public corpus",
    "three benchmarks",
    "the Example data set",
    "a set of recorded trials",
    "a survey of users",
)

_COLLECTORS = ("hand", "a script", "volunteers")


@dataclass(frozen=True)
class FakePaper:
    """What the loopback arXiv knows of one version of a paper."""

    id: str
    version: int = 1
    title: str = ""
    authors: tuple[str, ...] = ("Ada Example", "Ben Sample")
    categories: tuple[str, ...] = ("cs.CL", "cs.LG")
    comment: str = ""
    licence: str = "http://creativecommons.org/licenses/by/4.0/"
    withdrawn: bool = False
    pdf: bytes = b""
    html: bytes = b""
    """The paper as LaTeXML would serve it; most papers have none."""
    summary: str = ""
    """The abstract; made up where it is not given."""

    @property
    def label(self) -> str:
        return f"{self.id}v{self.version}"

    @property
    def shown_title(self) -> str:
        seed = int(hashlib.sha256(self.id.encode()).hexdigest(), 16)
        return self.title or f"{_VERBS[seed % 5]} {_SUBJECTS[seed // 5 % 5]} in Study {seed % 997}"

    @property
    def published(self) -> datetime:
        seed = int(hashlib.sha256(self.id.encode()).hexdigest(), 16)
        return datetime(2024, 1, 15, 9, tzinfo=UTC) + timedelta(hours=seed % 400)

    @property
    def abstract(self) -> str:
        return self.summary or _abstract(self)

    @property
    def content(self) -> bytes:
        return self.pdf or make_pdf(self)

    def with_pdf(self, pdf: bytes) -> FakePaper:
        """The same paper with another content."""
        return replace(self, pdf=pdf)


def _numbers(paper: FakePaper) -> random.Random:
    return random.Random(paper.id)


def _abstract(paper: FakePaper) -> str:
    chance = _numbers(paper)
    return (
        f"We study {paper.shown_title.lower()} on {chance.choice(_PLACES)} with {chance.randint(20, 900)} items. "
        f"We propose a method named Sketch{chance.randint(2, 99)} that reads each item once. "
        f"The method reaches an accuracy of {chance.randint(600, 990) / 10}% on the test set. "
        f"Training takes {chance.randint(2, 40)} hours on one machine."
    )


def make_pdf(paper: FakePaper) -> bytes:
    """A PDF of about three pages: abstract, numbered sections, results with numbers, references."""
    chance = _numbers(paper)
    styles = getSampleStyleSheet()
    story: list[Flowable] = [Paragraph(paper.shown_title, styles["Title"])]
    story.append(Paragraph(", ".join(paper.authors), styles["Normal"]))
    story += [Paragraph("Abstract", styles["Heading2"]), Paragraph(_abstract(paper), styles["Normal"])]
    for number, name in enumerate(("Introduction", "Method", "Data", "Experiments", "Results", "Limitations"), 1):
        story.append(Paragraph(f"{number} {name}", styles["Heading2"]))
        for part in range(4):
            a, b = chance.randint(2, 99), chance.randint(100, 999)
            story.append(
                Paragraph(
                    f"In part {part + 1} of the {name.lower()} we consider setting {a} of the study in detail. "
                    f"The {name.lower()} covers {b} items that were collected by {chance.choice(_COLLECTORS)}. "
                    f"Each item was read by {chance.randint(2, 9)} annotators who agreed "
                    f"in {chance.randint(50, 99)}% of the cases. "
                    "This choice follows the protocol that was described in earlier work on the subject.",
                    styles["Normal"],
                )
            )
            story.append(Spacer(1, 6))
    story += [Paragraph("7 Conclusion", styles["Heading2"])]
    story.append(
        Paragraph(
            "We presented a method that reads each item once. The code is available at "
            f"https://github.com/example/study-{chance.randint(2, 999)}.",
            styles["Normal"],
        )
    )
    story += [Paragraph("References", styles["Heading2"])]
    for number in range(1, 4):
        story.append(
            Paragraph(
                f"[{number}] A. Writer. A study of examples. Journal of Examples, {number}, 2020.", styles["Normal"]
            )
        )
    rl_config.invariant = 1  # no time stamps: the same bytes each time
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=A4, title=paper.shown_title).build(story)
    return buffer.getvalue()
