"""One small site for each builder, with the configuration that its own handbook starts from; pages in, HTML out."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bench.publish_text import body, nodes
from bench.publish_tools import Tools
from bench.publish_zenn import preview
from lxml import html as lxml_html


@dataclass
class Built:
    """What a build came to: the HTML of each page's own text and its title as shown, by the page's path in the bundle.

    ``intruders`` are elements anywhere on the pages (titles, menus, summaries) that no theme puts there.
    """

    error: str | None = None
    pages: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    intruders: list[str] = field(default_factory=list)


Builder = Callable[[Mapping[str, bytes], Path, Tools], Built]
LAYOUT = "<!doctype html><html><head><title>{}</title></head><body>{}<main>{}</main></body></html>\n"
INTRUDERS = "//think|//script[contains(.,'alert(1)')]|//comment()[contains(.,' x')]|//x|//*[@onerror]"
SITE = " - digest"
MKDOCS = """site_name: "digest"
site_url: https://example.org/
theme: {name: material, font: false}
plugins: []
markdown_extensions:
  - abbr
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - tables
  - toc: {permalink: true}
  - pymdownx.arithmatex: {generic: true}
  - pymdownx.betterem
  - pymdownx.caret
  - pymdownx.details
  - pymdownx.highlight
  - pymdownx.inlinehilite
  - pymdownx.keys
  - pymdownx.mark
  - pymdownx.superfences:
      custom_fences:
        - name: mermaid
          class: mermaid
          format: !!python/name:pymdownx.superfences.fence_code_format
  - pymdownx.tabbed: {alternate_style: true}
  - pymdownx.tasklist: {custom_checkbox: true}
  - pymdownx.tilde
"""
ASTRO = {
    "package.json": '{"private": true, "type": "module"}',
    "astro.config.mjs": "export default {};\n",
    "src/content.config.ts": 'import { defineCollection } from "astro:content";\n'
    'import { glob } from "astro/loaders";\nimport { z } from "astro/zod";\n'
    "const schema = z.object({ title: z.string(), pubDate: z.coerce.date().optional(), description: z.string(), "
    "tags: z.array(z.string()) });\n"
    'export const collections = { blog: defineCollection({ loader: glob({ pattern: "**/*.md", '
    'base: "./src/content/blog" }), schema }) };\n',
    "src/pages/[...id].astro": '---\nimport { getCollection, render } from "astro:content";\n'
    'export async function getStaticPaths() {\n  const posts = await getCollection("blog");\n'
    "  return posts.map((post) => ({ params: { id: post.id }, props: { post } }));\n}\n"
    "const { Content } = await render(Astro.props.post);\n---\n"
    "<html><head><title>{Astro.props.post.data.title}</title></head><body>"
    "<p>{Astro.props.post.data.description}</p><main><Content /></main></body></html>\n",
}


def write(files: Mapping[str, bytes | str], folder: Path) -> None:
    """Put files below a folder."""
    for name, content in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)


def _texts(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: content.decode() for name, content in files.items() if name.endswith((".md", ".qmd"))}


def _read(name: str, text: str, query: str, built: Built) -> None:
    """Take the title and the page's own part from a built page."""
    document = lxml_html.document_fromstring(text)
    built.intruders += [f"{name}: {lxml_html.tostring(found)[:120]!r}" for found in nodes(document, INTRUDERS)]
    if not (found := nodes(document, query)):
        built.error = f"{name} is empty"
        return
    built.pages[name] = lxml_html.tostring(found[0], encoding="unicode")
    built.titles[name] = (document.findtext(".//title") or "").removesuffix(SITE)


def _collect(names: Mapping[str, Path], query: str) -> Built:
    built = Built()
    for name, path in names.items():
        if path.is_file():
            _read(name, path.read_text(encoding="utf-8"), query, built)
        else:
            built.error = f"no page {path.name} was built"
    return built


def hugo(files: Mapping[str, bytes], site: Path, tools: Tools) -> Built:
    """Hugo with a theme that shows nothing but the text."""
    write(files, site)
    write({"hugo.toml": 'baseURL = "https://example.org/"\ntitle = "x"\n'}, site)
    for kind in ("single", "list"):
        write(
            {f"layouts/_default/{kind}.html": LAYOUT.format("{{ .Title }}", "{{ .Summary }}", "{{ .Content }}")}, site
        )
    done = tools.run(tools.bin / "hugo", "--quiet", cwd=site)
    if done.returncode:
        return Built((done.stderr + done.stdout)[-500:])
    return _collect(
        {n: site / "public" / Path(n).parent.relative_to("content") / "index.html" for n in _texts(files)}, "//main"
    )


def jekyll(files: Mapping[str, bytes], site: Path, tools: Tools) -> Built:
    """Jekyll with kramdown, as it comes."""
    write(files, site)
    write(
        {
            "_config.yml": "title: x\npermalink: /:title.html\n",
            "_layouts/post.html": LAYOUT.format("{{ page.title | escape }}", "", "{{ content }}"),
        },
        site,
    )
    done = tools.run(*tools.jekyll, "build", "--quiet", "--trace", cwd=site)
    if done.returncode:
        return Built((done.stderr + done.stdout)[-500:])
    return _collect(
        {n: site / "_site" / (Path(n).stem[len("2024-01-01-") :] + ".html") for n in _texts(files)}, "//main"
    )


