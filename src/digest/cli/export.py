"""``digest export``: pages for a site, citations, data and a feed, from the notes that are there."""

from __future__ import annotations

import contextlib
import json
import logging
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from digest.cli.options import Json, Language, MaxCost, Model, Quiet

if TYPE_CHECKING:
    from digest.config import Settings
    from digest.export.style import Style
    from digest.selection import Selection
    from digest.store import Store


class Shape(StrEnum):
    """What the notes become."""

    WEEKLY = "weekly"
    PAPER = "paper"
    ROUNDUP = "roundup"
    SURVEY = "survey"
    READING_LIST = "reading-list"
    BIBTEX = "bibtex"
    CSL_JSON = "csl-json"
    JSONL = "jsonl"
    ATOM = "atom"


class Diagrams(StrEnum):
    """How diagrams are drawn."""

    MERMAID = "mermaid"
    SVG = "svg"
    NONE = "none"


class Figures(StrEnum):
    """Which figures are shown."""

    ALWAYS = "always"
    ALLOWED = "allowed"
    NEVER = "never"


DATA = (Shape.BIBTEX, Shape.CSL_JSON, Shape.JSONL, Shape.ATOM)
CURATED = (Shape.ROUNDUP, Shape.SURVEY)


def export(
    shape: Annotated[Shape, typer.Argument(metavar="SHAPE", help=", ".join(shape.value for shape in Shape) + ".")],
    what: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[COLLECTION|ID...|WORDS...]",
            help="A collection, ids of papers, or words to search for; without any, the newest weekly list for "
            "`weekly`, and everything for the others.",
        ),
    ] = None,
    *,
    to: Annotated[
        str,
        typer.Option(
            "--to", metavar="DIALECT", help="gfm, hugo, jekyll, mkdocs, quarto, zenn, qiita, obsidian or astro."
        ),
    ] = "gfm",
    out: Annotated[Path, typer.Option(metavar="DIR", help="The site's folder (default here).")] = Path(),
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="File for citations, data and feed.")
    ] = None,
    lang: Language = None,
    diagrams: Annotated[Diagrams, typer.Option(help="How the diagram of a paper is drawn.")] = Diagrams.MERMAID,
    figures: Annotated[Figures, typer.Option(help="`allowed` follows each paper's licence.")] = Figures.ALLOWED,
    templates: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder whose SHAPE.md.j2 replaces the shipped template.")
    ] = None,
    groups: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME|FILE.toml", help="A group of a roundup (repeat it), or the file that keeps them."),
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option("--columns", metavar="NAMES", help="Columns of a survey's table, as in `licence,size`."),
    ] = None,
    feed_url: Annotated[str | None, typer.Option(metavar="URL", help="Where an atom feed will be found.")] = None,
    model: Model = None,
    max_cost: MaxCost = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that were edited by hand.")] = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Publish notes: pages that a site builder takes as they are, citations for Zotero, data for scripts, a feed."""
    from digest.cli.session import open_store, run
    from digest.config import load_settings
    from digest.errors import UsageError

    settings = load_settings(language=lang, model=model, max_cost=max_cost)
    _check(to, templates)
    if output and shape not in DATA:
        raise UsageError(f"{shape.value} makes several files: name a folder with --out", hint="-o is for one file.")
    with open_store(settings) as store:
        chosen = select(shape, what or [], store, settings.language)
        _say_missing(chosen, settings.language, quiet=quiet)
        if shape in DATA:
            _one_file(shape, chosen, settings, store, output, feed_url=feed_url, force=force, quiet=quiet)
            return
        style = _style(settings, to, diagrams, figures, templates)
        ask = {
            "groups": tuple(groups or ()),
            "columns": tuple(name.strip() for given in columns or () for name in given.split(",") if name.strip()),
        }
        report = run(_pages(shape, chosen, settings, store, style=style, out=out, ask=ask, force=force, quiet=quiet))
    if as_json:
        sys.stdout.write(json.dumps(report, ensure_ascii=False) + "\n")


def select(shape: Shape, words: list[str], store: Store, language: str) -> Selection:
    """What the words on the command line mean: a collection, ids, or else a search.

    Raises:
        DigestError: They mean nothing here; the message says what would.
    """
    from digest import selection
    from digest.errors import UsageError

    if not words:
        if shape is Shape.WEEKLY:
            return selection.of_collection(selection.newest_weekly(store), store, language)
        return selection.of_everything(store, language)
    if len(words) == 1 and (name := _collection(words[0], store)):
        return selection.of_collection(name, store, language)
    ids = [found for word in words if (found := _paper(word))]
    if ids and len(ids) < len(words):
        raise UsageError(
            f"these are no papers: {', '.join(word for word in words if not _paper(word))}",
            hint="Name papers only, one collection, or words to search for.",
        )
    if shape is Shape.WEEKLY:
        raise UsageError(
            f"there is no weekly list {' '.join(words)!r}", hint="`digest collections` lists what there is."
        )
    if ids:
        return selection.of_papers(ids, store, language)
    return selection.of_search(" ".join(words), store, language)


