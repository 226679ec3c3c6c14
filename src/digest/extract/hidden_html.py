"""Finds text on a web page that its readers cannot see, and takes it out before the page is read.

Such text is meant for machines: it may hold orders to the model.
"""

from __future__ import annotations

from lxml.html import HtmlElement

from digest.extract.html_invisible import why_invisible
from digest.extract.instructions import is_instruction
from digest.models import HiddenText

_NOT_TEXT = ("script", "style", "template", "noscript", "head", "title", "meta", "link", "input", "svg", "math")
_LIMIT = 2000


def remove_hidden(root: HtmlElement) -> tuple[HiddenText, ...]:
    """Take all hidden elements out of the tree and return their text; ``page`` is 1, a web page has no pages."""
    found: list[HiddenText] = []
    for element in list(root.iter()):
        if not isinstance(element, HtmlElement) or element.tag in _NOT_TEXT or element.getparent() is None:
            continue
        why = why_invisible(element)
        if not why:
            continue
        text = " ".join(str(element.text_content()).split())[:_LIMIT]
        if text and not any(text in earlier.text for earlier in found):
            found.append(HiddenText(page=1, text=text, why=why, instruction=is_instruction(text)))
        element.drop_tree()
    return tuple(found)
