"""``digest doctor``: checks the set-up and says what to do."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import typer

if TYPE_CHECKING:
    from digest.config import Settings

ENOUGH_DISK = 500_000_000
"""Bytes that should be free before a run: papers take 1 to 5 MB each, the database less."""


class Finding(NamedTuple):
    """One line of the report. ``mend`` is what to do when it is not good."""

    good: bool
    what: str
    mend: str = ""


def doctor() -> None:
    """Check settings, endpoint, key, database and disk, and print what to do."""
    from digest.cli.session import run
    from digest.config import load_settings

    settings = load_settings()
    findings = [*_settings(settings), *run(_endpoint(settings)), *_database(settings), *_disk(settings)]
    for finding in findings:
        typer.echo(f"{'ok  ' if finding.good else 'FIX '} {finding.what}")
        if finding.mend:
            typer.echo(f"       {finding.mend}")
    raise typer.Exit(0 if all(finding.good for finding in findings) else 1)


def _settings(settings: Settings) -> Iterator[Finding]:
    from pathlib import Path

    from digest.config import user_config_file

    files = [str(path) for path in (Path("digest.toml"), user_config_file()) if path.is_file()]
    yield Finding(good=True, what=f"settings from the environment (DIGEST_…) and {', '.join(files) or 'no file'}")
    if settings.contact:
        yield Finding(good=True, what=f"contact for server operators: {settings.contact}")
    else:
        yield Finding(
            good=True,
            what="no contact is set",
            mend="Set DIGEST_CONTACT to your mail address: arXiv can then reach you instead of blocking you.",
        )


async def _endpoint(settings: Settings) -> list[Finding]:
    from digest.llm.endpoint import check_endpoint

    if settings.endpoint is None:
        return [
            Finding(
                good=True,
                what="no language model is configured: notes are made of the paper's own sentences",
                mend="Set OPENAI_API_KEY, or DIGEST_BASE_URL and DIGEST_MODEL for Ollama, vLLM, llama.cpp, LM Studio …",
            )
        ]
    return [Finding(good=f.good, what=f.what, mend=f.mend) for f in await check_endpoint(settings)]


def _database(settings: Settings) -> Iterator[Finding]:
    from digest.config import bundled
    from digest.errors import DigestError
    from digest.store.migrate import check

    path = settings.data_dir / "digest.db"
    yield Finding(good=True, what=f"SQLite {sqlite3.sqlite_version}")
    if not path.exists():
        yield Finding(good=True, what=f"no database yet; the first run makes {path}")
        return
    try:
        problems = check(path, bundled("migrations"))
    except DigestError as error:
        yield Finding(good=False, what=error.message, mend=error.hint or "")
        return
    for problem in problems:
        yield Finding(good=False, what=problem, mend="Restore a backup: digest.db.*.bak in the data folder.")
    if not problems:
        yield Finding(good=True, what=f"database {path} is whole")


def _disk(settings: Settings) -> Iterator[Finding]:
    folder = settings.data_dir
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    yield Finding(
        good=free >= ENOUGH_DISK,
        what=f"{free / 1e9:.1f} GB free at {folder}",
        mend="" if free >= ENOUGH_DISK else "Make room, or set DIGEST_DATA_DIR to another disk.",
    )


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(doctor)
