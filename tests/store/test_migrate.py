"""Making, upgrading, checking and copying a database."""

from __future__ import annotations

import io
import runpy
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory

from digest.errors import SchemaError, StoreError
from digest.store import Store
from digest.store.migrate import backup, check, revisions, upgrade
from digest.store.tables import Table
from tests.store.examples import make_note, rows, save

SRC = Path(__file__).parents[2] / "src"
OLD = Path(__file__).parent / "old_schemas"

LATER = """
import os, signal
import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("notes") as table:
        table.add_column(sa.Column("rating", sa.Integer(), nullable=True))
        table.alter_column("gist", new_column_name="one_line")
    with op.batch_alter_table("note_texts") as table:
        table.add_column(sa.Column("extra", sa.Text(), nullable=True))
    op.execute("UPDATE notes SET rating = 5")
    # --- here ---
"""


@pytest.fixture
def future(tmp_path: Path, migrations: Path) -> Path:
    """The migrations of a later version of the program, which rebuilds the tables that most hangs on."""
    folder = tmp_path / "future"
    shutil.copytree(migrations, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "0003_later.py").write_text(LATER)
    return folder


def test_the_first_use_makes_a_database_that_passes_every_check(tmp_path: Path, migrations: Path) -> None:
    path = tmp_path / "new.db"
    with Store.open(path, migrations) as store:
        assert store.list_notes() == []
    assert check(path, migrations) == []
    assert [p.name for p in tmp_path.iterdir() if p.suffix == ".bak"] == []


def test_the_models_are_what_the_migrations_make(path: Path, migrations: Path) -> None:
    assert check(path, migrations) == []
    rows(path, "CREATE TABLE stray (a TEXT)")
    rows(path, "ALTER TABLE notes DROP COLUMN gist")
    found = "\n".join(check(path, migrations))
    assert "stray" in found
    assert "gist" in found


def test_revision_files_are_named_after_their_revisions(migrations: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(migrations))
    scripts = ScriptDirectory.from_config(config)
    assert [script.revision for script in reversed(list(scripts.walk_revisions()))] == revisions(migrations)
    assert scripts.get_current_head() == revisions(migrations)[-1]


def test_no_revision_imports_the_program(migrations: Path) -> None:
    for file in (migrations / "versions").glob("*.py"):
        assert "digest" not in file.read_text(), file


def test_opening_an_up_to_date_database_is_quick_and_needs_no_alembic(path: Path, migrations: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from digest.store import Store; start = time.perf_counter()\n"
        f"with Store.open(Path({str(path)!r}), Path({str(migrations)!r})): pass\n"
        "print(time.perf_counter() - start, 'alembic' in sys.modules)"
    )
    seconds, alembic = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": str(SRC)}, check=True, capture_output=True, text=True
    ).stdout.split()
    assert alembic == "False"
    assert float(seconds) < 0.25  # 0.01 on an idle machine


def test_a_newer_database_is_refused_with_the_version_that_made_it(path: Path, migrations: Path) -> None:
    rows(path, "UPDATE alembic_version SET version_num = '0099'")
    rows(path, "UPDATE meta SET value = '7.8.9' WHERE key = 'program'")
    with pytest.raises(SchemaError, match=r"made by digest 7\.8\.9 \(schema 0099\).*up to 0002"):
        Store.open(path, migrations)
    with pytest.raises(SchemaError):
        upgrade(path, migrations)
    assert "7.8.9" in check(path, migrations)[0]


def test_a_database_of_another_program_is_refused_and_untouched(tmp_path: Path, migrations: Path) -> None:
    path = tmp_path / "other.db"
    rows(path, "CREATE TABLE photos (a TEXT)")
    with pytest.raises(SchemaError, match="another program"):
        Store.open(path, migrations)
    assert rows(path, "SELECT name FROM sqlite_master") == [("photos",)]


def test_an_older_database_is_backed_up_and_upgraded_with_all_its_rows(
    store: Store, migrations: Path, future: Path
) -> None:
    save(store, make_note(gist="a zebra"))
    store.close()
    assert check(store.path, future)[0].startswith("the schema is 0002")
    upgrade(store.path, future)
    assert rows(store, "SELECT version_num FROM alembic_version") == [("0003",)]
    assert rows(store, "SELECT one_line, rating FROM notes") == [("a zebra", 5)]
    for table, count in (("answers", 2), ("evidence", 4), ("note_texts", 1), ("documents", 1), ("versions", 1)):
        assert rows(store, f"SELECT count(*) FROM {table}") == [(count,)]  # noqa: S608 - our own names
    assert rows(store, "PRAGMA foreign_key_check") == []
    copy = store.path.with_name("digest.db.0002.bak")
    with Store.open(copy, migrations) as old:
        assert [line.gist for line in old.list_notes()] == ["a zebra"]
    upgrade(store.path, future)  # nothing to do, so no second backup
    assert len(list(store.path.parent.glob("*.bak"))) == 1


