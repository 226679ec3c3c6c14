"""Files that people may have edited: written where they were not, and what became of each said on stderr."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from digest.errors import StoreError

if TYPE_CHECKING:
    from digest.export.write import WriteReport
    from digest.models import Bundle
    from digest.store import Store


def write_kept(bundle: Bundle, folder: Path, store: Store, *, force: bool, quiet: bool) -> WriteReport:
    """Write a bundle below a folder, and remember what was written, so that the next run knows a person's edits.

    Raises:
        StoreError: The folder cannot be written, or a path of the bundle leaves it.
    """
    from digest.export.write import write_bundle

    known = {name: store.exported(str((folder / name).resolve())) for name in bundle.files}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = write_bundle(
            bundle, folder, known={name: digest for name, digest in known.items() if digest}, force=force
        )
    except OSError as error:
        raise StoreError(f"{folder} cannot be written: {error.strerror}") from error
    for name, digest in written.hashes.items():
        if known[name] != digest:
            store.record_export(str((folder / name).resolve()), digest)
    for name, beside in written.kept.items():
        typer.echo(
            f"digest: {folder / name} was edited by hand and is kept; the new text is in {folder / beside}", err=True
        )
    if not quiet:
        for name in written.written:
            typer.echo(f"wrote {folder / name}", err=True)
    return written
