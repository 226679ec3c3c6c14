"""A run that has nothing to do: no server is needed, no file is touched, and nothing slow is loaded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.cli.conftest import House

IDS = ("2401.00001", "math/0405482")
MODEL = {"DIGEST_MODEL": "fake-model"}
DEAD = "http://127.0.0.1:1"
OFFLINE = {
    **MODEL,
    "DIGEST_BASE_URL": f"{DEAD}/v1",
    "DIGEST_ARXIV_API": f"{DEAD}/api/query",
    "DIGEST_ARXIV_SITE": DEAD,
    "DIGEST_ARXIV_OAI": f"{DEAD}/oai",
}


def times(folder: Path) -> dict[Path, int]:
    """When each file was last written, but for the two that SQLite keeps beside a database while somebody reads."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(("-wal", "-shm"))]
    return {path: path.stat().st_mtime_ns for path in files}


def test_the_same_run_again_needs_no_server_and_touches_no_file(house: House) -> None:
    file = house.folder / "notes.md"
    first = house.run("summarize", *IDS, "-o", str(file), model=True, **MODEL)
    assert first.returncode == 0, first.stderr
    before = times(house.folder)
    again = house.run("summarize", *IDS, "-q", "-o", str(file), model=True, **OFFLINE)
    assert (again.returncode, again.stderr) == (0, "")
    assert times(house.folder) == before

    shown = house.run("summarize", *IDS, model=True, **OFFLINE)
    assert shown.stdout == file.read_text()


def test_a_note_that_is_missing_or_asked_for_otherwise_is_worked_on(house: House) -> None:
    house.run("summarize", IDS[0], model=True, **MODEL)
    calls = len(house.chat.seen)
    more = house.run("summarize", *IDS, "--json", model=True, **MODEL)
    assert more.returncode == 0, more.stderr
    assert more.stdout.count("\n") == 2
    other = house.run("summarize", *IDS, "--questions", "3", "--json", model=True, **MODEL)
    assert other.returncode == 0, other.stderr
    assert len(house.chat.seen) > calls
    assert house.run("summarize", *IDS, "--questions", "5", model=True, **OFFLINE).returncode != 0


def test_a_file_that_was_edited_is_kept_and_the_new_text_goes_beside_it(house: House) -> None:
    file = house.folder / "notes.md"
    house.run("summarize", IDS[0], "-o", str(file), model=True, **MODEL)
    file.write_text("mine\n")
    again = house.run("summarize", IDS[0], "-o", str(file), model=True, **MODEL)
    assert again.returncode == 0, again.stderr
    assert file.read_text() == "mine\n"
    assert "edited by hand" in again.stderr


def test_looking_loads_neither_the_orm_nor_the_sdk_nor_the_checks() -> None:
    code = (
        "import sys, digest.settled, digest.cli.summarize, digest.cli.output, digest.export.note\n"
        "print([name for name in ('sqlalchemy', 'openai', 'httpx', 'jinja2', 'rapidfuzz') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path.cwd())
    assert said.stdout == "[]\n"
