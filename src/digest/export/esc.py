"""Plain text as inline Markdown that shows exactly that text, in every renderer that people publish with.

Measured over nine renderers, those of Hugo, Jekyll, MkDocs, Zensical, pandoc, GitHub and Zenn among them: a
numeric character reference is literal in all of them for every ASCII mark; a backslash is so only for some marks.
"""

from __future__ import annotations

import re

_BACKSLASHED = frozenset("*_|~#")
"""Marks before which a backslash works everywhere; it reads better than a reference."""

_REFERENCED = {c: f"&#{ord(c)};" for c in "{}$[]@^=`\\"} | {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_MARK = re.compile("[" + re.escape("".join({":", *_BACKSLASHED, *_REFERENCED})) + "]")
_SPACE = re.compile(r"\s+")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff\u200b\u202a-\u202e\u2066-\u2069]")
_SHORTCODE = re.compile(r":[A-Za-z0-9_+-]+:")
_START = re.compile(r"^[-+!?.%/(]")
_DASHES = re.compile("-(?=-)")
_KEYS = re.compile(r"\+(?=\+[^\s+].*\+\+)")
_NUMBERED = re.compile(r"^(\d+|[A-Za-z]{1,6}|[ivxlcdm]+|[IVXLCDM]+)([.)])(?=\s|$)")


def esc(text: str) -> str:
    """Escape a text for use anywhere inline: paragraph, heading, table cell, link text, quotation.

    White space is folded to single spaces; control and direction-changing characters are dropped.
    """
    plain = _SPACE.sub(" ", _CONTROL.sub("", text)).strip()
    shown = _MARK.sub(lambda m: _escaped(plain, m.start(), m[0]), plain)
    shown = _DASHES.sub("&#45;", shown)  # two in a row are made one dash in Hugo, Jekyll, Quarto and Astro
    shown = _KEYS.sub("&#43;", shown)  # ++ctrl++ is a key of the keyboard in Material
    shown = _START.sub(lambda m: f"&#{ord(m[0])};", shown)
    shown = _NUMBERED.sub(lambda m: f"{m[1]}&#{ord(m[2])};", shown)
    return shown.replace("www.", "www&#46;")


def _escaped(text: str, at: int, c: str) -> str:
    if c == ":":
        # a reference only where a colon could begin an autolink, an emoji or a container
        following = text[at + 1 : at + 2]
        special = at == 0 or (following and following in ":/") or _SHORTCODE.match(text, at)
        return "&#58;" if special else c
    if c in _REFERENCED:
        return _REFERENCED[c]
    if c == "_" and 0 < at < len(text) - 1 and _is_word(text[at - 1]) and _is_word(text[at + 1]):
        return c
    return "\\" + c if c in _BACKSLASHED else c


def _is_word(c: str) -> bool:
    return c.isascii() and c.isalnum()


def link(text: str, url: str) -> str:
    """A link; a URL that is not http(s) is left out, so that only its text remains."""
    if not re.match(r"https?://[^\s]+$", url):
        return esc(text)
    safe = re.sub(r"[\s<>()\[\]{}\"'`|\\^*_~$]", lambda m: f"%{ord(m[0]):02X}", url)
    safe = safe.replace("%5F", "_").replace("%7E", "~")
    return f"[{esc(text)}]({safe})"
