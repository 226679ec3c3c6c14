"""The worker processes that read documents: a crash, a hang or a memory bomb costs one paper.

A five-kilobyte PDF can abort the process that opens it, and nothing inside that process can stop it. So documents are
read in workers with limits set by the operating system; the parent only ever sees a value, or an error that says what
happened. pebble is used because the standard library's pool loses every task to one crash and deadlocks when it
recycles its workers on Python 3.11.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import os
import re
import resource
import signal
import sys
import types
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import forkserver
from multiprocessing.context import BaseContext, ForkServerContext, ForkServerProcess
from typing import Any, Self, TypeVar, cast

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from digest.errors import DigestError, ParserDiedError

T = TypeVar("T")

SECRET = re.compile(r"KEY|TOKEN|SECRET|PASSW|CREDENTIAL|AUTH|^OPENAI_", re.IGNORECASE)
"""Names of environment variables that a process which reads hostile input has no business to know."""

MAX_FILE_BYTES = 2_000_000_000
"""The largest file that a worker may write (OCR keeps page images on disk)."""

MAX_OPEN_FILES = 256
CLOSED = "the pool of workers was closed before the document was read"
OUT_OF_MEMORY = 86
"""Exit code of a worker that got a MemoryError: it leaves at once instead of going on with a full heap."""

NETWORK_EVENTS = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind", "socket.getaddrinfo"})
"""Audit events (https://docs.python.org/3/library/audit_events.html) that reaching for the network raises."""


class ParserPool:
    """Runs functions on documents in limited, recycled worker processes.

    Nothing is started before the first ``run``. ``seconds`` limits both the wall-clock and the processor time of one
    task, ``memory_bytes`` the address space of a worker. A worker is replaced after ``tasks_per_worker`` tasks, so
    that whatever its libraries leak stays small.
    """

    def __init__(self, workers: int, memory_bytes: int, seconds: float, tasks_per_worker: int = 50) -> None:
        self.workers = workers
        self.memory_bytes = memory_bytes
        self.seconds = seconds
        self.tasks_per_worker = tasks_per_worker
        self._pool: ProcessPool | None = None
        self._waiting: set[ProcessFuture[Any]] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    async def run(self, function: Callable[..., T], *args: object) -> T:
        """Call ``function(*args)`` in a worker; both must pickle, so the function has to be importable.

        Cancelling the awaiting task kills the worker.

        Raises:
            DigestError: Whatever the function raised of our own errors.
            ParserDiedError: The worker crashed, hung, hit a limit, or the function failed with an error not ours.
        """
        pool = self._started()
        try:
            return await self._submit(pool, function, args)
        except BrokenProcessPool as error:
            if self._pool is None:
                raise ParserDiedError(CLOSED) from error
            # pebble gives up as a whole when an idle worker is killed from outside. The task is not to blame: a new
            # pool gets it once more. Another task may have made that pool meanwhile.
            if pool is self._pool:
                self._stop(BrokenProcessPool("the workers were lost"))
        try:
            return await self._submit(self._started(), function, args)
        except BrokenProcessPool as error:
            raise ParserDiedError(f"the workers that read documents could not be started: {error}") from error

    async def _submit(self, pool: ProcessPool, function: Callable[..., T], args: tuple[object, ...]) -> T:
        try:
            future = pool.schedule(_call, args=(self.seconds, function, args), timeout=self.seconds)
        except RuntimeError as error:  # the pool broke between two tasks
            raise BrokenProcessPool(str(error)) from error
        self._waiting.add(future)
        try:
            return cast("T", await asyncio.wrap_future(future))
        except TimeoutError as error:
            message = f"reading the document took longer than the limit of {self.seconds:g} seconds"
            raise ParserDiedError(message, hint="A slow machine may need a larger `parse_timeout`.") from error
        except ProcessExpired as error:
            raise self._died(error.exitcode) from error
        finally:
            self._waiting.discard(future)

    def close(self) -> None:
        """Stop the workers; running tasks fail. A closed pool starts again when it is used again."""
        self._stop(ParserDiedError(CLOSED))

    def _stop(self, reason: Exception) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()
            # pebble forgets what still stood in its queue; whoever waits for it must not wait for ever
            for future in self._waiting:
                if not future.done():
                    future.set_exception(reason)

    def _started(self) -> ProcessPool:
        if self._pool is None:
            with _without_secrets():
                context = _WorkerContext()
                context.set_forkserver_preload(["digest.extract.read"])
                forkserver.ensure_running()
            self._pool = ProcessPool(
                max_workers=self.workers,
                max_tasks=self.tasks_per_worker,
                initializer=_limit_worker,
                initargs=(self.memory_bytes,),
                context=cast("BaseContext", context),
            )
        return self._pool

    def _died(self, exit_code: int | None) -> ParserDiedError:
        memory = f"{self.memory_bytes / 1e6:,.0f} MB"
        hint = "An honest document that needs more can be given a larger `parse_memory`."
        if exit_code == OUT_OF_MEMORY:
            return ParserDiedError(f"reading the document needed more than {memory} of memory", hint=hint)
        if exit_code is None or exit_code >= 0:
            return ParserDiedError(f"the worker that read the document ended with exit code {exit_code}")
        number = -exit_code
        name = signal.Signals(number).name if number in set(signal.Signals) else f"signal {number}"
        gave_up = f"most likely it hit its memory limit of {memory}"
        why: dict[int, str] = {
            signal.SIGXCPU: f"it used more than {self.seconds:g} seconds of processor time",
            signal.SIGXFSZ: f"it wrote a file of more than {MAX_FILE_BYTES / 1e6:,.0f} MB",
            signal.SIGABRT: gave_up,
            signal.SIGTRAP: gave_up,
            signal.SIGILL: gave_up,
            signal.SIGKILL: "killed from outside, perhaps because the machine ran out of memory",
        }
        reason = why.get(number, "it crashed")
        message = f"the worker that read the document was ended by {name}: {reason}"
        return ParserDiedError(message, hint=hint if reason == gave_up else None)


# --- in the worker ----------------------------------------------------------------------------------------------------


def _limit_worker(memory_bytes: int) -> None:
    """Give up what reading a document does not need. Runs once in every new worker."""
    for name in [name for name in os.environ if SECRET.search(name)]:
        del os.environ[name]
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, MAX_FILE_BYTES)
    _limit(resource.RLIMIT_NOFILE, MAX_OPEN_FILES)
    _limit(resource.RLIMIT_AS, memory_bytes)
    os.nice(5)
    sys.addaudithook(_refuse_network)


