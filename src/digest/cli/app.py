"""The application object, the error boundary and the list of commands."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from digest.errors import DigestError

EPILOG = (
    "Exit codes: 0 all done, 1 some failed, 2 usage, 3 budget reached, 4 arXiv or the model is down, "
    "5 database or disk, 75 another run holds the lock, 130 interrupted."
)


class Boundary(TyperGroup):
    """Turns our errors into a message on stderr and an exit code, in the console script and in tests alike.

    typer vendors click and its exceptions, so this is the one place where both meet.
    """

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - the vendored click's types are not public
        """Run a command; see the module's docstring."""
        try:
            return super().invoke(ctx)
        except DigestError as error:
            typer.echo(f"digest: {error.message}", err=True)
            if error.hint:
                typer.echo(f"  {error.hint}", err=True)
            raise typer.Exit(error.exit_code) from None
        except KeyboardInterrupt:
            typer.echo("digest: interrupted; what was paid for is kept, run the same command again to go on", err=True)
            raise typer.Exit(130) from None
        except BrokenPipeError:
            # The reader of our output went away (`| head`): not an error, but nothing more can be written.
            with contextlib.suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None


app = typer.Typer(
    cls=Boundary,
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,  # locals may hold an API key
    epilog=EPILOG,
    help="Turn arXiv papers into notes that a reader can trust.",
)


def _version(value: bool) -> None:  # noqa: FBT001 - typer's callback signature
    if value:
        from importlib.metadata import version

        typer.echo(version("digest"))
        raise typer.Exit


@app.callback()
def main(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Turn arXiv papers into notes that a reader can trust."""
    del version
    for stream in (sys.stdout, sys.stderr):
        # Papers and labels hold any script; a C or ASCII locale must not break them.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def register() -> None:
    """Add every command; the modules import nothing heavy."""
    from digest.cli import collect, costs, database, doctor, export, figures, read, refresh, summarize, weekly

    for module in (summarize, weekly, export, collect, refresh, read, figures, costs, doctor, database):
        module.add_to(app)


register()
