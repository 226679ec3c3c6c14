"""Bytes of a paper to a Document; pure, and run in a worker process.

``read_pdf`` is loaded when it is first used: a run that has nothing to read need not wait for the readers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.extract.name import EXTRACTOR

if TYPE_CHECKING:
    from digest.extract.read import read_pdf

__all__ = ["EXTRACTOR", "read_pdf"]


def __getattr__(name: str) -> object:
    if name == "read_pdf":
        from digest.extract.read import read_pdf  # noqa: PLC0415 - the point of this function

        return read_pdf
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
