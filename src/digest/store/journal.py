"""What happened: failures, runs, and what was written to which file."""

from __future__ import annotations

from importlib.metadata import version as installed

from sqlalchemy import delete, func
from sqlmodel import col, select

from digest.errors import StoreError
from digest.store.connection import Database
from digest.store.rows import Failure, Run
from digest.store.tables import ExportRow, FailureRow, RunRow, VersionRow, now


class Journal(Database):
    """What happened."""

    def record_failure(self, ref: str, stage: str, error: str, kind: str, *, paper_id: str | None = None) -> None:
        """Keep why a reference failed, and how often it has. A note of ``paper_id`` clears it, as does one of ``ref``.

        ``kind`` is the name of the error's class.
        """
        with self.writing() as session:
            earlier = session.get(FailureRow, ref)
            paper_id = paper_id or (earlier.paper_id if earlier else None)
            latest = select(func.max(VersionRow.version)).where(VersionRow.paper_id == paper_id)
            session.merge(
                FailureRow(
                    ref=ref,
                    paper_id=paper_id,
                    version=session.exec(latest).one(),
                    program=installed("digest"),
                    stage=stage,
                    kind=kind,
                    error=error,
                    attempts=earlier.attempts + 1 if earlier else 1,
                    first_at=earlier.first_at if earlier else now(),
                    last_at=now(),
                )
            )

    def failure(self, ref: str) -> Failure | None:
        """What went wrong with a reference the last time; None when nothing did, or it has succeeded since."""
        with self.reading() as session:
            row = session.get(FailureRow, ref)
            return Failure(**row.model_dump()) if row else None

    def failures(self) -> list[Failure]:
        """All that failed the last time they were tried, the latest first."""
        query = select(FailureRow).order_by(col(FailureRow.last_at).desc(), FailureRow.ref)
        with self.reading() as session:
            return [Failure(**row.model_dump()) for row in session.exec(query)]

    def clear_failure(self, ref: str) -> None:
        """Forget that a reference failed, for when it turns out to be done without a new note."""
        with self.writing() as session:
            session.execute(delete(FailureRow).where(col(FailureRow.ref) == ref))

    def start_run(self, run_id: str, command: str) -> None:
        """Note that a run began. Starting it twice is an error of the caller's."""
        with self.writing() as session:
            session.add(RunRow(id=run_id, command=command, started_at=now()))

    def finish_run(self, run_id: str, report: str, exit_code: int | None = 0) -> None:
        """Keep the report, JSON, of a run that ended; one that was killed has no exit code.

        Raises:
            StoreError: The run was never started.
        """
        with self.writing() as session:
            row = session.get(RunRow, run_id)
            if row is None:
                raise StoreError(f"the run {run_id} was never started")
            row.finished_at, row.report, row.exit_code = now(), report, exit_code

    def runs(self, limit: int = 20) -> list[Run]:
        """The last runs, the latest first. One without ``finished_at`` is under way, or was killed."""
        query = select(RunRow).order_by(col(RunRow.started_at).desc(), RunRow.id).limit(limit)
        with self.reading() as session:
            return [Run(**row.model_dump()) for row in session.exec(query)]

    def record_export(self, path: str, sha256: str) -> None:
        """Keep the hash of what we wrote to a file."""
        with self.writing() as session:
            session.merge(ExportRow(path=path, sha256=sha256, written_at=now()))

    def exported(self, path: str) -> str | None:
        """The hash of what we last wrote to a file; None when we never did."""
        with self.reading() as session:
            row = session.get(ExportRow, path)
            return row.sha256 if row else None

    def exports(self) -> dict[str, str]:
        """Every file that we wrote: path -> hash of what we wrote."""
        with self.reading() as session:
            return {row.path: row.sha256 for row in session.exec(select(ExportRow))}
