"""Finds text on a web page that its readers cannot see, and takes it out before the page is read.

Such text is meant for machines: it may hold orders to the model. Only what the element itself says is looked at; style
sheets are not evaluated.
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from digest.extract.instructions import is_instruction
from digest.models import HiddenText

_STYLES = (
    (re.compile(r"display\s*:\s*none"), "display: none"),
    (re.compile(r"visibility\s*:\s*(?:hidden|collapse)"), "visibility: hidden"),
    (re.compile(r"font-size\s*:\s*(?:0|1px|0?\.\d+(?:px|pt|em))(?![\d.])"), "tiny print"),
    (re.compile(r"opacity\s*:\s*0(?:\.0+)?(?![\d.])"), "transparent"),
    (re.compile(r"(?:left|top|text-indent)\s*:\s*-\d{3,}"), "off the page"),
    (re.compile(r"(?<![\w-])color\s*:\s*(?:white|transparent|#fff(?:fff)?)(?![\w])"), "white text"),
)
_NOT_TEXT = ("script", "style", "template", "noscript", "head", "title", "meta", "link")
_LIMIT = 2000


def remove_hidden(root: HtmlElement) -> tuple[HiddenText, ...]:
    """Take all hidden elements out of the tree and return their text; ``page`` is 1, a web page has no pages."""
    found: list[HiddenText] = []
    for element in list(root.iter()):
        if not isinstance(element, HtmlElement) or element.tag in _NOT_TEXT or element.getparent() is None:
            continue
        why = _why_hidden(element)
        if not why:
            continue
        text = " ".join(str(element.text_content()).split())[:_LIMIT]
        if text and not any(text in earlier.text for earlier in found):
            found.append(HiddenText(page=1, text=text, why=why, instruction=is_instruction(text)))
        element.drop_tree()
    return tuple(found)


def _why_hidden(element: HtmlElement) -> str | None:
    if element.get("hidden") is not None:
        return "hidden attribute"
    if element.tag == "input":
        return None
    style = (element.get("style") or "").lower()
    return next((why for pattern, why in _STYLES if pattern.search(style)), None) if style else None
