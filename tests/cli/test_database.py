"""`digest db`, run as a user runs it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tests.cli.conftest import House


def database(house: House) -> Path:
    return house.folder / "data" / "digest.db"


def test_upgrade_makes_a_database_and_check_finds_it_whole(house: House) -> None:
    assert house.run("db", "upgrade").returncode == 0
    checked = house.run("db", "check")
    assert checked.returncode == 0
    assert "no problems found" in checked.stdout


def test_check_names_a_file_that_was_changed(house: House) -> None:
    house.run("summarize", house.sample, "-q")
    [blob] = [path for path in (house.folder / "data" / "files").glob("??/*") if path.is_file()]
    blob.write_bytes(b"%PDF- something else")
    checked = house.run("db", "check")
    assert checked.returncode == 5
    assert blob.name in checked.stdout


def test_a_backup_holds_the_notes_and_is_never_written_over(house: House) -> None:
    house.run("summarize", house.sample, "-q")
    copy = house.folder / "copy.db"
    assert house.run("db", "backup", str(copy)).returncode == 0
    with sqlite3.connect(copy) as connection:
        assert connection.execute("select count(*) from notes").fetchone() == (1,)
    connection.close()
    assert house.run("db", "backup", str(copy)).returncode == 5


def test_a_database_of_a_newer_program_is_refused_with_its_version(house: House) -> None:
    house.run("db", "upgrade")
    with sqlite3.connect(database(house)) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
    connection.close()
    made = house.run("summarize", house.sample)
    assert made.returncode == 5
    assert "newer" in made.stderr
