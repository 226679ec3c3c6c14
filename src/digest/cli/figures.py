"""``digest figures``: a paper's figures and tables as pictures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.options import Quiet

if TYPE_CHECKING:
    from digest.config import Settings
    from digest.models import PaperRef


def figures(
    spec: Annotated[str, typer.Argument(metavar="ID", help="arXiv id in any form, or a PDF on disk.")],
    *,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Folder for the pictures.")],
    dpi: Annotated[int, typer.Option(min=36, max=600, help="Resolution.")] = 150,
    quiet: Quiet = False,
) -> None:
    """Write every figure and table as PNG, with a manifest of captions, pages and the licence."""
    from digest.cli.session import run
    from digest.cli.specs import refs_from
    from digest.config import load_settings

    count = run(_figures(refs_from([spec])[0], load_settings(), output, dpi))
    if not quiet:
        typer.echo(f"wrote {count} pictures and manifest.json to {output}", err=True)


async def _figures(ref: PaperRef, settings: Settings, output: Path, dpi: int) -> int:
    from digest.cli.session import open_store, open_tools, wish
    from digest.errors import DigestError
    from digest.export.write import write_bundle
    from digest.extract.crops import crop_figures
    from digest.models import Bundle, Paper
    from digest.pipeline import find, obtain, read

    with open_store(settings) as store:
        async with open_tools(settings, store) as tools:
            paper = (await find([ref], tools, wish(settings, refresh=False)))[ref]
            if isinstance(paper, DigestError):
                raise paper
            sha256 = await obtain(paper, tools)
            document = await read(paper, sha256, tools)
            crops = await tools.pool.run(crop_figures, tools.blobs.get(sha256), document, dpi)
    manifest = _manifest(paper, document.figures, dict(crops))
    output.mkdir(parents=True, exist_ok=True)
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    write_bundle(Bundle(files={**dict(crops), "manifest.json": text.encode()}), output, known={}, force=True)
    return len(crops)
