"""What curating works on: the entries of a collection with the paper and the note of each, where there are any."""

from __future__ import annotations

from typing import Protocol

from digest.models import Entry, Note, Paper


class Listed(Protocol):
    """One entry of a list; exporters' ``Item`` is one."""

    @property
    def entry(self) -> Entry:
        """The row of the list."""
        ...

    @property
    def paper(self) -> Paper | None:
        """The metadata, where they are known."""
        ...

    @property
    def note(self) -> Note | None:
        """The note, where there is one."""
        ...


def title_of(item: Listed) -> str:
    """The paper's own title; that of the list where the paper is not known."""
    return item.paper.title if item.paper else item.entry.title


def key_of(item: Listed) -> str:
    """What names an entry in files that people edit: the same whether its paper is known or not.

    An arXiv id without version, a URL, the id of a PDF on disk (never its path), else the title in the list.
    """
    ref = item.entry.ref
    if ref and ref.kind != "file":
        return ref.id
    return item.paper.id if item.paper else item.entry.url or item.entry.title
