"""``digest summarize``: papers in, notes out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.options import Json, Language, MaxCost, Model, Quiet

if TYPE_CHECKING:
    from digest.config import Settings
    from digest.models import PaperRef
    from digest.pipeline import Outcome

NO_MODEL = (
    "digest: no language model is configured, so these notes are made of the paper's own sentences. "
    "For written notes set OPENAI_API_KEY, or DIGEST_BASE_URL and DIGEST_MODEL for a local server."
)


def summarize(
    specs: Annotated[
        list[str],
        typer.Argument(metavar="SPEC...", help="arXiv id or URL in any form, or a PDF on disk; `-` reads stdin."),
    ],
    *,
    output: Annotated[
        str | None,  # not a path: the slash at the end of a folder's name counts
        typer.Option("--output", "-o", metavar="FILE|DIR", help="Write there; a folder gets a file for each paper."),
    ] = None,
    as_json: Json = False,
    lang: Language = None,
    model: Model = None,
    questions: Annotated[int | None, typer.Option(help="How many questions (default 10).")] = None,
    max_cost: MaxCost = None,
    text_from: Annotated[
        str | None,
        typer.Option(metavar="pdf|html|auto", help="Read arXiv's PDFs (default), its HTML, or what is whole."),
    ] = None,
    refresh: Annotated[bool, typer.Option("--refresh", help="Ask arXiv again and write the note anew.")] = False,
    quiet: Quiet = False,
) -> None:
    """Summarize papers: an overview and questions with answers, each with evidence checked against the paper."""
    from digest.cli.output import prepared
    from digest.cli.session import complain, run
    from digest.cli.specs import refs_from
    from digest.config import load_settings
    from digest.outcome import exit_code

    settings = load_settings(language=lang, model=model, questions=questions, max_cost=max_cost, text_from=text_from)
    refs = refs_from(specs)
    if settings.endpoint is None and not quiet:
        typer.echo(NO_MODEL, err=True)
    target = prepared(output) if output is not None else None
    # What HTML came to is not looked up at a glance; the stages know it, and ask nobody twice either.
    if not refresh and settings.text_from == "pdf" and _nothing_to_do(refs, settings, target, as_json=as_json):
        return
    outcomes = run(_summarize(refs, settings, target, as_json=as_json, refresh=refresh, quiet=quiet))
    for outcome in outcomes:
        if outcome.error:
            complain(outcome.error)
    raise typer.Exit(exit_code(outcomes))


def _nothing_to_do(refs: list[PaperRef], settings: Settings, target: Path | None, *, as_json: bool) -> bool:
    """Whether every note is there already and stands where it is wanted; on stdout it is printed now."""
    from digest.cli.output import Stdout, page_of, stands
    from digest.settled import settled

    outcomes = settled(refs, settings)
    if outcomes is None:
        return False
    if target is not None:
        return stands([page_of(outcome, as_json=as_json) for outcome in outcomes], target, as_json=as_json)
    Stdout(refs, as_json=as_json).offer({outcome.ref: page_of(outcome, as_json=as_json) for outcome in outcomes})
    return True


async def _summarize(
    refs: list[PaperRef], settings: Settings, output: Path | None, *, as_json: bool, refresh: bool, quiet: bool
) -> list[Outcome]:
    from digest.cli.output import Page, Stdout, page_of, write_files
    from digest.cli.progress import Meter, Progress
    from digest.cli.session import open_store, open_tools, wish
    from digest.pipeline import summarize as stages

    outcomes: dict[PaperRef, Outcome] = {}  # without their notes, which a long run cannot hold
    pages: dict[PaperRef, Page | None] = {}
    stdout = Stdout(refs if output is None else [], as_json=as_json)
    with open_store(settings) as store:
        meter = Meter(settings.max_cost)
        with Progress(len(refs), quiet=quiet, meter=meter) as progress:
            async with open_tools(settings, store, meter) as tools:
                async for outcome in stages(refs, tools, wish(settings, refresh=refresh), progress.stage):
                    outcomes[outcome.ref] = replace(outcome, paper=None, note=None)
                    pages[outcome.ref] = page_of(outcome, as_json=as_json)
                    progress.done(outcome)
                    stdout.offer(pages)
        if output is not None:
            write_files([pages[ref] for ref in refs], output, store, as_json=as_json, quiet=quiet)
    return [outcomes[ref] for ref in refs]


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(summarize)