def _collection(word: str, store: Store) -> str | None:
    """The collection of that name, or else the one made of that source: ``dair:2024-W05`` or ``2024-W05``."""
    lines = store.collections()
    if any(line.name == word for line in lines):
        return word
    sources = (word, f"dair:{word}")
    return next((line.name for line in lines if line.source in sources), None)


def _paper(word: str) -> tuple[str, int | None] | None:
    """The id and version that a word names; None where it names no paper."""
    from digest.cli.read import id_and_version
    from digest.errors import BadIdError

    try:
        return id_and_version(word)
    except BadIdError:
        return None


def _check(to: str, templates: Path | None) -> None:
    from digest.errors import UsageError
    from digest.export.dialects import dialect_for

    dialect_for(to)
    if templates is not None and not templates.is_dir():
        raise UsageError(f"there is no folder of templates {templates}")


def _say_missing(chosen: Selection, language: str, *, quiet: bool) -> None:
    from digest.selection import making

    if chosen.missing and not quiet:
        typer.echo(
            f"digest: {len(chosen.missing)} of {len(chosen.items)} papers have no note in {language!r} and are listed "
            f"without one\n  Make them with: {making(chosen.missing, language)}",
            err=True,
        )


def _style(settings: Settings, to: str, diagrams: Diagrams, figures: Figures, templates: Path | None) -> Style:
    from digest.export.style import Style

    return Style(
        language=settings.language, dialect=to, diagrams=diagrams.value, figures=figures.value, templates=templates
    )


async def _pages(
    shape: Shape,
    chosen: Selection,
    settings: Settings,
    store: Store,
    *,
    style: Style,
    out: Path,
    ask: dict[str, tuple[str, ...]],
    force: bool,
    quiet: bool,
) -> dict[str, Any]:
    """Make the pages and write them; the answer says what became of each file."""
    from digest.cli.session import open_tools
    from digest.cli.written import write_kept
    from digest.config import bundled
    from digest.curate.ask import Tasks
    from digest.export.roundup import roundup_slug
    from digest.publish import Wishes, publish

    names = tuple(name for name in ask["groups"] if not name.endswith(".toml"))
    files = [Path(name) for name in ask["groups"] if name.endswith(".toml")]
    kept = files[0] if files else out / f"{roundup_slug(chosen.collection, style.language)}.toml"
    wishes = Wishes(
        tasks=Tasks.load(bundled("prompts")),
        groups=names or None,
        edits=kept,
        columns=ask["columns"],
        context_tokens=settings.context_tokens,
    )
    with _told(quiet=quiet):
        async with open_tools(settings, store, with_model=shape in CURATED) as tools:
            bundle = await publish(shape.value, chosen, tools, style, wishes)  # type: ignore[arg-type]
    written = write_kept(bundle, out, store, force=force, quiet=quiet)
    return {
        "shape": shape.value,
        "collection": chosen.collection.name,
        "dialect": style.dialect,
        "files": [str(out / name) for name in bundle.files],
        "written": written.written,
        "kept_edits": written.kept,
        "missing": list(chosen.missing),
    }


@contextlib.contextmanager
def _told(*, quiet: bool) -> Iterator[None]:
    """Say on stderr what curating warns of: a model's prose that could not be used, for one."""
    curating = logging.getLogger("digest.curate")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("digest: %(message)s"))
    handler.setLevel(logging.ERROR if quiet else logging.WARNING)
    before, curating.propagate = curating.propagate, False
    curating.addHandler(handler)
    try:
        yield
    finally:
        curating.removeHandler(handler)
        curating.propagate = before


def _one_file(
    shape: Shape,
    chosen: Selection,
    settings: Settings,
    store: Store,
    output: Path | None,
    *,
    feed_url: str | None,
    force: bool,
    quiet: bool,
) -> None:
    from digest.cli.written import write_kept
    from digest.models import Bundle
    from digest.publish import data

    text = data(shape.value, chosen, language=settings.language, feed_url=feed_url)  # type: ignore[arg-type]
    if output is None or str(output) == "-":
        sys.stdout.write(text)
    else:
        write_kept(Bundle(files={output.name: text.encode()}), output.parent, store, force=force, quiet=quiet)


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(export)
