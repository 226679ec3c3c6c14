"""Where notes go: stdout in the order asked for, one file, or a folder with a file for each paper."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from digest.errors import StoreError

if TYPE_CHECKING:
    from digest.models import Note, Paper, PaperRef
    from digest.pipeline import Outcome
    from digest.store import Store

BETWEEN = "\n***\n\n"
"""Stands between two notes in Markdown."""


def as_markdown(paper: Paper, note: Note) -> str:
    """The note as Markdown for GitHub and most readers."""
    from digest.export.note import render_note

    return render_note(note, paper)


def as_json_line(paper: Paper, note: Note) -> str:
    """Paper and note as one line of JSON."""
    return (
        json.dumps({"paper": paper.model_dump(mode="json"), "note": note.model_dump(mode="json")}, ensure_ascii=False)
        + "\n"
    )


def file_name(paper: Paper, note: Note, suffix: str) -> str:
    """``1706.03762v7.md``, ``math_0405482v2.ja.md``: safe on every file system, one for each paper and language."""
    stem = re.sub(r"[^0-9A-Za-z.\-]+", "_", paper.label)
    language = "" if note.language == "en" else f".{note.language}"
    return f"{stem}{language}{suffix}"


def prepared(output: str) -> Path:
    """The path of ``-o``; a folder that is named with a slash at its end is made.

    Raises:
        StoreError: It cannot be made.
    """
    target = Path(output)
    if output.endswith(("/", os.sep)):
        try:
            target.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{target} cannot be made: {error.strerror}") from error
    return target


@dataclass(frozen=True)
class Page:
    """A note as it is written, with the name of its file; it takes a tenth of the memory of the note itself."""

    name: str
    text: str


def page_of(outcome: Outcome, *, as_json: bool) -> Page | None:
    """What an outcome gives to write; None without a note."""
    paper, note = outcome.paper, outcome.note
    if paper is None or note is None:
        return None
    render = as_json_line if as_json else as_markdown
    return Page(file_name(paper, note, ".json" if as_json else ".md"), render(paper, note))


class Stdout:
    """Prints each note as soon as all that were asked for before it are done."""

    def __init__(self, refs: Sequence[PaperRef], *, as_json: bool) -> None:
        self._waiting = list(refs)
        self._as_json = as_json
        self._printed = 0

    def offer(self, pages: Mapping[PaperRef, Page | None]) -> None:
        """Print what can be printed in order by now."""
        while self._waiting and self._waiting[0] in pages:
            page = pages[self._waiting.pop(0)]
            if page is None:
                continue
            if self._printed and not self._as_json:
                sys.stdout.write(BETWEEN)
            sys.stdout.write(page.text)
            sys.stdout.flush()
            self._printed += 1


def stands(pages: Sequence[Page | None], target: Path, *, as_json: bool) -> bool:
    """Whether what would be written is there already, byte for byte."""
    folder, files = _files(pages, target, as_json=as_json)
    try:
        return all((folder / name).read_bytes() == text.encode() for name, text in files.items())
    except OSError:
        return False


def _files(pages: Sequence[Page | None], target: Path, *, as_json: bool) -> tuple[Path, dict[str, str]]:
    """A folder and its files with the notes: one for each when ``target`` is a folder, else one for all."""
    made = [page for page in pages if page]
    if target.is_dir():
        return target, {page.name: page.text for page in made}
    between = "" if as_json else BETWEEN
    return target.parent, {target.name: between.join(page.text for page in made)} if made else {}


def write_files(pages: Sequence[Page | None], target: Path, store: Store, *, as_json: bool, quiet: bool) -> None:
    """Write the notes to a file, or to a folder when ``target`` is one or ends with a slash.

    A file that a person changed since we wrote it is kept; the new text goes beside it.

    Raises:
        StoreError: The place cannot be written.
    """
    from digest.cli.written import write_kept
    from digest.models import Bundle

    folder, files = _files(pages, target, as_json=as_json)
    if files:
        bundle = Bundle(files={name: text.encode() for name, text in files.items()})
        write_kept(bundle, folder, store, force=False, quiet=quiet)