def test_the_search_still_follows_the_notes_after_its_table_was_rebuilt(store: Store, future: Path) -> None:
    save(store, make_note(gist="a zebra"))
    store.close()
    upgrade(store.path, future)
    rows(store, "UPDATE note_texts SET body = 'a giraffe'")
    assert rows(store, "SELECT count(*) FROM note_texts_fts WHERE note_texts_fts MATCH 'giraffe'") == [(1,)]
    assert rows(store, "SELECT count(*) FROM note_texts_fts WHERE note_texts_fts MATCH 'zebra'") == [(0,)]


def test_a_backup_is_never_overwritten(store: Store, future: Path) -> None:
    earlier = store.path.with_name("digest.db.0002.bak")
    earlier.write_text("precious")
    save(store, make_note())
    store.close()
    upgrade(store.path, future)
    assert earlier.read_text() == "precious"
    assert store.path.with_name("digest.db.0002-2.bak").exists()


@pytest.mark.parametrize("fault", ["raise RuntimeError('bug')", "op.execute('UPDATE notes SET document_key = 1')"])
def test_a_migration_that_fails_changes_nothing(store: Store, migrations: Path, future: Path, fault: str) -> None:
    save(store, make_note(gist="a zebra"))
    store.close()
    later = future / "versions" / "0003_later.py"
    later.write_text(later.read_text().replace("# --- here ---", fault))
    with pytest.raises((RuntimeError, SchemaError)):
        upgrade(store.path, future)
    assert check(store.path, migrations) == []
    with Store.open(store.path, migrations) as again:
        assert [hit.note_key for hit in again.search("zebra")] == ["note-1"]