def _limit(kind: int, value: int) -> None:
    hard = resource.getrlimit(kind)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    # macOS refuses some of these; the limit on time still holds there, and a crash still costs one paper only.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(kind, (value, value))


def _refuse_network(event: str, args: tuple[Any, ...]) -> None:
    if event in NETWORK_EVENTS and not (len(args) > 1 and isinstance(args[1], (str, bytes))):  # a path: a local pipe
        raise PermissionError("a worker that reads documents may not use the network")


def _call(seconds: float, function: Callable[..., T], args: tuple[object, ...]) -> T:
    """One task in the worker, with its own share of processor time."""
    used = time_used()
    # The parent ends a task that is over its time. This limit is for a task that keeps its parent from doing so; it
    # counts from the start of the process, hence the sum.
    with contextlib.suppress(ValueError, OSError):
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(used + seconds) + 1, hard))
    try:
        return function(*args)
    except DigestError:
        raise
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except Exception as error:
        raise ParserDiedError(f"reading the document failed with {type(error).__name__}: {error}") from error


def time_used() -> float:
    """Processor seconds that this process has used so far."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


# --- starting workers -------------------------------------------------------------------------------------------------


class _WorkerProcess(ForkServerProcess):
    """A process that does not import the parent's main module, which would load the whole command line into it."""

    @staticmethod
    def _Popen(process_obj: Any) -> Any:  # noqa: ANN401, N802 - multiprocessing's own name and types
        main = sys.modules["__main__"]
        sys.modules["__main__"] = types.ModuleType("__main__")
        try:
            return ForkServerProcess._Popen(process_obj)  # noqa: SLF001
        finally:
            sys.modules["__main__"] = main


class _WorkerContext(ForkServerContext):
    Process = _WorkerProcess


@contextlib.contextmanager
def _without_secrets() -> Iterator[None]:
    """Keep secrets out of the environment for as long as the server that forks the workers is being started."""
    kept = {name: os.environ.pop(name) for name in list(os.environ) if SECRET.search(name)}
    try:
        yield
    finally:
        os.environ.update(kept)
