"""``digest db upgrade|check|backup``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from digest.errors import StoreError

commands = typer.Typer(no_args_is_help=True, help="Look after the database.")


@commands.command()
def upgrade() -> None:
    """Bring the database to this version's schema, after a backup."""
    from digest.config import bundled, load_settings
    from digest.store.migrate import upgrade as migrate

    settings = load_settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    migrate(settings.data_dir / "digest.db", bundled("migrations"))
    typer.echo("the database is up to date")


@commands.command()
def check() -> None:
    """Check the database and the fetched files: integrity, schema, search index, contents of files."""
    from digest.config import bundled, load_settings
    from digest.fetch.blobs import Blobs
    from digest.store.migrate import check as check_database

    settings = load_settings()
    problems = check_database(settings.data_dir / "digest.db", bundled("migrations"))
    problems += [
        f"file {name} does not hold what its name says" for name in Blobs(settings.data_dir / "files").damaged()
    ]
    for problem in problems:
        typer.echo(problem)
    if problems:
        raise StoreError(
            f"{len(problems)} problem{'s' if len(problems) > 1 else ''} found",
            hint="Restore a backup (digest.db.*.bak in the data folder); damaged files are fetched anew when removed.",
        )
    typer.echo("no problems found")


@commands.command()
def backup(to: Annotated[Path, typer.Argument(help="File to write; it must not exist.")]) -> None:
    """Write a copy of the database, also while others use it."""
    from digest.config import load_settings
    from digest.store.migrate import backup as back_up

    back_up(load_settings().data_dir / "digest.db", to)
    typer.echo(f"wrote {to}")


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.add_typer(commands, name="db")
