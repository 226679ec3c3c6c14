"""What people type to name papers: arXiv ids in any form, PDFs on disk, or a list of them on stdin."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from digest.errors import BadIdError, UsageError

if TYPE_CHECKING:
    from digest.models import PaperRef


def expand(specs: Iterable[str]) -> Iterator[str]:
    """The specs with ``-`` replaced by the lines of stdin; ``#`` begins a comment, as does `` #`` within a line."""
    for spec in specs:
        if spec != "-":
            yield spec
            continue
        for line in sys.stdin:
            text = line.split(" #")[0].strip()
            if text and not text.startswith("#"):
                yield text


def refs_from(specs: Sequence[str]) -> list[PaperRef]:
    """One reference for each spec, in order, without repeats.

    Raises:
        UsageError: Some specs are malformed; every one of them is named, and nothing was done yet.
    """
    refs: list[PaperRef] = []
    bad: list[str] = []
    for spec in expand(specs):
        try:
            refs.append(ref_from(spec))
        except BadIdError as error:
            bad.append(str(error))
    if bad:
        raise UsageError("\ndigest: ".join(bad))
    if not refs:
        raise UsageError("no paper was named", hint="For example: digest summarize 1706.03762")
    return list(dict.fromkeys(refs))


def ref_from(spec: str) -> PaperRef:
    """An existing file, or else an arXiv id in one of its forms.

    Raises:
        BadIdError: It is neither.
    """
    from digest.models import PaperRef
    from digest.sources.arxiv_ids import parse_ref

    path = Path(spec).expanduser()
    if path.is_file():
        return PaperRef(kind="file", id=str(path.resolve()))
    try:
        return parse_ref(spec)
    except BadIdError as error:
        if "://" not in spec and spec.lower().endswith(".pdf"):
            raise BadIdError(f"{spec}: there is no such file, and it is no arXiv id either") from error
        raise
