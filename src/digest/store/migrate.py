"""Bringing a database to this version's schema, checking it, copying it.

An up-to-date database is recognised with one plain query; Alembic is imported only when there is work to do.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from importlib.metadata import version as installed
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from digest.errors import SchemaError, StoreError
from digest.store.connection import Database
from digest.store.faults import translated
from digest.store.search import INTEGRITY_CHECK, TRIGGERS, is_search_index

if TYPE_CHECKING:
    from alembic.config import Config


def revisions(migrations: Path) -> list[str]:
    """The known revisions, oldest first; files are named ``0001_what.py`` after their revision."""
    found = sorted(path.name[:4] for path in (migrations / "versions").glob("[0-9][0-9][0-9][0-9]_*.py"))
    if not found:
        raise StoreError(f"no migrations in {migrations}", hint="Install digest anew: the package is incomplete.")
    return found


def upgrade(path: Path, migrations: Path) -> None:
    """Make the database if there is none, and bring an older one up to date after a backup beside it.

    Raises:
        SchemaError: A newer version of the program made it, or it is no database of ours.
        StoreError: The file or the disk refused.
    """
    with Database(path) as database:
        ready(database, migrations)


def ready(database: Database, migrations: Path) -> None:
    """Do what ``upgrade`` says on an open database. Quick when there is nothing to do."""
    known = revisions(migrations)
    if _current(database) == known[-1]:
        return
    with database.connection() as connection:  # what was read before may have changed until it was our turn
        current = _revision(connection, database.path)
        if current == known[-1]:
            return
        if current is not None and current not in known:
            raise _newer(connection, current, known, database.path)
        if current is not None:
            _copy(connection, _backup_name(database.path, current), database.path)
        _migrate(connection, migrations)


def check(path: Path, migrations: Path) -> list[str]:
    """What is wrong with a database, in words; an empty list when nothing is.

    Looks at SQLite's own integrity, foreign keys, the schema's version, whether the tables are what the program thinks,
    and whether the search index agrees with the notes. Changes nothing.
    """
    if not path.exists():
        return []
    try:
        with Database(path) as database, database.connection() as connection:
            return _problems(connection, migrations, path)
    except SchemaError as error:
        return [str(error)]
    except StoreError as error:
        return [error.message]


def backup(path: Path, to: Path) -> None:
    """Write a consistent copy of the database to a new file, also while others use it.

    Raises:
        StoreError: There is no database, ``to`` exists, or it cannot be written.
    """
    if not path.exists():
        raise StoreError(f"there is no database at {path} yet", hint="It is made by the first: digest summarize")
    if to.exists():
        raise StoreError(f"{to} exists", hint="Name a file that does not exist yet.")
    with Database(path) as database, database.connection() as connection:
        _copy(connection, to, path)


def _current(database: Database) -> str | None:
    with database.reading() as session:
        return _revision(session.connection(), database.path)


def _revision(connection: Connection, path: Path) -> str | None:
    """The schema's revision; None for a database without any tables."""
    tables = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars())
    if "alembic_version" in tables:
        revision: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        if revision is not None:
            return revision
    if tables - {"alembic_version"}:
        raise SchemaError(f"{path} is a database of another program", hint="Choose another data folder.")
    return None


def _newer(connection: Connection, current: str, known: list[str], path: Path) -> SchemaError:
    writer = connection.exec_driver_sql("SELECT value FROM meta WHERE key = 'program'").scalar()
    return SchemaError(
        f"the database {path} was made by digest {writer} (schema {current}); "
        f"this is digest {installed('digest')} and knows schemas up to {known[-1]}",
        hint=f"Install digest {writer} or newer, or use another data folder.",
    )


