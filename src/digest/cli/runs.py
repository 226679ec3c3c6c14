"""The record of a run: ``runs/ID.json`` and a row in the store, there from its first work on, so that a kill shows.

A run that finds nothing to do leaves no record.
"""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from digest.config import Settings
    from digest.store import Store
    from digest.store.rows import Run


class Record:
    """What is kept of one run. ``begin`` may be called at every step; only the first counts."""

    def __init__(self, command: str, settings: Settings, store: Store) -> None:
        self._command = command
        self._folder = settings.data_dir / "runs"
        self._store = store
        self._started = datetime.now(UTC)
        self.id: str | None = None

    def begin(self) -> None:
        """Work begins: from now on, a run that is killed is known to have been."""
        if self.id is not None:
            return
        self.id = f"{self._started:%Y%m%dT%H%M%S}-{self._started.microsecond:06d}"
        self._keep("running", {})
        self._store.start_run(self.id, self._command)

    def end(self, report: dict[str, Any], code: int, *, state: str = "finished") -> None:
        """Keep what the run came to, if it had begun."""
        if self.id is None:
            return
        text = self._keep(state, {"finished": datetime.now(UTC).isoformat(), **report, "exit_code": code})
        self._store.finish_run(self.id, text, code)

    def _keep(self, state: str, more: dict[str, Any]) -> str:
        head = {"id": self.id, "command": self._command, "started": self._started.isoformat(), "pid": os.getpid()}
        return _write(self._folder / f"{self.id}.json", {**head, "state": state, **more})


def close_interrupted(settings: Settings, store: Store) -> None:
    """Say of earlier runs that never came to their end that they were interrupted. For the holder of the lock only."""
    for run in store.runs(limit=1000):
        if run.finished_at is None:
            path = settings.data_dir / "runs" / f"{run.id}.json"
            text = _write(path, {**(_read(path) or {"id": run.id}), "state": "interrupted"})
            store.finish_run(run.id, text, None)


def last_runs(settings: Settings, store: Store) -> list[dict[str, Any]]:
    """The last runs as rows, the latest first; a killed one is shown as interrupted."""
    return [_row(run, settings.data_dir / "runs") for run in store.runs()]


def _row(run: Run, folder: Path) -> dict[str, Any]:
    kept = json.loads(run.report) if run.report else _read(folder / f"{run.id}.json") or {}
    papers = kept.get("papers", [])
    return {
        "run": run.id,
        "command": run.command,
        "state": _state(run, kept),
        "exit": run.exit_code,
        "made": sum(1 for paper in papers if paper["state"] == "made"),
        "failed": sum(1 for paper in papers if paper["state"] == "failed"),
        "issues": ", ".join(file for issue in kept.get("issues", []) for file in issue["files"]),
    }


def _state(run: Run, kept: dict[str, Any]) -> str:
    if run.finished_at is not None:
        return str(kept.get("state", "finished"))
    return "running" if _alive(kept.get("pid")) else "interrupted"


def _alive(pid: object) -> bool:
    """Whether a process of this machine has the number."""
    if not isinstance(pid, int):
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _read(path: Path) -> dict[str, Any] | None:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return kept if isinstance(kept, dict) else None


def _write(path: Path, values: dict[str, Any]) -> str:
    """The values as one line of JSON, which is whole or not there; also returned.

    Raises:
        StoreError: The folder cannot be written.
    """
    from digest.errors import StoreError

    text = json.dumps(values, ensure_ascii=False)
    aside = path.with_suffix(".tmp")
    try:
        path.parent.mkdir(exist_ok=True)
        aside.write_text(text + "\n", encoding="utf-8")
        aside.replace(path)
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror}") from error
    return text
