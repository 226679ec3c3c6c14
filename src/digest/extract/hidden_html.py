"""Finds text on a web page that its readers cannot see, and takes it out before the page is read.

Every site hides menus and notices until they are asked for, so that only hidden text that reads like an order to a
machine is worth a word to the user.
"""

from __future__ import annotations

from lxml.html import HtmlElement

from digest.document import HiddenText
from digest.extract.html_invisible import why_invisible
from digest.extract.instructions import is_instruction

_NOT_TEXT = ("script", "style", "template", "noscript", "head", "title", "meta", "link", "input", "svg", "math")
_LIMIT = 2000


def remove_hidden(root: HtmlElement) -> tuple[HiddenText, ...]:
    """Take all hidden elements out of the tree; return what in them reads like an order.

    ``page`` is 1, a web page has no pages.
    """
    found: list[HiddenText] = []
    for element in list(root.iter()):
        if not isinstance(element, HtmlElement) or element.tag in _NOT_TEXT or element.getparent() is None:
            continue
        why = why_invisible(element)
        if not why:
            continue
        text = " ".join(str(element.text_content()).split())[:_LIMIT]
        if is_instruction(text) and not any(text in earlier.text for earlier in found):
            found.append(HiddenText(page=1, text=text, why=why, instruction=True))
        element.drop_tree()
    return tuple(found)
