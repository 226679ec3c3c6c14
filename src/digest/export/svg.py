"""A diagram as an SVG picture, for sites that draw no Mermaid. Needs the extra ``svg``.

Mermaid (in ``mermaidx``, without a browser) only lays the boxes out, and the letters are put in afterwards: it measures
with a font of its own that has no Japanese, so that every box would be too small for its text. Each label goes in as
lines of stand-ins that are as wide as its letters. No text of a paper or a model reaches Mermaid's parser that way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from lxml import etree

from digest.errors import DigestError, UsageError
from digest.models import Diagram

FONTS = "'Noto Sans CJK JP', 'Hiragino Sans', 'Yu Gothic', Meiryo, 'Noto Sans', sans-serif"
_SVG = "{http://www.w3.org/2000/svg}"
_ELEMENTS = frozenset(("svg", "style", "g", "marker", "path", "polygon", "circle", "rect", "text", "tspan"))
_ATTRIBUTES = frozenset(
    "id class style width height viewBox x y dx dy cx cy r d points fill transform text-anchor role "  # noqa: SIM905 - a list of words reads best as words
    "aria-roledescription refX refY markerUnits markerWidth markerHeight orient marker-end marker-start".split()
)
_LOOK = f"""
svg {{ font-family: {FONTS}; font-size: 16px; fill: #333333; }}
.node rect {{ fill: #f3f1fd; stroke: #7b62b8; stroke-width: 1px; }}
.flowchart-link {{ fill: none; stroke: #333333; stroke-width: 1px; }}
.marker {{ fill: #333333; stroke: #333333; }}
"""
_LINE = 12
"""Ems in a line of a label."""

_OPENING = "（「『【〔"
_CLOSING = "、。，．・：；？！）」』】〕ーぁぃぅぇぉっゃゅょァィゥェォッャュョ"
_WIDE = frozenset("mwMW@%&—…")
_CONFIG = {"flowchart": {"wrappingWidth": 600}}
"""Our own lines are not to be broken again."""


def svg_of(diagram: Diagram) -> bytes:
    """The diagram as an SVG file: boxes, arrows and text, no script, no style sheet or font from elsewhere.

    Args:
        diagram: Its ids are words of letters and digits, its arrows lead from box to box (see ``readable``).

    Raises:
        UsageError: The package that draws is not installed.
        DigestError: It cannot draw this diagram.
    """
    boxes = {node.id: _wrapped(node.label) for node in diagram.nodes}
    arrows = [_wrapped(edge.label) if edge.label.strip() else [] for edge in diagram.edges]
    source = ["flowchart TD", *(f'  {name}["{_stand_in(lines)}"]' for name, lines in boxes.items())]
    for edge, lines in zip(diagram.edges, arrows, strict=True):
        arrow = f'-->|"{_stand_in(lines)}"|' if lines else "-->"
        source.append(f"  {edge.source} {arrow} {edge.target}")
    root = etree.fromstring(_laid_out("\n".join(source)).encode(), etree.XMLParser(resolve_entities=False))
    _put_letters(root, boxes, arrows)
    _put_ground(root)
    _check(root)
    return etree.tostring(root, encoding="utf-8") + b"\n"


def _laid_out(source: str) -> str:
    try:
        import mermaidx  # type: ignore[import-untyped]  # noqa: PLC0415 - optional, and 0.1 s that other pages need not wait for
    except ImportError as error:
        raise UsageError(
            "diagrams cannot be drawn as SVG: the package mermaidx is not installed",
            hint="pip install 'digest[svg]', or use --diagrams mermaid.",
        ) from error
    try:
        return str(mermaidx.render(source, config=_CONFIG).svg())
    except RuntimeError as error:
        raise DigestError(
            f"a diagram cannot be drawn as SVG: {error}", hint="--diagrams mermaid leaves it to the site."
        ) from error


# --- text -------------------------------------------------------------------------------------------------------------


def _width(character: str) -> float:
    """Ems that a letter takes at most, in the fonts above."""
    if unicodedata.east_asian_width(character) in "WFA" or character in _WIDE:
        return 1.0
    return 0.75 if character.isupper() else 0.64


def _stand_in(lines: Sequence[str]) -> str:
    """Letters of the font that Mermaid measures with, as wide as those of each line: a dash is one em there."""
    names = {1.0: "—", 0.75: "N", 0.64: "n"}
    return "<br/>".join("".join(names[_width(c)] for c in line) for line in lines)


def _wrapped(text: str) -> list[str]:
    """A label in lines of at most twelve ems, as few as that makes, with few words broken, and of like length."""
    ways = [_broken(text, most) for most in range(_LINE // 2, _LINE + 1)]
    return min((way for way in ways if len(way) == len(ways[-1])), key=_broken_words)


def _broken_words(lines: list[str]) -> int:
    """How many lines end inside what is probably a word of Japanese: after a kanji, or between two katakana."""
    ends = (first[-1] + second[0] for first, second in pairwise(lines))
    return sum(
        1 for both in ends if re.fullmatch(r"[\u4e00-\u9fff々][\u4e00-\u9fff々\u3041-\u309f]|[\u30a1-\u30ff]{2}", both)
    )


def _broken(text: str, most: float) -> list[str]:
    """A text in lines of so many ems: broken at spaces, and between any two characters of Japanese."""
    lines = [""]
    for piece in _pieces(" ".join(text.split()) or "–"):
        if not lines[-1] or sum(map(_width, lines[-1] + piece.rstrip())) <= most:
            lines[-1] += piece
        else:
            lines.append(piece.lstrip())
    return [line.strip() for line in lines if line.strip()] or ["–"]


def _pieces(text: str) -> Iterator[str]:
    """What must stay on one line: a word, or one character of Japanese, with its brackets, marks and the space."""
    for match in re.finditer(rf"[{_OPENING}]*(?:[\u0021-\u2fff]+|.)[{_CLOSING}]* *", text):
        word = match[0]
        while sum(map(_width, word)) > _LINE:
            yield word[:_LINE]
            word = word[_LINE:]
        if word:
            yield word


# --- the file ---------------------------------------------------------------------------------------------------------


def _put_letters(root: etree._Element, boxes: Mapping[str, list[str]], arrows: Sequence[list[str]]) -> None:
    """Put text in the place of each label, which Mermaid writes as HTML: not every viewer of pictures shows that.

    Raises:
        DigestError: There are not as many places as labels.
    """
    left, arrow = set(boxes), 0
    for html in list(root.iter(f"{_SVG}foreignObject")):
        group = html.getparent()
        if group is None:
            continue
        group.remove(html)
        width, height = float(html.get("width") or 0), float(html.get("height") or 0)
        if group.get("data-id"):  # labels of arrows stand in the order of the arrows, empty ones too
            lines = arrows[arrow] if arrow < len(arrows) else []
            arrow += 1
            if lines:  # the arrow must not run through the letters
                etree.SubElement(group, f"{_SVG}rect", width=f"{width:g}", height=f"{height:g}", fill="#ffffff")
        else:
            name = _name(group.getparent())
            lines = boxes.get(name, [])
            left.discard(name)
        if lines:
            _write(lines, group, width, height)
    if left or arrow != len(arrows):
        raise DigestError("a diagram cannot be drawn as SVG: there are not as many places as labels")


def _write(lines: Sequence[str], group: etree._Element, width: float, height: float) -> None:
    """Centred lines, each in its share of the height."""
    text = etree.SubElement(group, f"{_SVG}text", {"text-anchor": "middle"})
    for number, line in enumerate(lines):
        middle = height * (number + 0.5) / len(lines)
        row = etree.SubElement(text, f"{_SVG}tspan", x=f"{width / 2:g}", y=f"{middle:g}", dy="0.36em")
        row.text = "".join(c if c.isprintable() else " " for c in line)


def _name(box: etree._Element | None) -> str:
    """The id of a box in the source."""
    name = "" if box is None else box.get("id") or ""
    return re.sub(r"^my-svg-flowchart-(\w+)-\d+$", r"\1", name)


def _put_ground(root: etree._Element) -> None:
    """A size of its own, so that no site blows it up, and a white ground, so that dark sites show its arrows.

    What only Mermaid's own scripts and its other kinds of diagram need is left out.
    """
    left, top, width, height = (f"{float(number):g}" for number in (root.get("viewBox") or "0 0 0 0").split())
    root.set("width", width)
    root.set("height", height)
    root.set("style", "max-width: 100%;")
    for element in list(root.iter(f"{_SVG}style", f"{_SVG}defs")):
        if (parent := element.getparent()) is not None:
            parent.remove(element)
    look = etree.Element(f"{_SVG}style")
    look.text = _LOOK
    root.insert(0, look)
    root.insert(1, etree.Element(f"{_SVG}rect", x=left, y=top, width=width, height=height, fill="#ffffff"))
    for element in root.iter():
        for attribute in [name for name in element.attrib if str(name).startswith("data-")]:
            del element.attrib[attribute]


def _check(root: etree._Element) -> None:
    """Refuse what could run or reach out, should another version of the package ever write it.

    Raises:
        DigestError: The file has an element, an attribute or a reference that a picture does not need.
    """
    for element in root.iter():
        name = str(element.tag).removeprefix(_SVG)
        known = name in _ELEMENTS and set(map(str, element.attrib)) <= _ATTRIBUTES
        texts = [*map(str, element.attrib.values()), (element.text or "") if name == "style" else ""]
        if not known or any(re.search(r"url\((?!#)|@import|javascript:", text, re.IGNORECASE) for text in texts):
            raise DigestError(f"a diagram cannot be used: its SVG has an odd <{name}>: {', '.join(map(str, texts))}")
