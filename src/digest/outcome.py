"""What is wanted of a paper and what became of it: values that are known without opening the house."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from digest.errors import BudgetError, DigestError
from digest.models import Note, Paper, PaperRef


@dataclass(frozen=True)
class Wish:
    """What kind of note is wanted. ``refresh`` asks the source again and writes a new note."""

    language: str = "en"
    questions: int = 10
    refresh: bool = False
    context_tokens: int = 100_000
    papers_at_once: int = 8


@dataclass(frozen=True)
class Outcome:
    """What became of one reference: a note, or an error. ``reused`` means that nothing had to be done."""

    ref: PaperRef
    paper: Paper | None = None
    note: Note | None = None
    error: DigestError | None = None
    reused: bool = False


Listener = Callable[[PaperRef, str], None]


def exit_code(outcomes: Sequence[Outcome]) -> int:
    """What the run as a whole tells cron: 0, or the gravest of the failures' codes."""
    codes = {outcome.error.exit_code for outcome in outcomes if outcome.error}
    for code in (5, BudgetError.exit_code, 4):
        if code in codes:
            return code
    return 1 if codes else 0
