"""``python -m bench.publish_check``: our pages through the real site builders, and what came out of them.

Three checks: the five shapes in both languages, made of hostile texts, build and show what was meant; a thousand
hostile strings, each in two places, are shown as they are; hostile labels pass through Mermaid. Builders that cannot
be installed are skipped and say why. The last line is JSON; the exit code is 1 when anything failed.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import sys
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from bench.publish_builders import BUILDERS, Built, build, write
from bench.publish_hostile import STRINGS, faults, pages, strings
from bench.publish_shapes import LANGUAGES, SHAPES, bundle
from bench.publish_text import inline, meant, parsed, squeezed
from bench.publish_tools import Tools, prepare
from lxml import html as lxml_html

from digest.export.dialects import DIALECTS
from digest.export.frontmatter import one_line
from digest.export.mermaid import flowchart
from digest.models import Diagram, Edge, Node

AUTOLINKS = frozenset({"gfm", "qiita", "astro"})
"""Renderers that make links of addresses in plain text whatever is done about it; what is read stays the same."""

SITES = Path(__file__).parents[1] / "tests" / "demo_site"
DEMO = {
    "hugo": ("hugo", "hugo", ("hugo", "--quiet"), "public"),
    "zensical": ("zensical", "mkdocs", ("zensical", "build"), "site"),
}
"""Folder of the demo's site -> the builder, the dialect of its pages, how it is built, where the result is."""

ALLOWED = frozenset({"a", "strong", "img", "span", "sup", "input", "label"})
LABELS = 300


@dataclass
class Tally:
    """What the checks came to."""

    builds: int = 0
    builds_failed: int = 0
    hostile: int = 0
    hostile_failed: int = 0
    mermaid: int = 0
    mermaid_failed: int = 0
    skipped: dict[str, str] = field(default_factory=dict)


