"""``digest weekly``: the list of the week in, one Markdown issue out, unattended."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from digest.cli.options import Json, Language, MaxCost, Model, Quiet
from digest.errors import DigestError

if TYPE_CHECKING:
    from digest.cli.progress import Progress
    from digest.cli.runs import Record
    from digest.config import Settings
    from digest.models import Collection, PaperRef
    from digest.pipeline import Outcome, Tools
    from digest.weekly import Plan

INTERRUPTED = 130


@dataclass(frozen=True)
class How:
    """How the issues are written. ``model`` is the one that was named on the command line."""

    out: Path
    model: str | None = None
    max_papers: int | None = None
    templates: Path | None = None
    dry_run: bool = False
    force: bool = False
    quiet: bool = False


@dataclass
class Done:
    """What a run came to."""

    outcomes: list[Outcome] = field(default_factory=list)
    given_up: set[PaperRef] = field(default_factory=set)
    issues: list[dict[str, Any]] = field(default_factory=list)
    planned: list[dict[str, Any]] = field(default_factory=list)

    @property
    def failures(self) -> Sequence[Outcome]:
        """What was tried in this run and failed. What failed for good in an earlier one was not tried."""
        from digest.weekly import failed

        return failed(o for o in self.outcomes if o.ref not in self.given_up)

    @property
    def new(self) -> bool:
        """Whether anything was made or written, or failed in a way that another try may mend."""
        made = any(o.note and not o.reused for o in self.outcomes)
        return made or bool(self.failures) or any(i["written"] or i["kept_edits"] for i in self.issues)


def weekly(
    *,
    source: Annotated[
        str, typer.Option("--list", metavar="dair|hf|QUERY", help="Whose list: dair.ai, Hugging Face, or a query.")
    ] = "dair",
    week: Annotated[str | None, typer.Option(metavar="2024-W05", help="This week's list only.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="All lists from this day on, as in 7d.")] = None,
    lang: Language = None,
    model: Model = None,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder for the issues (default here).")] = Path(),
    max_papers: Annotated[int | None, typer.Option(min=1, metavar="N", help="At most so many papers a list.")] = None,
    max_cost: MaxCost = None,
    text_from: Annotated[
        str | None,
        typer.Option(metavar="pdf|html|auto", help="Read arXiv's PDFs (default), its HTML, or what is whole."),
    ] = None,
    max_weeks: Annotated[int, typer.Option(min=1, metavar="N", help="Catch up on at most so many lists.")] = 4,
    templates: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder whose weekly.md.j2 replaces the shipped template.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done; make and write nothing.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite issues that were edited by hand.")] = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Write the issue of the week: the list, and a note of every paper on it. Made to be run by cron.

    Without --week or --since that is dair.ai's newest list; for other lists it is, on any day, the week before, Monday
    to Sunday. Weeks that were missed since the last run are made up for, at most --max-weeks in one run.
    """
    from digest.cli.session import complain_of, run
    from digest.cli.tables import print_rows
    from digest.config import load_settings
    from digest.errors import UsageError
    from digest.pipeline import exit_code
    from digest.sources.weeks import parse_since
    from digest.weekly import Plan

    if week and since:
        raise UsageError("--week and --since exclude each other")
    settings = load_settings(language=lang, model=model, max_cost=max_cost, text_from=text_from)
    today = datetime.now(UTC).date()
    first = parse_since(since, today=today) if since else None
    plan = Plan(source, week, first, max_weeks, settings.language)
    how = How(out, model, max_papers, templates, dry_run=dry_run, force=force, quiet=quiet)
    with run_lock(settings):
        done = run(_weekly(plan, how, settings, today))
    if dry_run:
        print_rows(done.planned, as_json=as_json, empty="nothing new")
        return
    code = exit_code(done.failures)
    if as_json:
        sys.stdout.write(json.dumps(report(done, code), ensure_ascii=False) + "\n")
    complain_of(done.failures)
    if not (done.new or quiet):
        typer.echo("nothing new", err=True)
    raise typer.Exit(code)


@contextlib.contextmanager
def run_lock(settings: Settings) -> Iterator[None]:
    """Be the only run that writes issues from this data folder.

    Raises:
        LockedError: Another one is under way.
    """
    from filelock import FileLock, Timeout

    from digest.cli.session import open_store
    from digest.errors import LockedError

    open_store(settings).close()  # makes the folder, or says why it cannot be made
    lock = FileLock(settings.data_dir / "weekly.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise LockedError(
            f"another digest weekly is running with {settings.data_dir}", hint="Wait until it has ended."
        ) from error
    try:
        yield
    finally:
        lock.release()


