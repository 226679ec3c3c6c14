"""``digest figures``: a paper's figures and tables as pictures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.options import Quiet

if TYPE_CHECKING:
    from digest.config import Settings
    from digest.document import Document
    from digest.models import Paper, PaperRef


def figures(
    spec: Annotated[str, typer.Argument(metavar="ID", help="arXiv id in any form, or a PDF on disk.")],
    *,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Folder for the pictures.")],
    dpi: Annotated[int, typer.Option(min=36, max=600, help="Resolution.")] = 150,
    quiet: Quiet = False,
) -> None:
    """Write every figure and table as PNG, with a manifest of captions, pages and the licence."""
    # HTML has no pages to cut pictures out of, so that the setting text_from is of no account here.
    from digest.cli.session import run
    from digest.cli.specs import refs_from
    from digest.config import load_settings

    count = run(_figures(refs_from([spec])[0], load_settings(text_from="pdf"), output, dpi))
    if not quiet:
        typer.echo(f"wrote {count} pictures and manifest.json to {output}", err=True)


async def _figures(ref: PaperRef, settings: Settings, output: Path, dpi: int) -> int:
    from digest.cli.session import open_store, open_tools, wish
    from digest.errors import DigestError
    from digest.extract.crops import crop_figures
    from digest.pipeline import completed, find, obtain, read

    with open_store(settings) as store:
        async with open_tools(settings, store) as tools:
            paper = (await find([ref], tools, wish(settings, refresh=False)))[ref]
            if isinstance(paper, DigestError):
                raise paper
            sha256 = await obtain(paper, tools)
            document = await read(paper, sha256, tools)
            crops = await tools.pool.run(crop_figures, tools.blobs.get(sha256), document, dpi)
        paper = completed(paper, document, tools)
    _write(paper, document, crops, output)
    return len(crops)


def _write(paper: Paper, document: Document, crops: Sequence[tuple[str, bytes]], output: Path) -> None:
    """The pictures and a manifest that says what each shows; what has no picture is in it too."""
    from digest.errors import StoreError
    from digest.export.write import write_bundle
    from digest.licences import find_licence
    from digest.models import Bundle

    licence = find_licence(paper.licence)
    files = iter(crops)
    shown = [
        {
            "file": next(files)[0] if figure.box else None,
            "label": figure.label,
            "kind": figure.kind,
            "caption": figure.caption,
            "page": figure.page,
            "box": figure.box,
            "rows": figure.rows or None,
        }
        for figure in document.figures
    ]
    manifest = {
        "paper": paper.label,
        "title": paper.title,
        "url": paper.url,
        "licence": paper.licence,
        "may_be_shown": licence.figures if licence else "unknown",
        "figures": shown,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    try:
        # The pictures are made of the paper alone: there is nothing of a person's in them to keep.
        write_bundle(Bundle(files={**dict(crops), "manifest.json": text.encode()}), output, known={}, force=True)
    except OSError as error:
        raise StoreError(f"{output} cannot be written: {error.strerror}") from error


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(figures)
