"""What was said to be saved is there, whatever happens to the process, the disk or the file."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from digest.errors import StoreError
from digest.models import CallState
from digest.store import Store
from digest.store.migrate import check
from tests.store.examples import make_document, make_note, make_paper, rows, save

ROOT = Path(__file__).parents[2]
NOBODY = 65_534


def start_writer(path: Path, migrations: Path, name: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.store.writer", str(path), str(migrations), name, str(count)]
    environment = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_nothing_that_was_saved_is_lost_or_half_there_after_kill_9(tmp_path: Path, migrations: Path) -> None:
    path, saved, chance = tmp_path / "digest.db", [], random.Random(7)
    for kill in range(6):
        writer = start_writer(path, migrations, f"kill-{kill}", 10_000)
        assert writer.stdout is not None
        if kill:  # the first is killed while it imports or makes the database, the others while they write
            saved.append(writer.stdout.readline().strip())
        time.sleep(chance.uniform(0.0, 0.6))
        writer.kill()
        output, errors = writer.communicate()
        assert errors == ""
        saved += [line for line in output.splitlines(keepends=True) if line.endswith("\n")]
    keys = {line.strip() for line in saved}
    assert len(keys) > 5
    assert check(path, migrations) == []
    with Store.open(path, migrations) as store:
        assert keys <= {line.key for line in store.list_notes()}
        for key in keys:
            assert store.note(key) is not None
            call = store.call(f"call-{key}")
            assert call is not None
            assert call.state is CallState.USED
    assert rows(path, "SELECT count(*) FROM notes WHERE key NOT IN (SELECT note_key FROM evidence)") == [(0,)]
    assert rows(path, "SELECT count(*) FROM notes WHERE key NOT IN (SELECT note_key FROM call_uses)") == [(0,)]


def test_processes_that_write_at_once_all_succeed(path: Path, migrations: Path) -> None:
    writers = [start_writer(path, migrations, name, 25) for name in ("a", "b", "c")]
    for writer in writers:
        output, errors = writer.communicate(timeout=60)
        assert (writer.returncode, errors) == (0, "")
        assert len(output.split()) == 25
    with Store.open(path, migrations) as store:
        assert len(store.list_notes()) == 75
    assert check(path, migrations) == []


def test_readers_are_not_held_up_by_a_writer(store: Store) -> None:
    save(store, make_note())
    entered, leave = threading.Event(), threading.Event()

    def write() -> None:
        with store.writing() as session:
            session.connection().exec_driver_sql("UPDATE notes SET gist = 'half done'")
            entered.set()
            leave.wait(10)

    thread = threading.Thread(target=write)
    thread.start()
    assert entered.wait(10)
    start = time.perf_counter()
    assert store.list_notes()[0].gist == "A model that reaches 28.4 BLEU."
    assert time.perf_counter() - start < 1.0
    leave.set()
    thread.join()
    assert store.list_notes()[0].gist == "half done"


def test_what_is_saved_is_synced_to_disk_before_the_call_returns(store: Store) -> None:
    with store.reading() as session:
        pragmas = [
            session.connection().exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("synchronous", "journal_mode", "foreign_keys", "busy_timeout")
        ]
    assert pragmas == [2, "wal", 1, 30_000]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 3 MB."""
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if os.geteuid() != 0 or mount is None or umount is None:
        pytest.skip("only root can mount a small file system")
    folder = tmp_path / "small"
    folder.mkdir()
    if subprocess.run([mount, "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder], check=False).returncode != 0:
        pytest.skip("mounting is not allowed here")
    yield folder
    subprocess.run([umount, "-l", folder], check=True)


def test_a_full_disk_is_said_to_be_full_and_loses_nothing(small_disk: Path, fresh: Path, migrations: Path) -> None:
    path = small_disk / "digest.db"
    shutil.copy(fresh, path)
    saved = []
    with Store.open(path, migrations) as store:
        store.save_paper(make_paper())
        store.save_document("2106.11420", 1, make_document())
        with pytest.raises(StoreError, match="the disk is full") as caught:  # noqa: PT012 - any of them may be the one
            for n in range(10_000):
                store.save_note(make_note(f"note-{n}", gist=f"{n} " * 5_000))
                saved.append(f"note-{n}")
        assert caught.value.exit_code == 5
        assert "Free some space" in (caught.value.hint or "")
        assert len(saved) > 5
        assert sorted(line.key for line in store.list_notes()) == sorted(saved)
        assert store.note(saved[-1]) is not None
    assert check(path, migrations) == []


def test_a_full_disk_at_the_first_use_is_said_to_be_full(small_disk: Path, migrations: Path) -> None:
    with (small_disk / "ballast").open("wb", buffering=0) as ballast, contextlib.suppress(OSError):
        while ballast.write(b"x" * 4096):
            pass
    with pytest.raises(StoreError, match="the disk is full"):
        Store.open(small_disk / "digest.db", migrations)


@pytest.fixture
def read_only(fresh: Path) -> Iterator[Path]:
    """A folder with a database, both of which this process may read but not write."""
    folder = Path(tempfile.mkdtemp(prefix="digest-read-only-"))
    shutil.copy(fresh, folder / "digest.db")
    folder.chmod(0o555)
    (folder / "digest.db").chmod(0o444)
    me = os.geteuid()
    if me == 0:
        os.seteuid(NOBODY)
    yield folder
    os.seteuid(me)
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.parametrize("name", ["digest.db", "new.db"])
def test_a_folder_that_cannot_be_written_is_an_error_with_a_hint(read_only: Path, migrations: Path, name: str) -> None:
    with (
        pytest.raises(StoreError, match=r"cannot be (written|opened)") as caught,
        Store.open(read_only / name, migrations) as store,
    ):
        store.save_paper(make_paper())
    assert "DIGEST_DATA_DIR" in (caught.value.hint or "")


@pytest.mark.parametrize(
    "content",
    [b"this is no database at all, only text that someone put here" * 100, b"SQLite format 3\0" + b"\xff" * 5000],
)
def test_a_file_that_is_no_database_is_an_error_with_a_hint(tmp_path: Path, migrations: Path, content: bytes) -> None:
    path = tmp_path / "digest.db"
    path.write_bytes(content)
    with pytest.raises(StoreError, match="damaged, or no database") as caught:
        Store.open(path, migrations)
    assert "backup" in (caught.value.hint or "")
    assert path.read_bytes() == content


def test_a_folder_in_place_of_the_database_is_an_error(tmp_path: Path, migrations: Path) -> None:
    with pytest.raises(StoreError, match="cannot be opened"):
        Store.open(tmp_path, migrations)


def test_a_lock_of_another_program_is_an_error_with_a_hint(store: Store) -> None:
    with store.reading() as session:  # patience of thirty seconds is too much for a test
        session.connection().exec_driver_sql("PRAGMA busy_timeout=10")
    with contextlib.closing(sqlite3.connect(store.path, isolation_level=None)) as browser:
        browser.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another program keeps it locked"):
            store.save_paper(make_paper())
        assert store.papers() == []
        browser.execute("ROLLBACK")
    store.save_paper(make_paper())


def test_errors_never_show_what_was_to_be_stored(store: Store) -> None:
    with pytest.raises(StoreError) as caught:
        store.save_document("no such paper", 1, make_document("a secret sentence. " * 3))
    chain: BaseException | None = caught.value
    while chain is not None:
        assert "secret" not in str(chain)
        assert "ab" * 32 not in str(chain)
        chain = chain.__cause__
