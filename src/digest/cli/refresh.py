"""``digest refresh``: which notes are behind their papers, the model or the prompts; remade only when asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

import typer

from digest.cli.options import Json, MaxCost, Model, Quiet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from digest.cli.progress import Meter
    from digest.config import Settings
    from digest.models import PaperRef
    from digest.pipeline import Outcome, Tools
    from digest.store.rows import NoteLine

WITHDRAWN = "the paper was withdrawn"


@dataclass
class Found:
    """What a look came to: a row for each note that is behind, and what went wrong."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)


def refresh(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="A collection; without it, all papers.")] = None,
    *,
    remake: Annotated[
        list[str] | None,
        typer.Option(metavar="ID|all", help="Write the note of this paper anew if it is behind; may be given again."),
    ] = None,
    model: Model = None,
    max_cost: MaxCost = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Ask arXiv which papers have new versions or were withdrawn, and list the notes that are behind, and why."""
    from digest.cli.session import complain_of, run
    from digest.cli.tables import print_rows
    from digest.config import load_settings
    from digest.pipeline import exit_code

    settings = load_settings(model=model, max_cost=max_cost)
    found = run(_refresh(name, _asked(remake or []), settings, quiet=quiet))
    if found.rows or not quiet:
        print_rows(found.rows, as_json=as_json, empty="no note is behind")
    complain_of(found.outcomes)
    raise typer.Exit(exit_code(found.outcomes))


def _asked(specs: Sequence[str]) -> set[str]:
    """The ids to remake, as the store has them, or ``all``.

    Raises:
        UsageError: A spec is malformed.
    """
    from digest.cli.specs import ref_from

    stored = ("file:", "url:")
    return {spec if spec == "all" or spec.startswith(stored) else ref_from(spec).id for spec in specs}


async def _refresh(name: str | None, asked: set[str], settings: Settings, *, quiet: bool) -> Found:
    from digest.cli.collect import named
    from digest.cli.progress import Meter
    from digest.cli.session import open_store, open_tools
    from digest.models import PaperRef
    from digest.weekly import stored_id

    found, meter = Found(), Meter(settings.max_cost)
    with open_store(settings) as store:
        entries = named(name, store).entries if name is not None else ()
        ids = [stored_id(entry.ref) for entry in entries if entry.ref] if name is not None else None
        papers = [paper for paper in store.papers() if ids is None or paper.id in ids]
        arxiv = [PaperRef(kind="arxiv", id=paper.id) for paper in papers if paper.source == "arxiv"]
        async with open_tools(settings, store, meter) as tools:
            found.outcomes += await _look(arxiv, tools)
            stale = store.find_stale(
                ids,
                model=tools.model.name if tools.model else None,
                prompts=tools.prompts.hash if tools.model else None,
            )
            newest_last = {(line.paper_id, line.language): line for line in reversed(stale)}
            behind = list(reversed(newest_last.values()))  # notes that have a successor need none
            wanted = [line for line in behind if asked & {"all", line.paper_id}]
            for one in sorted(asked - {"all"} - {line.paper_id for line in behind}):
                typer.echo(f"digest: no note of {one} is behind", err=True)
            made = await _remade(wanted, settings, tools, meter, quiet=quiet)
    found.outcomes += made.values()
    found.rows = [
        {
            "paper": f"{line.paper_id}v{line.version}",
            "lang": line.language,
            "why": "; ".join(line.stale),
            "state": _state(line, made),
        }
        for line in behind
    ]
    return found


async def _look(refs: Sequence[PaperRef], tools: Tools) -> list[Outcome]:
    """The latest versions of all papers, in one batched request; what arXiv does not answer is an outcome."""
    from digest.errors import FetchError
    from digest.models import Paper
    from digest.pipeline import Outcome
    from digest.sources.arxiv import metadata

    known = {paper.label: paper for paper in tools.store.papers()}
    answers: dict[PaperRef, Paper | FetchError]
    try:
        answers = await metadata(tools.fetcher, refs, known=known)
    except FetchError as error:
        answers = dict.fromkeys(refs, error)
    for answer in answers.values():
        if isinstance(answer, Paper) and known.get(answer.label) != answer:
            tools.store.save_paper(answer)
    return [Outcome(ref, error=answer) for ref, answer in answers.items() if isinstance(answer, FetchError)]


async def _remade(
    lines: Iterable[NoteLine], settings: Settings, tools: Tools, meter: Meter, *, quiet: bool
) -> dict[tuple[str, str], Outcome]:
    """New notes of the latest versions, each in the language of the one that is behind; by paper and language."""
    from digest.cli.progress import Progress
    from digest.cli.session import wish
    from digest.weekly import fill

    by_language: dict[str, list[PaperRef]] = {}
    for line in lines:
        if (ref := _ref(line)) is not None:
            by_language.setdefault(line.language, []).append(ref)
    made: dict[tuple[str, str], Outcome] = {}
    with Progress(sum(map(len, by_language.values())), quiet=quiet, meter=meter) as progress:
        for language, refs in by_language.items():
            wanted = wish(settings.model_copy(update={"language": language}), refresh=False)
            done = await fill(refs, tools, wanted, progress.stage, progress.done)
            made |= {(ref.id, language): outcome for ref, outcome in done.items()}
    return made


def _ref(line: NoteLine) -> PaperRef | None:
    """What to read for a new note; None for a file, whose place nobody noted, and for a withdrawn paper."""
    from digest.models import PaperRef

    if line.paper_id.startswith("file:") or WITHDRAWN in line.stale:
        return None
    if line.paper_id.startswith("url:"):
        return PaperRef(kind="url", id=line.paper_id.removeprefix("url:"))
    return PaperRef(kind="arxiv", id=line.paper_id)


def _state(line: NoteLine, made: dict[tuple[str, str], Outcome]) -> str:
    outcome = made.get((line.paper_id.removeprefix("url:"), line.language))
    if outcome is None:
        return "withdrawn" if WITHDRAWN in line.stale else "stale"
    return "remade" if outcome.note else "failed"


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(refresh)
