"""What each site builder wants: one row for each. The text itself is the same for all of them.

The body is a core of Markdown that every builder shows alike (``esc``); a row says only what differs: where a page and
its pictures go, front matter, whether a heading takes an id, how a part is folded, how a diagram is fenced.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from digest.errors import UsageError
from digest.export import site_fields
from digest.export.esc import esc
from digest.export.frontmatter import FrontValue, front_matter
from digest.export.page import Page

Front = Callable[[Page], dict[str, FrontValue]]
Fold = Literal["details", "details-markdown", "hugo", "quarto", "zenn", "obsidian"]


@dataclass(frozen=True)
class Dialect:
    """One target. Paths may hold ``{slug}`` and ``{date}``; ``image_url`` None means that only hosted pictures show."""

    name: str
    front: Front
    path: str
    image_path: str
    image_url: str | None
    anchors: bool
    fold_as: Fold
    title_in_body: bool
    diagram_fence: str = "mermaid"
    picture_end: str = ""
    """What keeps a picture from getting a caption made of its description."""
    slugs: bool = False
    """Headings get the ids that GitHub gives them."""

    def page(self, page: Page, body: str) -> str:
        """A whole file: front matter, the title where the builder shows none of its own, the body."""
        title = f"# {esc(page.title)}\n\n" if self.title_in_body else ""
        page = replace(page, tags=site_fields.usable(page.tags))
        return f"{front_matter(self.front(page))}\n{title}{body.strip()}\n"

    def file(self, page: Page) -> str:
        """Where the page goes, relative to the site's folder."""
        return self._fill(self.path, page)

    def image_file(self, page: Page, name: str) -> str:
        """Where a picture of the page goes, relative to the site's folder."""
        return self._fill(self.image_path, page) + name

    def picture(self, page: Page, name: str, alt: str) -> str:
        """A picture of the page, shown."""
        return f"![{esc(alt)}]({self._fill(self.image_url or '', page)}{name}){self.picture_end}"

    def heading(self, level: int, text: str, anchor: str | None = None) -> str:
        """A heading of escaped text; ``anchor`` becomes its id where that can be said."""
        mark = f" {{#{anchor}}}" if anchor and self.anchors else ""
        return f"{'#' * min(level, 6)} {text}{mark}"

    def jump(self, text: str, anchor: str, heading: str = "") -> str:
        """A link to a heading of the page; only its escaped text where headings get ids that differ by program.

        ``heading`` is the heading's own text, for programs that make an id of it.
        """
        if self.anchors:
            return f"[{text}](#{anchor})"
        return f"[{text}](#{github_id(heading)})" if self.slugs and heading else text

    def diagram(self, mermaid: str) -> str:
        """A fence that the builder, or its usual plug-in, draws."""
        return f"```{self.diagram_fence}\n{mermaid.strip()}\n```"

    def fold(self, title: str, body: str) -> str:
        """A part that opens when its title is clicked. ``title`` is one of our own labels."""
        return _FOLDS[self.fold_as](title, body.strip())

    @staticmethod
    def _fill(pattern: str, page: Page) -> str:
        day = f"{page.date:%Y-%m-%d}" if page.date else "1970-01-01"
        return pattern.replace("{slug}", page.slug).replace("{date}", day)


def github_id(heading: str) -> str:
    """The id that GitHub and github-slugger give a heading; the first one of that text on a page."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _quoted(title: str, body: str) -> str:
    lines = "\n".join(f"> {line}".rstrip() for line in body.split("\n"))
    return f"> [!note]- {title}\n{lines}"


_FOLDS: dict[Fold, Callable[[str, str], str]] = {
    "details": lambda t, b: f"<details>\n<summary>{t}</summary>\n\n{b}\n\n</details>",
    "details-markdown": lambda t, b: f'<details markdown="1">\n<summary>{t}</summary>\n\n{b}\n\n</details>',
    "hugo": lambda t, b: f'{{{{< details summary="{t}" >}}}}\n{b}\n{{{{< /details >}}}}',
    "quarto": lambda t, b: f'::: {{.callout-note collapse="true"}}\n\n## {t}\n\n{b}\n\n:::',
    "zenn": lambda t, b: f":::details {t}\n\n{b}\n\n:::",
    "obsidian": _quoted,
}


_ROWS = (
    Dialect(
        name="gfm",
        front=site_fields.gfm,
        path="{slug}.md",
        image_path="{slug}/",
        image_url="{slug}/",
        anchors=False,
        slugs=True,
        fold_as="details",
        title_in_body=True,
    ),
    Dialect(
        name="hugo",
        front=site_fields.hugo,
        path="content/posts/{slug}/index.md",
        image_path="content/posts/{slug}/",
        image_url="",
        anchors=True,
        fold_as="hugo",
        title_in_body=False,
    ),
    Dialect(
        name="jekyll",
        front=site_fields.jekyll,
        path="_posts/{date}-{slug}.md",
        image_path="assets/{slug}/",
        image_url="/assets/{slug}/",
        anchors=True,
        fold_as="details-markdown",
        title_in_body=False,
    ),
    Dialect(
        name="mkdocs",
        front=site_fields.mkdocs,
        path="docs/posts/{slug}.md",
        image_path="docs/posts/{slug}/",
        image_url="{slug}/",
        anchors=True,
        fold_as="details-markdown",
        title_in_body=True,
    ),
    Dialect(
        name="quarto",
        front=site_fields.quarto,
        path="posts/{slug}/index.qmd",
        image_path="posts/{slug}/",
        image_url="",
        anchors=True,
        fold_as="quarto",
        title_in_body=False,
        diagram_fence="{mermaid}",
        picture_end="\\",
    ),
    Dialect(
        name="zenn",
        front=site_fields.zenn,
        path="articles/{slug}.md",
        image_path="images/{slug}/",
        image_url="/images/{slug}/",
        anchors=False,
        fold_as="zenn",
        title_in_body=False,
    ),
    Dialect(
        name="qiita",
        front=site_fields.qiita,
        path="public/{slug}.md",
        image_path="",
        image_url=None,
        anchors=False,
        fold_as="details",
        title_in_body=False,
    ),
    Dialect(
        name="obsidian",
        front=site_fields.obsidian,
        path="{slug}.md",
        image_path="{slug}/",
        image_url="{slug}/",
        anchors=False,
        fold_as="obsidian",
        title_in_body=True,
    ),
    Dialect(
        name="astro",
        front=site_fields.astro,
        path="src/content/blog/{slug}.md",
        image_path="src/content/blog/{slug}/",
        image_url="./{slug}/",
        anchors=False,
        slugs=True,
        fold_as="details",
        title_in_body=False,
    ),
)
DIALECTS = {row.name: row for row in _ROWS}


def dialect_for(name: str) -> Dialect:
    """The row of a target.

    Raises:
        UsageError: There is no such target.
    """
    if name not in DIALECTS:
        raise UsageError(f"there is no dialect {name!r}", hint=f"One of: {', '.join(DIALECTS)}.")
    return DIALECTS[name]
