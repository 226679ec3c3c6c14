"""Does the source of an HTML paper say that an element cannot be seen?"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

_PALE = 235
"""A colour whose every channel (of 255) is above this cannot be read on white."""

_STYLES = (
    (re.compile(r"display\s*:\s*none"), "display: none"),
    (re.compile(r"visibility\s*:\s*(?:hidden|collapse)"), "visibility: hidden"),
    (re.compile(r"opacity\s*:\s*0?(?:\.0\d*)?\s*(?:;|$)"), "transparent"),
    (re.compile(r"(?:left|top|text-indent|margin-left|margin-top)\s*:\s*-\d{4,}"), "off the page"),
    (
        re.compile(r"font-size\s*:\s*(?:[0-2](?:\.\d+)?(?:px|pt)|0?\.[01]\d*r?em|(?:1?\d|0)(?:\.\d+)?%|0\s*(?:;|$))"),
        "tiny",
    ),
)
_COLOUR = re.compile(r"(?<![-\w])color\s*:\s*(#[0-9a-f]{3,8}|white|transparent|rgba?\([^)]*\))")
_BACKGROUND = re.compile(r"background(?:-color)?\s*:\s*(#[0-9a-f]{3,8}|[a-z]+|rgba?\([^)]*\))")


def why_invisible(element: HtmlElement) -> str:
    """Why a reader cannot see the element, "" when they can. Style sheets are not evaluated."""
    if element.get("hidden") is not None:
        return "hidden attribute"
    if "ltx_nodisplay" in (element.get("class") or "").split():
        return "display: none"
    style = (element.get("style") or "").lower()
    if not style:
        return ""
    for pattern, why in _STYLES:
        if pattern.search(style):
            return why
    colour = _COLOUR.search(style)
    if colour and _is_pale(colour.group(1)) and not _on_colour(element):
        return "white text"
    return ""


def _on_colour(element: HtmlElement) -> bool:
    """Whether the element or one around it has a background that white letters can be read on (table heads do)."""
    for around in (element, *element.iterancestors()):
        background = _BACKGROUND.search((around.get("style") or "").lower())
        if background and not _is_pale(background.group(1)):
            return background.group(1) not in ("none", "inherit", "initial")
    return False


def _is_pale(colour: str) -> bool:
    if colour in ("white", "transparent", "none"):
        return True
    if colour.startswith("#"):
        digits = colour[1:]
        channels = (
            [int(c * 2, 16) for c in digits[:3]]
            if len(digits) < len("rrggbb")
            else [int(digits[i : i + 2], 16) for i in (0, 2, 4)]
        )
        return min(channels) > _PALE
    numbers = [float(n) for n in re.findall(r"[\d.]+", colour)[:4] if n.strip(".")]
    if not numbers:
        return False
    see_through = len(numbers) == 4 and numbers[3] == 0  # noqa: PLR2004 - rgba
    return see_through or min(numbers[:3]) > _PALE
