"""From settings to tools: opens the house, and is the one place where an event loop is started."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Coroutine, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from digest.config import Settings, bundled
from digest.errors import DigestError, StoreError

if TYPE_CHECKING:
    from digest.llm.budget import Budget
    from digest.llm.openai_model import OpenAIModel
    from digest.pipeline import Outcome, Tools, Wish
    from digest.store import Store

T = TypeVar("T")
_AGAIN = 2.0  # seconds until a command that was told to end is told again


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run the command's coroutine; Ctrl-C and SIGTERM end it alike, with everything that was paid for kept."""

    async def guarded() -> T:
        loop = asyncio.get_running_loop()
        task = asyncio.ensure_future(work)

        def end() -> None:
            if not task.done():
                task.cancel()
                # Libraries lose a cancellation now and then, such as one that comes while they connect.
                loop.call_later(_AGAIN, end)

        for number in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(NotImplementedError, ValueError):
                loop.add_signal_handler(number, end)
        try:
            return await task
        except asyncio.CancelledError:
            raise KeyboardInterrupt from None

    return asyncio.run(guarded())


def open_store(settings: Settings) -> Store:
    """The database of the data folder, made or migrated on first use."""
    from digest.store import Store

    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"the data folder {settings.data_dir} cannot be made: {error.strerror}",
            hint="Set DIGEST_DATA_DIR, or data_dir in digest.toml, to a folder that you may write.",
        ) from error
    return Store.open(settings.data_dir / "digest.db", bundled("migrations"))


async def open_model(settings: Settings, store: Store, budget: Budget) -> OpenAIModel | None:
    """The configured language model behind ledger and budget, or None when there is no endpoint."""
    if settings.endpoint is None:
        return None
    from digest.llm.endpoint import pick_model
    from digest.llm.openai_model import OpenAIModel

    return OpenAIModel(settings, store, budget, model=settings.model or await pick_model(settings))


@contextlib.asynccontextmanager
async def open_tools(
    settings: Settings, store: Store, budget: Budget | None = None, *, with_model: bool = True
) -> AsyncIterator[Tools]:
    """Everything that the stages of the pipeline work with. ``budget`` is given by who wants to look into it.

    Without the model, its endpoint is not even asked for its name.
    """
    from digest.fetch.blobs import Blobs
    from digest.fetch.client import Fetcher
    from digest.llm.budget import Budget
    from digest.pipeline import Tools
    from digest.pool import ParserPool
    from digest.summarize import Prompts

    locks = settings.data_dir / "locks"
    locks.mkdir(exist_ok=True)
    model = await open_model(settings, store, budget or Budget(settings.max_cost)) if with_model else None
    pool = ParserPool(settings.parse_workers, memory_bytes=settings.parse_memory, seconds=settings.parse_timeout)
    try:
        async with Fetcher(settings) as fetcher:
            yield Tools(
                store=store,
                fetcher=fetcher,
                blobs=Blobs(settings.data_dir / "files"),
                pool=pool,
                prompts=Prompts.load(bundled("prompts")),
                model=model,
                locks=locks,
            )
    finally:
        pool.close()
        if model is not None:
            await model.aclose()


def wish(settings: Settings, *, refresh: bool) -> Wish:
    """What kind of note the settings ask for."""
    from digest.pipeline import Wish

    return Wish(
        language=settings.language,
        questions=settings.questions,
        refresh=refresh,
        context_tokens=settings.context_tokens,
        # A paper keeps less than two calls busy on average, and some are being fetched or read.
        papers_at_once=settings.concurrency + settings.parse_workers + 1,
    )


def complain(error: DigestError) -> None:
    """Say on stderr what failed, and what mends it."""
    typer.echo(f"digest: {error.message}", err=True)
    if error.hint:
        typer.echo(f"  {error.hint}", err=True)


def complain_of(outcomes: Iterable[Outcome]) -> None:
    """One line for each paper that failed, which names it; what mends several is said once."""
    hints: list[str] = []
    for outcome in outcomes:
        if outcome.error:
            message = outcome.error.message
            named = message if outcome.ref.id in message else f"{outcome.ref.label}: {message}"
            typer.echo(f"digest: {named}", err=True)
            hints += [outcome.error.hint] if outcome.error.hint else []
    for hint in dict.fromkeys(hints):
        typer.echo(f"  {hint}", err=True)
