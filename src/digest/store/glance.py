"""What a run that has nothing to do needs to see of the database, read without the ORM and without writing anything.

A weekly job that finds everything done should cost a fraction of a second; loading the ORM alone takes longer.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeAlias

from digest.models import Note, Paper

Name: TypeAlias = tuple[str, int | None]
"""A paper's id and a version, or None for the latest that is known."""

_MOST = 500
"""Values in one query."""


class Glance:
    """A look into the database at ``path``.

    Raises:
        LookupError: There is no database, it has another schema than ``migrations`` lead to, or it cannot be read
            without writing. ``Store`` says what is wrong with it, or mends it.
    """

    def __init__(self, path: Path, migrations: Path) -> None:
        newest = max(file.name[:4] for file in (migrations / "versions").glob("[0-9][0-9][0-9][0-9]_*.py"))
        try:
            # a reader that may not write makes no checkpoint either, which is the writers' affair
            self._connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
            found = self._connection.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.Error as error:
            raise LookupError(str(error)) from error
        if found != (newest,):
            self._connection.close()
            raise LookupError(f"schema {found}, not {newest}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def versions(self, names: Iterable[Name]) -> dict[Name, tuple[Paper, str | None]]:
        """Those of the papers that are known, with the sha256 of their PDF where it was fetched."""
        wanted = list(names)
        rows: dict[Name, tuple[str, str | None]] = {}
        sql = "SELECT paper_id, version, paper, pdf_sha256 FROM versions WHERE paper_id IN ({}) ORDER BY version"
        for paper_id, version, paper, sha256 in self._rows(sql, sorted({paper_id for paper_id, _ in wanted})):
            rows[paper_id, version] = rows[paper_id, None] = (paper, sha256)
        return {name: (Paper.model_validate_json(found[0]), found[1]) for name in wanted if (found := rows.get(name))}

    def notes(self, keys: Iterable[str]) -> dict[str, Note]:
        """Those of the notes that are there."""
        rows = self._rows("SELECT key, note FROM notes WHERE key IN ({})", list(keys))
        return {key: Note.model_validate_json(note) for key, note in rows}

    def failed(self, refs: Iterable[str]) -> bool:
        """Whether any of the references is noted as failed."""
        return any(True for _ in self._rows("SELECT ref FROM failures WHERE ref IN ({})", list(refs)))

    def _rows(self, sql: str, values: list[str]) -> Iterator[tuple[Any, ...]]:
        for start in range(0, len(values), _MOST):
            some = values[start : start + _MOST]
            yield from self._connection.execute(sql.format(", ".join("?" * len(some))), some)
