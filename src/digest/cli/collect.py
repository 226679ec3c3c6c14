"""``digest add``, ``collect``, ``collections``, ``status``, ``retry``: named lists of papers."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from digest.cli.options import Json, Language, MaxCost, Model, Quiet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.config import Settings
    from digest.models import Collection, Entry
    from digest.pipeline import Outcome
    from digest.store import Store

Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of a collection, as `digest collections` prints it.")]
Specs = Annotated[
    list[str],
    typer.Argument(metavar="SPEC...", help="ids, URLs, dair:2024-W05, hf:2026-W40, feed:cs.CL, list:FILE, a query."),
]
Since = Annotated[str | None, typer.Option(metavar="DATE", help="First day of submission, for queries, as in 7d.")]
Most = Annotated[int | None, typer.Option("--max", min=1, metavar="N", help="At most so many papers of each SPEC.")]


def add(specs: Specs, *, since: Since = None, most: Most = None) -> None:
    """Keep what each SPEC names as a collection of its own; nothing is summarized yet."""
    from digest.cli.session import run

    for collection in run(_collected(specs, since, most, into=None)):
        typer.echo(f"{collection.name}: {len(collection.entries)} papers", err=True)


def collect(name: Name, specs: Specs, *, since: Since = None, most: Most = None) -> None:
    """Put papers into the collection NAME; papers that it has already stay where they are."""
    from digest.cli.session import run

    for collection in run(_collected(specs, since, most, into=name)):
        typer.echo(f"{collection.name}: {len(collection.entries)} papers", err=True)


async def _collected(specs: list[str], since: str | None, most: int | None, *, into: str | None) -> list[Collection]:
    from digest.cli.session import open_store
    from digest.cli.specs import expand
    from digest.config import load_settings
    from digest.fetch.client import Fetcher
    from digest.models import Collection
    from digest.sources import registry
    from digest.sources.weeks import parse_since

    settings = load_settings()
    first = parse_since(since, today=datetime.now(UTC).date()) if since else None
    with open_store(settings) as store:
        async with Fetcher(settings) as fetcher:
            found = [await registry.collect(fetcher, spec, since=first, limit=most) for spec in expand(specs)]
        for warning in (warning for one in found for warning in one.warnings):
            typer.echo(f"digest: {warning}", err=True)
        if into is not None:
            mine = store.collection(into) or Collection(name=into, kind="manual", title=into, source="digest collect")
            odd = dict.fromkeys(warning for one in (mine, *found) for warning in one.warnings)
            found = [mine.model_copy(update={"entries": _joined([mine, *found]), "warnings": tuple(odd)})]
        for collection in found:
            store.save_collection(collection)
    return found


def _joined(collections: Sequence[Collection]) -> tuple[Entry, ...]:
    """The entries of all, each paper once, whatever version is named, numbered anew."""
    once: dict[str, Entry] = {}
    for entry in (entry for collection in collections for entry in collection.entries):
        once.setdefault(entry.ref.id if entry.ref else f"{entry.url} {entry.title}", entry)
    return tuple(entry.model_copy(update={"position": n}) for n, entry in enumerate(once.values(), 1))


def collections(*, as_json: Json = False) -> None:
    """List the collections."""
    from digest.cli.session import open_store
    from digest.cli.tables import print_rows
    from digest.config import load_settings

    with open_store(load_settings()) as store:
        rows = [
            {"name": line.name, "kind": line.kind, "papers": line.entries, "title": line.title}
            for line in store.collections()
        ]
    print_rows(rows, as_json=as_json, empty="no collections yet; make one with: digest collect NAME SPEC...")


def status(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="A collection; without it, the last runs of digest weekly.")
    ] = None,
    *,
    as_json: Json = False,
) -> None:
    """Say of each paper of a collection whether it is done, failed (and why), missing or skipped; or list the runs."""
    from digest.cli.runs import last_runs
    from digest.cli.session import open_store
    from digest.cli.tables import print_rows
    from digest.config import load_settings

    settings = load_settings()
    with open_store(settings) as store:
        if name is None:
            print_rows(last_runs(settings, store), as_json=as_json, empty="no run of digest weekly did anything yet")
            return
        collection = named(name, store)
        rows = [_state(entry, store, name) for entry in collection.entries]
    for warning in collection.warnings:
        typer.echo(f"digest: {warning}", err=True)
    print_rows(rows, as_json=as_json, empty=f"{name} is empty")


def named(name: str, store: Store) -> Collection:
    """The collection of a name.

    Raises:
        NotFoundError: There is none.
    """
    from digest.errors import NotFoundError

    if collection := store.collection(name):
        return collection
    raise NotFoundError(f"there is no collection {name!r}", hint="`digest collections` lists them.")


def _state(entry: Entry, store: Store, name: str, language: str | None = None) -> dict[str, Any]:
    """What became of an entry; ``language`` asks for a note in that language, without it any note will do."""
    from digest.weekly import NO_REF, given_up, stored_id

    label = entry.ref.label if entry.ref else entry.url
    state, why = "missing", ""
    if entry.ref is None:
        state, why = "skipped", entry.reason or NO_REF
    elif failure := store.failure(entry.ref.label):
        state, why = ("skipped" if failure.kind == "WithdrawnError" else "failed"), failure.error.splitlines()[0]
        if state == "failed" and given_up([entry.ref], store):
            why += f" (not tried again, except by: digest retry {name})"
    elif store.latest_note(stored_id(entry.ref), language, version=entry.ref.version):
        state = "done"
    return {"paper": label, "state": state, "title": entry.title, "why": why}


def retry(
    name: Name,
    *,
    lang: Language = None,
    model: Model = None,
    max_cost: MaxCost = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Summarize the papers of a collection that have no note: those that failed, and those not tried yet."""
    from digest.cli.session import complain_of, run
    from digest.config import load_settings
    from digest.pipeline import exit_code
    from digest.weekly import failed

    settings = load_settings(language=lang, model=model, max_cost=max_cost)
    outcomes = run(_retry(name, lang, settings, quiet=quiet))
    failures = failed(outcomes)
    if as_json:
        rows = [{"paper": o.ref.label, "error": o.error.message if o.error else None} for o in outcomes]
        sys.stdout.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    complain_of(failures)
    if not quiet:
        typer.echo(f"{name}: {sum(1 for o in outcomes if o.note)} of {len(outcomes)} have a note now", err=True)
    raise typer.Exit(exit_code(failures))


async def _retry(name: str, lang: str | None, settings: Settings, *, quiet: bool) -> list[Outcome]:
    from digest.cli.progress import Meter, Progress
    from digest.cli.session import open_store, open_tools, wish
    from digest.weekly import fill

    meter = Meter(settings.max_cost)
    with open_store(settings) as store:
        waiting = ("failed", "missing")
        refs = [
            entry.ref
            for entry in named(name, store).entries
            if entry.ref and _state(entry, store, name, lang)["state"] in waiting
        ]
        with Progress(len(refs), quiet=quiet, meter=meter) as progress:
            async with open_tools(settings, store, meter) as tools:
                done = await fill(refs, tools, wish(settings, refresh=False), progress.stage, progress.done)
    return [done[ref] for ref in dict.fromkeys(refs)]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    for command in (add, collect, collections, status, retry):
        app.command()(command)
