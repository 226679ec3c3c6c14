"""Every block of the README works: commands run, settings load, the example is what the program prints today."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from digest.config import Settings
from tests.cli.conftest import House

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def of_kind(kind: str) -> list[str]:
    return [text for language, text in BLOCKS if language == kind]


def console_commands() -> list[str]:
    lines = [line for text in of_kind("console") for line in text.splitlines() if line.startswith("$ digest")]
    return [line.removeprefix("$ digest ").split("  #")[0].strip() for line in lines]


@pytest.mark.parametrize("command", console_commands())
def test_a_command_of_the_readme_is_one_that_the_program_knows(command: str, house: House) -> None:
    """Commands run as they stand where loopback can serve them; ids are those of the loopback arXiv."""
    shown = command.replace("1706.03762v7", "2401.00002").replace("1706.03762", "2401.00001")
    shown = shown.replace("my.pdf", shlex.quote(house.sample))
    stdin = None
    if "<" in shown:
        shown, stdin = shown.split("<")[0], "2401.00001\n"
    if shown.startswith(("show", "figures")):
        house.run("summarize", "2401.00001")
    made = house.run(*shlex.split(shown), stdin=stdin)
    assert made.returncode == 0, made.stderr


def test_the_settings_of_the_readme_are_settings() -> None:
    assert of_kind("toml")
    for text in of_kind("toml"):
        Settings.model_validate(tomllib.loads(text))


def test_the_make_targets_of_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"`make ([\w-]+)", README)) | {
        line.split()[1] for text in of_kind("sh") for line in text.splitlines() if line.startswith("make ")
    }
    assert {"run", "test"} <= targets
    for target in targets:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"the README names make {target}"


def test_the_example_in_the_readme_is_what_the_sample_paper_gives_today(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "digest", "summarize", "-q", str(ROOT / "examples" / "sample-paper.pdf")]
    note = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    [example] = of_kind("markdown")
    lines = [line for line in example.splitlines() if line not in ("", "…")]
    assert len(lines) > 10
    for line in lines:
        assert line in note.splitlines(), line


def test_every_command_is_in_the_readme_or_in_the_command_reference() -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "digest", "--help"], capture_output=True, text=True, check=True
    ).stdout
    names = re.findall(r"^│ ([a-z]+)\s{2,}", shown, re.MULTILINE)
    assert len(names) >= 8
    for name in names:
        assert f"digest {name}" in README, name
