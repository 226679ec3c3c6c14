"""One entry of a list with what became of it: what every shape is made of."""

from __future__ import annotations

from dataclasses import dataclass

from digest.models import Entry, Note, Paper

LEFT_OUT = "LeftOut"
"""The ``kind`` of an entry that a limit on the number of papers left for another time."""


@dataclass(frozen=True)
class Item:
    """One entry of a list with what became of it.

    ``reason`` says in English why there is no note, and ``kind`` names the class of the error where one is the reason;
    ``reasons.reason_of`` says it to readers. ``LEFT_OUT`` is the kind of an entry that was not even tried.
    ``repeat_of`` is the title of the earlier issue that had the paper.
    """

    entry: Entry
    paper: Paper | None = None
    note: Note | None = None
    reason: str | None = None
    repeat_of: str | None = None
    kind: str | None = None

    @property
    def title(self) -> str:
        """The paper's own title; that of the list where the paper is not known."""
        return self.paper.title if self.paper else self.entry.title

    @property
    def url(self) -> str | None:
        """Where the paper can be read."""
        return (self.paper.url if self.paper else None) or self.entry.url
