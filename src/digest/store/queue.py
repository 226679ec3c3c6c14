"""One thread that writes for all who cannot wait for a disk, many small writes in one transaction.

A commit costs a flush of the disk, whatever it holds. While one is under way, what others want written gathers, and
goes with the next; nobody is told that it is written before it is.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from queue import SimpleQueue
from typing import Any, ParamSpec, TypeAlias, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class _Task:
    def __init__(self, work: Callable[[], Any]) -> None:
        self.work = work
        self.future: Future[Any] = Future()


_Tasks: TypeAlias = "SimpleQueue[_Task | None]"


class WriteQueue:
    """Runs functions in the order in which they came. ``together`` makes one transaction of what runs inside it."""

    def __init__(self, together: Callable[[], AbstractContextManager[None]]) -> None:
        self._together = together
        self._tasks: _Tasks = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def put(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run a function soon. Its result comes when what it wrote is on the disk."""
        task = _Task(lambda: function(*args, **kwargs))
        with self._starting:
            if self._thread is None:
                self._tasks = SimpleQueue()
                self._thread = threading.Thread(target=self._run, args=(self._tasks,), name="store", daemon=True)
                self._thread.start()
            self._tasks.put(task)
        return task.future

    def close(self) -> None:
        """Wait until all is done. The queue can be used again afterwards."""
        with self._starting:
            thread, self._thread = self._thread, None
            if thread is not None:
                self._tasks.put(None)
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    def _run(self, tasks: _Tasks) -> None:
        while True:
            batch, last = _gathered(tasks)
            wanted = [task for task in batch if task.future.set_running_or_notify_cancel()]
            if len(wanted) == 1:
                _alone(wanted[0])
            elif wanted:
                self._all(wanted)
            if last:
                return

    def _all(self, batch: list[_Task]) -> None:
        try:
            with self._together():
                results = [task.work() for task in batch]
        except Exception:  # noqa: BLE001 - one of them failed and nothing is written: each has its own fate now
            for task in batch:
                _alone(task)
        else:
            for task, result in zip(batch, results, strict=True):
                task.future.set_result(result)


def _gathered(tasks: _Tasks) -> tuple[list[_Task], bool]:
    """What has come until now, at least one; and whether nothing comes after it."""
    batch: list[_Task] = []
    while not batch or not tasks.empty():
        task = tasks.get()
        if task is None:
            return batch, True
        batch.append(task)
    return batch, False


def _alone(task: _Task) -> None:
    try:
        result = task.work()
    except BaseException as error:  # noqa: BLE001 - it is raised where the result is waited for
        task.future.set_exception(error)
    else:
        task.future.set_result(result)
