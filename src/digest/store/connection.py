"""The way into the database: many readers, one writer at a time.

SQLite's own busy handler is unfair: under load single processes wait for seconds. So writers of one process queue at a
thread lock and processes at a lock file, which also keeps two connections from checkpointing at once, a thing that
SQLite before 3.51.3 can corrupt a database by (https://www.sqlite.org/wal.html#walresetbug).
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar

from filelock import FileLock, Timeout
from sqlalchemy import URL, Connection, create_engine, event
from sqlmodel import Session

from digest.errors import StoreError
from digest.store.faults import store_error, translated
from digest.store.queue import WriteQueue

P = ParamSpec("P")
T = TypeVar("T")

PATIENCE = 120.0
"""Seconds to wait for other writers. One transaction takes milliseconds; only a migration takes longer."""


class Database:
    """A SQLite file that is open, whatever its schema."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self._thread_lock = threading.RLock()
        self._joint = threading.local()
        self._queue = WriteQueue(self.together)
        self._file_lock = FileLock(f"{self.path}.lock", timeout=PATIENCE, thread_local=False, poll_interval=0.002)
        self._engine = create_engine(
            URL.create("sqlite", database=str(self.path)),
            hide_parameters=True,  # they hold whole papers, and would end up in logs
            connect_args={"check_same_thread": False, "timeout": 30.0},
        )
        self._writer = self._engine.execution_options(digest_write=True)
        event.listen(self._engine, "connect", self._prepare)
        event.listen(self._engine, "begin", _begin)

    def close(self) -> None:
        """Close all connections when what is queued is written. The last one tidies the write-ahead log: a write."""
        self._queue.close()
        try:
            with self.turn():
                self._engine.dispose()
        except StoreError:
            self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextlib.contextmanager
    def turn(self) -> Iterator[None]:
        """Be the only writer of all threads and processes. May be nested.

        Raises:
            StoreError: Others kept writing for two minutes, or the lock file cannot be made.
        """
        with self._thread_lock:
            try:
                self._file_lock.acquire()
            except Timeout as error:
                raise StoreError(
                    f"the database {self.path}: another digest has been writing for {PATIENCE:.0f} seconds",
                    hint="Wait for it, or end it if it hangs.",
                ) from error
            except OSError as error:
                raise store_error(error, self.path) from error
            try:
                yield
            finally:
                self._file_lock.release()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database, however long it takes and whoever writes meanwhile."""
        if (joint := self._joint_session()) is not None:
            yield joint
            return
        with translated(self.path), Session(self._engine, expire_on_commit=False) as session:
            yield session

    @contextlib.contextmanager
    def writing(self) -> Iterator[Session]:
        """A session in a transaction that is the only writer, on disk when the block ends.

        Raises:
            StoreError: The database or the disk refused; nothing of the block is stored.
        """
        if (joint := self._joint_session()) is not None:
            yield joint
            joint.flush()
            joint.expunge_all()  # the next one reads what the database says by then
            return
        with (
            self.turn(),
            translated(self.path),
            Session(self._writer, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Make all that this thread writes in the block one transaction: on disk when it ends, all of it or nothing.

        May be nested: the outermost block decides.
        """
        outer = self._joint_session()
        with self.writing() as session:
            self._joint.session = session
            try:
                yield
            finally:
                self._joint.session = outer

    def _joint_session(self) -> Session | None:
        session: Session | None = getattr(self._joint, "session", None)
        return session

    def soon(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run a method of the store in its own thread, with others in one transaction where several wait.

        The future has the method's result once that is on disk, or what it raised.
        """
        return self._queue.put(function, *args, **kwargs)

    @contextlib.contextmanager
    def connection(self) -> Iterator[Connection]:
        """A bare connection for a writer, in no transaction yet; for the work on the schema."""
        with self.turn(), translated(self.path), self._writer.connect() as connection:
            yield connection

    def _prepare(self, raw: Any, record: object) -> None:  # noqa: ANN401 - the driver's connection
        """Settings that belong to a connection, and the journal mode, which belongs to the file."""
        del record
        connection: sqlite3.Connection = raw
        connection.isolation_level = None  # the driver's own BEGIN is deferred and comes after DDL
        for pragma in ("busy_timeout=30000", "foreign_keys=ON", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            with self.turn():
                connection.execute("PRAGMA journal_mode=WAL")


def _begin(connection: Connection) -> None:
    """Writers take the lock at once: a reader that turns writer in mid-transaction fails whatever the busy timeout."""
    write = connection.get_execution_options().get("digest_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
