"""Options that several commands share, so that they are spelled and explained alike."""

from __future__ import annotations

from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Print JSON lines instead of Markdown or a table.")]
Language = Annotated[
    str | None, typer.Option("--lang", metavar="CODE", help="Language of the note, as in `ja` (default en).")
]
Model = Annotated[str | None, typer.Option(metavar="NAME", help="Language model to use.")]
MaxCost = Annotated[
    float | None, typer.Option(metavar="USD", help="Stop before the call that would exceed this much money.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing on stderr but errors.")]