def test_a_migration_killed_half_way_changes_nothing(store: Store, migrations: Path, future: Path) -> None:
    save(store, make_note(gist="a zebra"))
    store.close()
    later = future / "versions" / "0003_later.py"
    later.write_text(LATER.replace("# --- here ---", "os.kill(os.getpid(), signal.SIGKILL)"))
    code = "import sys, pathlib, digest.store.migrate as m; m.upgrade(*map(pathlib.Path, sys.argv[1:]))"
    command = [sys.executable, "-c", code, str(store.path), str(future)]
    killed = subprocess.run(command, env={"PYTHONPATH": str(SRC)}, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert check(store.path, migrations) == []
    with Store.open(store.path, migrations) as again:
        assert [hit.note_key for hit in again.search("zebra")] == ["note-1"]
    later.write_text(LATER)
    subprocess.run(command, env={"PYTHONPATH": str(SRC)}, check=True)
    assert rows(store, "SELECT rating FROM notes") == [(5,)]


def test_two_first_uses_at_once_make_one_database(tmp_path: Path, migrations: Path) -> None:
    path, problems = tmp_path / "new.db", []

    def work() -> None:
        try:
            Store.open(path, migrations).close()
        except BaseException as error:  # noqa: BLE001 - handed to the test
            problems.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert check(path, migrations) == []


def test_a_copy_is_whole_while_others_write(store: Store, migrations: Path, tmp_path: Path) -> None:
    save(store, make_note())
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            store.save_note(make_note(gist=str(time.time())))

    thread = threading.Thread(target=work)
    thread.start()
    try:
        backup(store.path, tmp_path / "copy's.db")
    finally:
        stop.set()
        thread.join()
    assert check(tmp_path / "copy's.db", migrations) == []
    with Store.open(tmp_path / "copy's.db", migrations) as copy:
        assert len(copy.list_notes()) == 1


def test_a_copy_of_nothing_or_over_something_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no database"):
        backup(tmp_path / "nothing.db", tmp_path / "copy.db")
    (tmp_path / "there.db").write_text("precious")
    with pytest.raises(StoreError, match="exists"):
        backup(store.path, tmp_path / "there.db")
    with pytest.raises(StoreError, match=r"copy\.db.*cannot be opened"):
        backup(store.path, tmp_path / "no such folder" / "copy.db")
    assert (tmp_path / "there.db").read_text() == "precious"


def test_checking_what_is_not_there_finds_nothing_and_makes_nothing(tmp_path: Path, migrations: Path) -> None:
    assert check(tmp_path / "nothing.db", migrations) == []
    assert not (tmp_path / "nothing.db").exists()


def test_the_check_finds_rows_that_refer_to_nothing(store: Store, migrations: Path) -> None:
    save(store, make_note())
    rows(store, "DELETE FROM documents")  # another program, without foreign keys
    assert any("notes refers to a row of documents" in problem for problem in check(store.path, migrations))


def test_the_check_finds_an_index_that_disagrees(store: Store, migrations: Path) -> None:
    save(store, make_note())
    rows(store, "DROP TRIGGER note_texts_fts_update")
    rows(store, "UPDATE note_texts SET body = 'something else'")
    found = check(store.path, migrations)
    assert "the trigger note_texts_fts_update of the search index is missing" in found
    assert "the search index does not agree with the notes" in found
    rows(store, "DELETE FROM note_texts")
    assert "1 notes are missing from the search" in check(store.path, migrations)


def test_the_check_finds_damage(store: Store, migrations: Path) -> None:
    for n in range(30):
        save(store, make_note(f"note-{n}", gist="word " * 300))
    store.close()
    with store.path.open("r+b") as file:
        file.seek(4096 * 40)
        file.write(b"\xa5" * 4096 * 10)
    found = check(store.path, migrations)
    assert found
    assert all("damage" in problem for problem in found)


@pytest.mark.parametrize("old", sorted(OLD.glob("*.db")), ids=lambda old: old.stem)
def test_a_database_of_every_released_schema_opens_with_all_it_holds(
    old: Path, tmp_path: Path, migrations: Path
) -> None:
    path = tmp_path / "digest.db"
    shutil.copy(old, path)
    with Store.open(path, migrations) as store:
        (line,) = store.list_notes()
        note, paper = store.note(line.key), store.paper(line.paper_id)
        assert note is not None
        assert paper is not None
        document = store.document(note.document_key)
        assert document is not None
        for evidence in (e for passage in note.passages for e in passage.evidence):
            assert document.text[evidence.start : evidence.end] == evidence.quote
        assert [hit.paper_id for hit in store.search("推論")] == [line.paper_id]
        assert [cost.cost_microusd for cost in store.costs()] == [1_500]
        assert len(store.collections()) == 1
        assert len(store.failures()) == 1
    assert check(path, migrations) == []


def test_every_released_schema_has_its_database(migrations: Path) -> None:
    assert [old.stem for old in sorted(OLD.glob("*.db"))] == revisions(migrations)


def test_the_tables_can_be_made_on_postgresql(migrations: Path) -> None:
    buffer = io.StringIO()
    context = MigrationContext.configure(
        dialect_name="postgresql", opts={"as_sql": True, "output_buffer": buffer, "literal_binds": True}
    )
    with Operations.context(context):
        for file in sorted((migrations / "versions").glob("*.py")):
            runpy.run_path(str(file))["upgrade"]()
    sql = buffer.getvalue()
    assert "fts5" not in sql
    for table in Table.metadata.tables:
        assert f"CREATE TABLE {table} (" in sql


def test_a_new_revision_is_written_with_plain_types_and_nothing_more_than_what_changed(
    tmp_path: Path, migrations: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(migrations, folder, ignore=shutil.ignore_patterns("__pycache__"))
    first = folder / "versions" / "0001_first_schema.py"
    without = first.read_text().replace('        sa.Column("gist", sa.Text(), nullable=False),\n', "")
    first.write_text(without)
    runpy.run_path(str(migrations / "make.py"))["make"]("Add the gist", folder)
    capsys.readouterr()  # Alembic says what it writes
    written = (folder / "versions" / "0003_add_the_gist.py").read_text()
    assert 'batch_op.add_column(sa.Column("gist", sa.Text(), nullable=False))' in written.replace("'", '"')
    assert written.count("op.") == 2
    assert "digest" not in written


@pytest.mark.parametrize("name", ["with space", "100%25?a=b#c", "資料", "it's"])
def test_folders_may_have_any_name(tmp_path: Path, migrations: Path, name: str) -> None:
    folder = tmp_path / name
    shutil.copytree(migrations, folder / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
    with Store.open(folder / "digest.db", folder / "migrations") as store:
        save(store, make_note())
    backup(folder / "digest.db", folder / "copy.db")
    assert check(folder / "copy.db", folder / "migrations") == []
    assert sorted(p.name for p in tmp_path.iterdir()) == [name]