async def _weekly(plan: Plan, how: How, settings: Settings, today: date) -> Done:
    from digest.cli.progress import Meter, Progress
    from digest.cli.runs import Record, close_interrupted
    from digest.cli.session import open_store, open_tools
    from digest.pipeline import exit_code
    from digest.weekly import lists

    done, meter = Done(), Meter(settings.max_cost)
    with open_store(settings) as store:
        record = Record("weekly", settings, store)
        async with open_tools(settings, store, meter) as tools:
            found = await lists(plan, tools, today)
            if how.dry_run:
                done.planned = [row for collection in found for row in _planned(collection, how, tools, settings)]
                return done
            close_interrupted(settings, store)
            total = sum(len(_refs(collection, how)) for collection in found)
            try:
                with Progress(total, quiet=how.quiet, meter=meter) as progress:
                    for collection in found:
                        await _one(collection, how, settings, tools=tools, progress=progress, record=record, done=done)
            except BaseException as error:
                code = error.exit_code if isinstance(error, DigestError) else INTERRUPTED
                record.end(report(done, code), code, state="interrupted")
                raise
        if done.new:
            record.begin()
        code = exit_code(done.failures)
        record.end(report(done, code), code)
    return done


async def _one(
    collection: Collection,
    how: How,
    settings: Settings,
    *,
    tools: Tools,
    progress: Progress,
    record: Record,
    done: Done,
) -> None:
    """Fill and write one list; its issue is there before the next list begins. An empty list makes no issue."""
    from digest.cli.session import wish
    from digest.cli.written import write_kept
    from digest.weekly import fill, given_up, issue, kept

    def stage(ref: PaperRef, name: str) -> None:
        record.begin()
        progress.stage(ref, name)

    if tools.store.collection(collection.name) != collection:
        tools.store.save_collection(collection)
    if not collection.entries:
        return
    refs = _refs(collection, how)
    there = kept(refs, tools, settings.language, model=how.model)
    final = given_up((ref for ref in refs if ref not in there), tools.store)
    for outcome in [*there.values(), *final.values()]:
        progress.done(outcome)
    trying = [ref for ref in refs if ref not in there and ref not in final]
    made = await fill(trying, tools, wish(settings, refresh=False), stage, progress.done)
    outcomes = there | final | made
    done.given_up |= final.keys()
    done.outcomes += [outcomes[ref] for ref in refs]
    bundle = issue(collection, outcomes, tools.store, language=settings.language, templates=how.templates)
    written = write_kept(bundle, how.out, tools.store, force=how.force, quiet=how.quiet)
    done.issues.append(
        {
            "collection": collection.name,
            "files": [str(how.out / name) for name in bundle.files],
            "written": written.written,
            "kept_edits": written.kept,
        }
    )


def _refs(collection: Collection, how: How) -> list[PaperRef]:
    """The papers of a list that are to be summarized in this run."""
    return list(dict.fromkeys(entry.ref for entry in collection.entries if entry.ref))[: how.max_papers]


def _planned(collection: Collection, how: How, tools: Tools, settings: Settings) -> Iterator[dict[str, Any]]:
    from digest.weekly import NO_REF, OVER_LIMIT, given_up, kept

    refs = _refs(collection, how)
    states = dict.fromkeys(refs, "to do")
    states |= dict.fromkeys(given_up(refs, tools.store), "failed for good")
    states |= dict.fromkeys(kept(refs, tools, settings.language, model=how.model), "has a note")
    for entry in collection.entries:
        state = states.get(entry.ref, OVER_LIMIT) if entry.ref else entry.reason or NO_REF
        label = entry.ref.label if entry.ref else entry.url
        yield {"list": collection.name, "paper": label, "title": entry.title, "state": state}


def report(done: Done, code: int) -> dict[str, Any]:
    """The run report: what was written, and what became of each paper."""
    papers = [
        {
            "paper": o.ref.label,
            "state": _became(o, done),
            "kind": type(o.error).__name__ if o.error else None,
            "error": o.error.message if o.error else None,
        }
        for o in done.outcomes
    ]
    return {"exit_code": code, "issues": done.issues, "papers": papers}


def _became(outcome: Outcome, done: Done) -> str:
    if outcome.ref in done.given_up:
        return "given up"
    return "failed" if outcome.error else "known" if outcome.reused else "made"


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(weekly)
