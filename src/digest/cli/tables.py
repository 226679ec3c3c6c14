"""Rows for people (aligned columns) or for programs (JSON lines), on stdout."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Mapping, Sequence

import typer

WIDEST = 100


def print_rows(rows: Sequence[Mapping[str, object]], *, as_json: bool, empty: str) -> None:
    """Print the rows; where there are none, say so on stderr, so that a pipe gets nothing."""
    if as_json:
        for row in rows:
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        return
    if not rows:
        typer.echo(empty, err=True)
        return
    columns = list(rows[0])
    texts = [[_shown(row[column]) for column in columns] for row in rows]
    widths = [max(_width(line[i]) for line in [columns, *texts]) for i in range(len(columns))]
    for line in [columns, *texts]:
        padded = [text + " " * (width - _width(text)) for text, width in zip(line, widths, strict=True)]
        sys.stdout.write("  ".join(padded).rstrip() + "\n")


def _shown(value: object) -> str:
    text = " ".join(("" if value is None else str(value)).split())
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"


def _width(text: str) -> int:
    """Columns of a terminal that a text takes: East Asian wide characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
