"""What LaTeXML's classes and tags mean, and where it keeps the source of a formula.

LaTeXML (https://math.nist.gov/~BMiller/LaTeXML/) marks every element with a class ``ltx_…``.
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

DROPPED = frozenset(
    {
        "ltx_ERROR",
        "ltx_note_mark",
        "ltx_tag_note",
        "ltx_note_type",
        "ltx_page_navbar",
        "ltx_TOC",
        "ltx_pagination",
        "ltx_role_newpage",
        "ltx_page_logo",
        "ltx_rdf",
        "ltx_note_frontmatter",
    }
)
DROPPED_TAGS = frozenset({"script", "style", "nav", "header", "footer", "button", "noscript", "template", "iframe"})
BLOCKS = frozenset(
    {"p", "div", "section", "li", "ol", "ul", "dl", "dt", "dd", "figure", "table", "blockquote", "article"}
)
HEADING = re.compile(r"h[1-6]")
FLOATS = frozenset({"ltx_figure", "ltx_table", "ltx_float", "ltx_figure_panel"})
EQUATIONS = frozenset({"ltx_equation", "ltx_equationgroup", "ltx_eqn_table"})
SECTIONS = frozenset(
    {
        "ltx_part",
        "ltx_chapter",
        "ltx_section",
        "ltx_subsection",
        "ltx_subsubsection",
        "ltx_paragraph",
        "ltx_subparagraph",
        "ltx_appendix",
        "ltx_bibliography",
        "ltx_abstract",
        "ltx_acknowledgements",
    }
)
ROLES = {
    "ltx_abstract": "abstract",
    "ltx_bibliography": "references",
    "ltx_appendix": "appendix",
    "ltx_acknowledgements": "acknowledgements",
}
"""What a section is, by the class that LaTeXML gives it; others have no role."""


def formula(math: HtmlElement) -> str:
    r"""A formula as LaTeX between dollar signs; ``alttext`` is LaTeXML's own copy of the source."""
    source = math.get("alttext") or ""
    if not source:
        source = next((str(note.text or "") for note in math.iter("annotation")
                       if note.get("encoding") == "application/x-tex"), "")  # fmt: skip
    if not source:
        return " ".join(str(math.text_content()).split())
    source = re.sub(r"(?<!\\)\$", "", source)  # formulas inside \text come with dollars of their own
    source = " ".join(re.sub(r"%\s*\n?", "", source).split()) if "\\%" not in source else " ".join(source.split())
    return f"${source}$"


def classes(element: HtmlElement) -> frozenset[str]:
    """The classes of an element."""
    return frozenset((element.get("class") or "").split())
