"""``digest costs``: what the calls to language models came to."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from digest.cli.options import Json


class By(StrEnum):
    """What the calls are added up by."""

    MODEL = "model"
    PAPER = "paper"
    DAY = "day"


def costs(
    *,
    by: Annotated[By, typer.Option(help="Add up by model, paper or day.")] = By.MODEL,
    as_json: Json = False,
) -> None:
    """Show calls, tokens and money by model, paper or day. A price that is not known is said to be unknown."""
    from digest.cli.session import open_store
    from digest.cli.tables import print_rows
    from digest.config import load_settings

    with open_store(load_settings()) as store:
        rows = [
            {
                by.value: row.group,
                "calls": row.calls,
                "input": row.input_tokens,
                "cached": row.cached_tokens,
                "output": row.output_tokens,
                "usd": _money(row.cost_microusd, row.unpriced, row.calls),
            }
            for row in store.costs(by=by.value)
        ]
    print_rows(rows, as_json=as_json, empty="no calls to a language model were made yet")


def _money(microusd: int | None, unpriced: int, calls: int) -> str:
    """``0.1234``, ``unknown``, or ``0.1234 + 2 unpriced`` when only some calls have a known price."""
    if unpriced == calls or microusd is None:
        return "unknown"
    known = f"{microusd / 1e6:.4f}"
    return f"{known} + {unpriced} unpriced" if unpriced else known


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(costs)