def main() -> int:
    """Run the checks; 0 when nothing failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cache", type=Path, default=Path(".cache/publish"), help="where the builders are installed")
    parser.add_argument("--only", nargs="*", default=sorted(BUILDERS), help="these builders only")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--count", type=int, default=1000, help="hostile strings")
    given = parser.parse_args()
    tools = prepare(given.cache)
    tally = Tally()
    texts = strings(given.count, given.seed)
    print(f"{'builder':<10} {'shapes':>8} {'failed':>7} {'strings':>8} {'failed':>7}")
    for name in given.only:
        if name in tools.missing:
            tally.skipped[name] = tools.missing[name]
            print(f"{name:<10} skipped: {tools.missing[name]}")
            continue
        _row(name, texts, tools, tally, given.seed)
    for site in DEMO:
        _demo(site, tools, tally, given.seed)
    print("obsidian   skipped: a closed program without a renderer of its own that can be called; its pages are GFM")
    _mermaid(tools, tally, given.seed)
    print(json.dumps(vars(tally), ensure_ascii=False))
    return 1 if tally.builds_failed or tally.hostile_failed or tally.mermaid_failed else 0


def _row(name: str, texts: list[str], tools: Tools, tally: Tally, seed: int) -> None:
    site = tools.folder / "sites" / name
    failed = [fault for shape in SHAPES if (fault := _shape(name, shape, site / shape, tools, seed))]
    dialect = DIALECTS[BUILDERS[name][0]]
    built = build(name, pages(texts, dialect), site / "hostile", tools)
    wrong = faults(texts, list(built.pages.values()), autolinks=name in AUTOLINKS)
    tally.builds += len(SHAPES) + 1
    tally.builds_failed += len(failed) + bool(built.error)
    tally.hostile += len(texts)
    tally.hostile_failed += len(wrong)
    print(f"{name:<10} {len(SHAPES):>8} {len(failed):>7} {len(texts):>8} {len(wrong):>7}")
    for fault in [*failed, *([f"hostile: {built.error}"] if built.error else []), *built.intruders[:2]]:
        print(f"    {fault}")
    for n, fault in list(wrong.items())[:5]:
        print(f"    {n}: {fault}")


def _demo(site: str, tools: Tools, tally: Tally, seed: int) -> None:
    """The site that the demo leaves, with every shape in it, built as it is by the command that its handbook names."""
    program, dialect, command, built = DEMO[site]
    if program in tools.missing:
        return
    folder = tools.folder / "sites" / f"demo-{site}"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(SITES / site, folder)
    pages: set[str] = set()
    for shape in SHAPES:
        for language in LANGUAGES:
            files = bundle(shape, dialect, language, seed).files
            write(files, folder)
            pages |= {name for name in files if name.endswith(".md")}
    done = tools.run(tools.bin / command[0], *command[1:], cwd=folder)
    there = sum(1 for _ in (folder / built).rglob("index.html"))
    fault = (done.stderr + done.stdout)[-300:] if done.returncode else None
    if fault is None and there < len(pages):
        fault = f"{there} pages of {len(pages)}"
    tally.builds += 1
    tally.builds_failed += fault is not None
    print(f"{'demo ' + program:<16} {len(pages)} pages as one site: {'failed: ' + fault if fault else 'built'}")


def _shape(name: str, shape: str, site: Path, tools: Tools, seed: int) -> str | None:
    """Build a shape in every language on one site; what is wrong with it, if anything is."""
    dialect = BUILDERS[name][0]
    files: dict[str, bytes] = {}
    for language in LANGUAGES:
        files |= bundle(shape, dialect, language, seed).files
    built = build(name, files, site, tools)
    if built.error:
        return f"{shape}: {built.error}"
    for path, source in files.items():
        if path.endswith((".md", ".qmd")) and (fault := _page(path, source.decode(), built)):
            return f"{shape}: {path}: {fault}"
    return f"{shape}: {built.intruders[0]}" if built.intruders else None


def _page(path: str, source: str, built: Built) -> str | None:
    """What is wrong with one built page: its text, its title, or an element that should not be there."""
    if path not in built.pages:
        return "it was not built"
    shown = parsed(built.pages[path])
    if fault := _difference(squeezed(shown.text_content()), squeezed(meant(source).text_content())):
        return fault
    if strange := set(inline(shown)) - ALLOWED:
        return f"elements {sorted(strange)}"
    return _attributes(shown) or _title(path, source, built)


def _difference(seen: str, wanted: str) -> str | None:
    if seen == wanted:
        return None
    at = next((n for n, (a, b) in enumerate(zip(seen, wanted, strict=False)) if a != b), min(len(seen), len(wanted)))
    return f"text: {seen[max(0, at - 30) : at + 50]!r} instead of {wanted[max(0, at - 30) : at + 50]!r}"


def _attributes(shown: lxml_html.HtmlElement) -> str | None:
    """An address that leads where none of ours does, or an attribute that runs something."""
    for part in shown.iter():
        for name, value in part.attrib.items():
            if name.startswith("on") and name != "one":
                return f"attribute {name}"
            if name in ("href", "src") and not re.match(r"https?://|#|mailto:|[\w./%-]+$", value):
                return f"{name}={value[:80]!r}"
    return None


def _title(path: str, source: str, built: Built) -> str | None:
    if path not in built.titles:
        return None
    fronts = re.findall(r"^title: (.*)$", source, re.MULTILINE)
    said = json.loads(fronts[0]) if fronts else ""
    wanted = parsed(f"<p>{_shown_title(path, said)}</p>").text_content()
    return _difference(squeezed(built.titles[path]), squeezed(wanted))


def _shown_title(path: str, said: str) -> str:
    """The title of a page as HTML: some dialects write it as Markdown or HTML already."""
    if path.endswith(".qmd"):
        return escape(meant(f"x\n\n{said}").text_content().removeprefix("x").strip())
    return said if path.startswith("docs/") else escape(said)


def _mermaid(tools: Tools, tally: Tally, seed: int) -> None:
    """Hostile pairs of labels, of a box and of an arrow, through the real parser."""
    if "mermaid" in tools.missing:
        tally.skipped["mermaid"] = tools.missing["mermaid"]
        print(f"mermaid    skipped: {tools.missing['mermaid']}")
        return
    dice = random.Random(seed)
    pairs = [(_label(dice), _label(dice)) for _ in range(LABELS)]
    sources = [
        flowchart(
            Diagram(
                nodes=(Node(id="end", label=box), Node(id="x", label="x")),
                edges=(Edge(source="end", target="x", label=arrow),),
            )
        )
        for box, arrow in pairs
    ]
    answers = json.loads(tools.script("mermaid.mjs", stdin=json.dumps(sources)))
    wrong = [_objection(pair, answer) for pair, answer in zip(pairs, answers, strict=True)]
    wrong = [fault for fault in wrong if fault]
    tally.mermaid, tally.mermaid_failed = LABELS, len(wrong)
    print(f"mermaid    {LABELS:>8} {len(wrong):>7}")
    for fault in wrong[:5]:
        print(f"    {fault}")


MARKS = [chr(code) for code in range(33, 127) if not chr(code).isalnum()]
WORDS = (*MARKS, *STRINGS, "end", "#12;", "%%{init: {}}%%", "$$x$$", "A---oB", "a\nb", "日本語", "🧪", "`x`", "x" * 400)


def _label(dice: random.Random) -> str:
    return dice.choice(("", " ")).join(dice.choices(WORDS, k=3)) or "x"


def _objection(pair: tuple[str, str], answer: dict[str, object]) -> str | None:
    if "error" in answer:
        return f"{pair}: {str(answer['error'])[:200]}"
    labels, edges = answer["labels"], answer["edges"]
    wanted = ([_kept(pair[0], 120), "x"], [_kept(pair[1], 40)])
    return None if (labels, edges) == wanted else f"{pair}: {labels} {edges}"


def _kept(label: str, most: int) -> str:
    return one_line(label)[:most].strip() or "–"


if __name__ == "__main__":
    sys.exit(main())
