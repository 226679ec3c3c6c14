"""A thousand hostile strings on pages, each as a paragraph and in one of the other places where text can stand."""

from __future__ import annotations

import random
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bench.publish_text import blocks, inline, plain, squeezed
from lxml.html import HtmlElement

from digest.export.dialects import Dialect
from digest.export.esc import esc
from digest.export.page import Page

STRINGS = (
    '"', "'", ":", "#", "|", "\\", "_", "*", "$5 と $10", "$|x|$", "<think>", "<script>alert(1)</script>", "{{ x }}",
    "{{% note %}}", "{{< ref >}}", "{% if %}", "{% endraw %}", "[[x]]", "@[x](y)", "---", "```", "``` x\n```", "1e3",
    "0", "yes", "2106.11420", "\x85", "\u2028", "\ufffe", "\x07", "ＬＬＭ", "**「強調」**", "https://a.example/b。次",
    "1. ", "a. ", "iv) ", "(1) ", "- ", "+ ", "> ", "::: note", ":+1:", "=", "~~x~~", "&amp;", "&#12;", "[^1]",
    "![i](x.png)", "www.a.example", "a@b.example", "\\alpha", "\\(x\\)", "(c)", "{.cls}", "{#id}", "#tag", "<!-- x",
    "-->", "]]>", "==x==", "^x^", "~x~", "++x++", "*[x]: y", "[x]: y", "=> ", "!!! note", "??? x", "x\n===", "--",
    "...", "<https://a.example>", "@user", "@{x}", "import x from 'y'", "export x", "{x}", "%%x%%", "TeX", "「」",
    "数式", "a * b * c", "__init__", "*x*", "_x_", "`x`", "``", "$x$", "$$", "\\\\", "x  ", "\t", "x" * 300,
    "../../x", "..", "/etc/passwd",
)  # fmt: skip
A_PAGE = 125


def strings(count: int, seed: int) -> list[str]:
    """So many mixtures of the strings, three each, the same for the same seed."""
    dice = random.Random(seed)
    made: list[str] = []
    while len(made) < count:
        text = dice.choice((" ", " ", "")).join(dice.choices(STRINGS, k=3))
        if esc(text):
            made.append(text)
    return made


def meant(text: str) -> str:
    """What is to be seen of a text: all but control and direction-changing characters, white space folded."""
    invisible = frozenset("\u200b\ufffe\uffff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    kept = (c for c in text if c.isspace() or (unicodedata.category(c) not in ("Cc", "Cs") and c not in invisible))
    return plain("".join(kept))


@dataclass(frozen=True)
class Place:
    """A place for text: how it is written around the escaped text, what is seen there, which elements belong there."""

    written: str
    seen: str = "{}"
    elements: tuple[str, ...] = ()


URL = "https://a.example/x"
PLACES = (
    Place("##### {}"),
    Place("-   {}"),
    Place("1.  **a**  \n    {}", "a {}", ("strong",)),
    Place("> {}"),
    Place("&#8203;**{}**&#8203;", "{}", ("strong",)),
    Place("**K**: {}", "K: {}", ("strong",)),
    Place("| a | b |\n|---|---|\n| {} | {} |", "a b {} {}"),
    Place(f"[{{}}]({URL})", "{}", ("a",)),
)
"""Every place in which our pages put text that is not ours."""


def pages(texts: Sequence[str], row: Dialect) -> dict[str, bytes]:
    """The pages of a dialect: all strings, a page for every 125 of them, hostile strings in front matter too."""
    files = {}
    for first in range(0, len(texts), A_PAGE):
        title, tag, summary = texts[first], texts[first + 1], texts[first + 2]
        page = Page(
            slug=f"hostile-page-{first:04}",
            title=title,
            date=date(2024, 1, 30),
            language="en",
            summary=summary,
            tags=("AI", tag[:40]),
        )
        parts = []
        for n in range(first, min(first + A_PAGE, len(texts))):
            parts += [f"k{n}k", esc(texts[n]), PLACES[n % len(PLACES)].written.replace("{}", esc(texts[n]))]
        files[row.file(page)] = row.page(page, "\n\n".join(parts)).encode()
    return files


def faults(texts: Sequence[str], built: Sequence[str], *, autolinks: bool) -> dict[int, str]:
    """What is wrong with each string in built pages: its text was changed, or it became an element.

    ``autolinks`` allows links that a renderer makes of addresses in plain text: what is read stays the same.
    """
    wrong = dict.fromkeys(range(len(texts)), "not found")
    for n, found in (block for page in built for block in blocks(page)):
        fault = _fault(texts[n], n, found, autolinks=autolinks)
        if fault is None:
            wrong.pop(n, None)
        else:
            wrong[n] = fault
    return wrong


def _fault(text: str, n: int, found: Sequence[HtmlElement], *, autolinks: bool) -> str | None:
    place = PLACES[n % len(PLACES)]
    if len(found) != 2:
        return f"{len(found)} blocks instead of 2"
    for element, around, elements in zip(found, ("{}", place.seen), ((), place.elements), strict=True):
        seen, wanted = element.text_content(), around.replace("{}", meant(text))
        if squeezed(seen) != squeezed(wanted):
            return f"text: {plain(seen)[:120]!r} instead of {wanted[:120]!r}"
        extra, lost = inline(element) - Counter(elements), Counter(elements) - inline(element)
        if autolinks:
            del extra["a"]
        if extra or lost:
            return f"elements: {dict(inline(element))} instead of {list(elements)}"
    return None
