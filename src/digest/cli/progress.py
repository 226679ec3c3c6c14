"""Progress of long work on stderr, only when that is a terminal: papers done, what is going on, time left."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from digest.models import PaperRef
    from digest.pipeline import Outcome

VERBS = {"fetch": "fetching", "read": "reading", "write": "writing"}


class Progress:
    """A bar that shows itself only to people: never in a pipe, a log or with ``quiet``."""

    def __init__(self, total: int, *, quiet: bool) -> None:
        self._total = total
        self._shown = not quiet and sys.stderr.isatty()
        self._bar: Bar | None = None
        self._doing: dict[str, str] = {}

    def __enter__(self) -> Self:
        if self._shown:
            from rich.console import Console
            from rich.progress import (
                BarColumn,
                MofNCompleteColumn,
                Progress,
                SpinnerColumn,
                TextColumn,
                TimeRemainingColumn,
            )

            self._bar = Progress(
                SpinnerColumn(),
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self._bar.start()
            self._bar.add_task("starting", total=self._total)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def stage(self, ref: PaperRef, stage: str) -> None:
        """A paper has reached a stage."""
        self._doing[ref.label] = VERBS[stage]
        self._describe()

    def done(self, outcome: Outcome) -> None:
        """A paper is done or has failed."""
        self._doing.pop(outcome.ref.label, None)
        if self._bar:
            self._bar.advance(self._bar.task_ids[0])
        self._describe()

    def _describe(self) -> None:
        if not self._bar:
            return
        shown = ", ".join(f"{verb} {label}" for label, verb in list(self._doing.items())[:2])
        more = f" and {len(self._doing) - 2} more" if len(self._doing) > 2 else ""  # noqa: PLR2004 - two fit on a line
        self._bar.update(self._bar.task_ids[0], description=(shown + more) or "working")
