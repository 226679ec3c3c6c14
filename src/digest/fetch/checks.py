"""Is a body what was asked for? Checked before anyone parses or keeps it."""

from __future__ import annotations

import re
from typing import Literal

from digest.errors import BadContentError

Expect = Literal["pdf", "xml", "html", "json", "text"]

_HTML = (b"<!doctype html", b"<html")
_HEAD = 1024
"""Readers accept ``%PDF-`` within the first kilobyte."""

_TAIL = 2048
_XML_HEAD = 20_000
_ROOT = re.compile(rb"<([A-Za-z_][\w:.-]*)")
"""The first element; declarations and comments begin with ``<?`` and ``<!``."""


def check_body(body: bytes, expect: Expect, media: str, url: str) -> None:
    """Refuse a body that is not of the expected form.

    Raises:
        BadContentError: It is empty, HTML instead of something else, or cut short.
    """
    if not body.strip():
        raise BadContentError(f"{url} answered with an empty body")
    start = body[:_HEAD].lstrip().lower()
    is_html = start.startswith(_HTML) or (b"<html" in start and not start.startswith((b"<?xml", b"%pdf-")))
    if is_html and expect in ("pdf", "xml", "json"):
        raise BadContentError(f"{url} answered with a web page instead of {expect.upper()}: {_title(body)}")
    if expect == "pdf":
        if b"%PDF-" not in body[:_HEAD]:
            raise BadContentError(f"{url} is no PDF (its type is said to be {media or 'unknown'})")
        if b"%%EOF" not in body[-_TAIL:]:
            raise BadContentError(f"the PDF at {url} is cut short after {len(body)} bytes", hint="Try again later.")
    elif expect == "xml":
        if not start.lstrip(b"\xef\xbb\xbf").startswith(b"<"):
            raise BadContentError(f"{url} answered with something other than XML: {body[:80]!r}")
        root = _ROOT.search(body[:_XML_HEAD])
        if root and b"</" + root[1] not in body[-_TAIL:] and not body.rstrip().endswith(b"/>"):
            raise BadContentError(f"the XML at {url} is cut short after {len(body)} bytes", hint="Try again later.")
    elif expect == "json" and start[:1] not in (b"{", b"["):
        raise BadContentError(f"{url} answered with something other than JSON: {body[:80]!r}")


def _title(body: bytes) -> str:
    text = body[:20_000].decode("utf-8", "replace")
    start = text.lower().find("<title")
    if start < 0:
        return "without a title"
    inner = text[text.find(">", start) + 1 :]
    return repr(" ".join(inner[: inner.find("<")].split())[:120])
