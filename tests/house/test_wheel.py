"""What ships: the built wheel, installed away from the source tree, does the main job."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel built from this tree, installed into a folder of its own; dependencies come from this environment."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    wheel = next(folder.glob("*.whl"))
    install = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target"]
    subprocess.run([*install, str(folder / "site"), str(wheel)], check=True, capture_output=True)
    return folder / "site"


def run(installed: Path, cwd: Path, *args: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(installed), "DIGEST_DATA_DIR": str(cwd / "data")}
    command = [sys.executable, str(installed / "bin" / "digest"), *args]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def test_the_wheel_carries_prompts_migrations_and_type_marker(installed: Path) -> None:
    package = installed / "digest"
    assert list((package / "prompts").glob("*.md"))
    assert list((package / "migrations" / "versions").glob("*.py"))
    assert (package / "py.typed").is_file()


def test_the_installed_wheel_makes_a_note_of_the_sample_paper(installed: Path, tmp_path: Path) -> None:
    made = run(installed, tmp_path, "summarize", str(ROOT / "examples" / "sample-paper.pdf"))
    assert made.returncode == 0, made.stderr
    assert "extracted from the paper, no language model used" in made.stdout
    where = run(installed, tmp_path, "--version")
    assert where.stdout.strip()


def test_the_code_that_runs_is_the_wheel_and_not_the_source_tree(installed: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    command = [sys.executable, "-c", "import digest; print(digest.__file__)"]
    out = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True).stdout
    assert Path(out.strip()).is_relative_to(installed)