def config_for(connection: Connection, migrations: Path) -> Config:
    """What Alembic needs to know: where our migrations are, and the connection to run them on."""
    from alembic.config import Config  # noqa: PLC0415 - 0.1 s that an up-to-date database need not wait for

    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _migrate(connection: Connection, migrations: Path) -> None:
    """All pending revisions in one transaction: a process killed here leaves the database as it was.

    Foreign keys are off meanwhile, because Alembic changes a table by copying and dropping it, which would delete what
    refers to it. The triggers of the search index go the same way and are made again.
    """
    from alembic import command  # noqa: PLC0415 - as above

    _outside_transaction(connection, "PRAGMA foreign_keys=OFF")
    try:
        with connection.begin():
            command.upgrade(config_for(connection, migrations), "head")
            for name, statement in TRIGGERS.items():
                connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
                connection.exec_driver_sql(statement)
            connection.exec_driver_sql(
                "INSERT INTO meta (key, value) VALUES ('program', ?) "
                "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (installed("digest"),),
            )
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise SchemaError(
                    f"the migration would leave {len(broken)} rows that refer to nothing; nothing was changed",
                    hint="Run: digest db check",
                )
    finally:
        _outside_transaction(connection, "PRAGMA foreign_keys=ON")


def _outside_transaction(connection: Connection, statement: str) -> None:
    """Run what SQLite ignores or refuses inside a transaction."""
    connection.rollback()
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)  # noqa: S101 - the engine is ours
    raw.execute(statement)


def _backup_name(path: Path, revision: str) -> Path:
    """``digest.db.0001.bak``, numbered when there is one already: a backup is never overwritten."""
    name = path.with_name(f"{path.name}.{revision}.bak")
    count = 1
    while name.exists():
        count += 1
        name = path.with_name(f"{path.name}.{revision}-{count}.bak")
    return name


def _copy(connection: Connection, to: Path, path: Path) -> None:
    """Copy the database; under its name the copy is whole or not there."""
    unfinished = to.with_name(f"{to.name}.part")
    try:
        unfinished.unlink(missing_ok=True)
        with translated(unfinished):
            _outside_transaction(connection, "VACUUM INTO '" + str(unfinished).replace("'", "''") + "'")
        with unfinished.open("rb") as copy:
            os.fsync(copy.fileno())
        unfinished.rename(to)
    except OSError as error:
        raise StoreError(f"the copy {to} of {path} cannot be written: {error.strerror}") from error
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)


def _problems(connection: Connection, migrations: Path, path: Path) -> list[str]:
    found = [str(row) for row in connection.exec_driver_sql("PRAGMA integrity_check").scalars() if row != "ok"]
    if found:
        return [f"SQLite finds damage: {line}" for line in found]
    known, current = revisions(migrations), _revision(connection, path)
    if current is None:
        return ["the database is empty; run: digest db upgrade"]
    if current not in known:
        raise _newer(connection, current, known, path)
    if current != known[-1]:
        return [f"the schema is {current}, this version of digest has {known[-1]}; run: digest db upgrade"]
    found = [
        f"row {row[1]} of {row[0]} refers to a row of {row[2]} that does not exist"
        for row in connection.exec_driver_sql("PRAGMA foreign_key_check")
    ]
    return found + _schema_problems(connection) + _index_problems(connection)


def include_name(name: str | None, kind: str, parents: object) -> bool:
    """What Alembic compares: everything but the search index, whose tables SQLite makes itself."""
    del parents
    return not (kind == "table" and name is not None and is_search_index(name))


def _schema_problems(connection: Connection) -> list[str]:
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415 - as above
    from alembic.migration import MigrationContext  # noqa: PLC0415 - as above

    from digest.store.tables import Table  # noqa: PLC0415 - opening a database needs no tables

    context = MigrationContext.configure(connection, opts={"include_name": include_name, "compare_type": True})
    return [f"the schema differs from what digest expects: {d}" for d in compare_metadata(context, Table.metadata)]


def _index_problems(connection: Connection) -> list[str]:
    triggers = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars())
    found = [f"the trigger {name} of the search index is missing" for name in TRIGGERS if name not in triggers]
    lost = connection.exec_driver_sql(
        "SELECT count(*) FROM notes WHERE key NOT IN (SELECT note_key FROM note_texts)"
    ).scalar_one()
    if lost:
        found.append(f"{lost} notes are missing from the search")
    try:
        connection.exec_driver_sql(INTEGRITY_CHECK)
    except DatabaseError:
        found.append("the search index does not agree with the notes")
    connection.rollback()
    return found
