"""Licence and withdrawal, which the API does not tell: one OAI-PMH record of the form arXivRaw."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from digest.errors import BadContentError

_RAW = "{http://arxiv.org/OAI/arXivRaw/}"
_OAI = "{http://www.openarchives.org/OAI/2.0/}"


@dataclass(frozen=True)
class Record:
    """What one record says: the licence of the latest version, its number, and whether it has no files any more."""

    licence: str | None
    latest: int
    withdrawn: bool


def read_record(data: bytes) -> Record:
    """Read a GetRecord answer.

    Raises:
        BadContentError: It is no record; OAI's errors come with status 200.
    """
    try:
        root = fromstring(data)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise BadContentError(f"arXiv's OAI answer cannot be read: {error}") from error
    problem = root.find(f"{_OAI}error")
    if problem is not None:
        raise BadContentError(f"arXiv's OAI answer: {problem.get('code')} {problem.text or ''}".strip())
    raw = next(root.iter(f"{_RAW}arXivRaw"), None)
    if raw is None:
        raise BadContentError("arXiv's OAI answer holds no record")
    versions = raw.findall(f"{_RAW}version")
    last = versions[-1] if versions else None
    licence = (raw.findtext(f"{_RAW}license") or "").strip() or None
    return Record(licence=licence, latest=max(1, len(versions)), withdrawn=last is not None and _is_empty(last))


def _is_empty(version: Element) -> bool:
    """A withdrawal is a version without files: its size is 0kb, or its source type says I for ignored."""
    size = (version.findtext(f"{_RAW}size") or "").strip().lower()
    kind = (version.findtext(f"{_RAW}source_type") or "").strip()
    return size in ("0kb", "0") or "I" in kind