def _mkdocs_site(files: Mapping[str, bytes], site: Path, done_by: list[str | Path], tools: Tools) -> Built:
    write(files, site)
    write({"mkdocs.yml": MKDOCS, "docs/index.md": "# Index\n"}, site)
    done = tools.run(*done_by, cwd=site)
    if done.returncode:
        return Built((done.stderr + done.stdout)[-500:])
    pages = {n: site / "site" / Path(n).with_suffix("").relative_to("docs") / "index.html" for n in _texts(files)}
    return _collect(pages, "//article")


def mkdocs(files: Mapping[str, bytes], site: Path, tools: Tools) -> Built:
    """MkDocs with Material's recommended extensions."""
    return _mkdocs_site(files, site, [tools.bin / "mkdocs", "build", "--quiet"], tools)


def zensical(files: Mapping[str, bytes], site: Path, tools: Tools) -> Built:
    """Zensical, which reads the same configuration."""
    return _mkdocs_site(files, site, [tools.bin / "zensical", "build"], tools)


def pandoc(files: Mapping[str, bytes], site: Path, tools: Tools) -> Built:
    """Pandoc's Markdown, which is Quarto's."""
    built = Built()
    write(files, site)
    for name, text in _texts(files).items():
        # Quarto runs these cells itself before pandoc sees them
        write({name: text.replace("```{mermaid}", "```mermaid")}, site)
        done = tools.run(tools.pandoc(), "-f", "markdown", "-t", "html5", "-s", "--mathml", site / name, cwd=site)
        if done.returncode:
            built.error = done.stderr[-500:]
        else:
            page = done.stdout.replace("</header>", "</header><main>").replace("</body>", "</main></body>")
            _read(name, page, "//main", built)
            header = nodes(lxml_html.document_fromstring(page), "//h1[@class='title']")
            built.titles[name] = header[0].text_content() if header else ""
    return built


def _rendered(kind: str, files: Mapping[str, bytes], tools: Tools) -> Built:
    texts = {name: body(text) for name, text in _texts(files).items()}
    try:
        made = json.loads(tools.script("render.mjs", stdin=json.dumps({kind: texts})))[kind]
    except RuntimeError as error:
        return Built(str(error)[-500:])
    return Built(pages={name: f"<main>{text}</main>" for name, text in made.items()})


def gfm(files: Mapping[str, bytes], site: Path, tools: Tools) -> Built:
    """Remark with GitHub's extensions: GitHub's own renderer runs on its servers only."""
    write(files, site)
    return _rendered("gfm", files, tools)


def zenn(files: Mapping[str, bytes], site: Path, tools: Tools) -> Built:
    """Zenn's own renderer, and what `zenn preview` objects to."""
    write(files, site)
    built = _rendered("zenn", files, tools)
    if built.error is None:
        titles, built.error = preview([Path(name).stem for name in _texts(files)], site, tools)
        built.titles = {name: titles.get(Path(name).stem, "") for name in built.pages}
    return built


def qiita(files: Mapping[str, bytes], site: Path, tools: Tools) -> Built:
    """Qiita's validators; its renderer runs on its servers only, so that the text is checked with remark."""
    write(files, site)
    built = _rendered("gfm", files, tools)
    try:
        refused = json.loads(tools.script("qiita.mjs", str(site)))
    except RuntimeError as error:
        built.error = str(error)[-500:]
        return built
    built.titles = {name: refused.get(Path(name).stem, {}).get("title", "") for name in built.pages}
    named = {Path(name).stem for name in _texts(files)}
    if missing := named - set(refused):
        built.error = f"not read by qiita-cli: {min(missing)}"
    for name, found in refused.items():
        if found["objections"]:
            built.error = f"{name}: {found['objections'][0]}"
    return built


def astro(files: Mapping[str, bytes], site: Path, tools: Tools) -> Built:
    """Astro with a content collection, as its handbook builds a blog."""
    write(files, site)
    write(ASTRO, site)
    (site / "node_modules").symlink_to(tools.js / "node_modules")
    done = tools.run(tools.node, "node_modules/astro/bin/astro.mjs", "build", cwd=site)
    if done.returncode:
        return Built((done.stderr + done.stdout)[-800:])
    return _collect({n: site / "dist" / Path(n).stem / "index.html" for n in _texts(files)}, "//main")


BUILDERS: dict[str, tuple[str, Builder]] = {
    "hugo": ("hugo", hugo),
    "jekyll": ("jekyll", jekyll),
    "mkdocs": ("mkdocs", mkdocs),
    "zensical": ("mkdocs", zensical),
    "pandoc": ("quarto", pandoc),
    "zenn": ("zenn", zenn),
    "qiita": ("qiita", qiita),
    "astro": ("astro", astro),
    "gfm": ("gfm", gfm),
}
"""Builder -> the dialect it is given, and how it is run."""


def build(name: str, files: Mapping[str, bytes], site: Path, tools: Tools) -> Built:
    """Build a site of these files in an empty folder."""
    shutil.rmtree(site, ignore_errors=True)
    site.mkdir(parents=True)
    return BUILDERS[name][1](files, site, tools)
