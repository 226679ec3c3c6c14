"""Reads the exports of reference managers: BibTeX and RIS."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_ENTRY = re.compile(r"^[ \t]*@[ \t]*(?P<kind>[A-Za-z]+)\s*[{(]\s*(?P<key>[^,\s{}()]*)\s*,", re.MULTILINE)
_FIELD = re.compile(r"\s*,?\s*(?P<name>[A-Za-z][\w-]*)\s*=\s*")
_RIS = re.compile(r"(?P<tag>[A-Z][A-Z0-9])  ?-(?: (?P<value>.*))?$")
_COMMAND = re.compile(r"\\(?:text[a-z]{2}|emph|mathrm|url|href)\s*")
_ACCENT = re.compile(r"\\([\"'`^~])\s*(?:\{\\?([A-Za-z])\}|\\?([A-Za-z]))")
_NUMBER = re.compile(r"arXiv:\s*([\w./-]+)", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s{}]+")
_COMBINING = {'"': "\u0308", "'": "\u0301", "`": "\u0300", "^": "\u0302", "~": "\u0303"}


@dataclass(frozen=True)
class Citation:
    """One work of a bibliography. ``addresses`` are what may lead to it, the best first."""

    title: str
    addresses: tuple[str, ...]
    comment: str | None = None


def looks_like_bibtex(text: str) -> bool:
    """Whether the text is a BibTeX file."""
    match = _ENTRY.search(text)
    return match is not None and not text[: match.start()].strip().startswith(("#", "<"))


def looks_like_ris(text: str) -> bool:
    """Whether the text is a RIS file: its first line gives a type."""
    return re.match(r"\s*TY  ?- ", text.removeprefix("\ufeff")) is not None


def read_bibtex(text: str) -> tuple[Citation, ...]:
    """The works of a BibTeX file in order; comments, strings and preambles are none."""
    works = []
    matches = list(_ENTRY.finditer(text))
    ends = [match.start() for match in matches[1:]] + [len(text)]
    for match, end in zip(matches, ends, strict=True):
        if match["kind"].lower() in ("comment", "string", "preamble"):
            continue
        fields = _fields(text[match.end() : end])
        title = _untex(fields.get("title", "")) or match["key"] or "(no title)"
        comment = _untex(fields.get("annotation") or fields.get("annote") or fields.get("note") or "") or None
        works.append(Citation(title, _bibtex_addresses(fields), comment))
    return tuple(works)


def read_ris(text: str) -> tuple[Citation, ...]:
    """The works of a RIS file in order."""
    works: list[Citation] = []
    fields: dict[str, list[str]] = {}
    for line in text.removeprefix("\ufeff").splitlines():
        match = _RIS.match(line.strip())
        if not match:
            continue
        tag, value = match["tag"], (match["value"] or "").strip()
        if tag == "ER":
            works.append(_ris_work(fields))
            fields = {}
        elif value and tag != "TY":
            fields.setdefault(tag, []).append(value)
    if fields:
        works.append(_ris_work(fields))
    return tuple(works)


def _ris_work(fields: dict[str, list[str]]) -> Citation:
    title = next((fields[tag][0] for tag in ("TI", "T1", "CT", "BT") if tag in fields), "(no title)")
    numbers = [value for tag in ("AN", "M1", "C1") for value in fields.get(tag, []) if "arxiv" in value.lower()]
    links = [value for tag in ("UR", "L1", "L2", "LK") for value in fields.get(tag, [])]
    dois = [_doi(value) for value in fields.get("DO", [])]
    return Citation(title, (*numbers, *links, *dois), " ".join(fields.get("N1", [])) or None)


def _bibtex_addresses(fields: dict[str, str]) -> tuple[str, ...]:
    found: list[str] = []
    eprint = fields.get("eprint", "").strip()
    archive = (fields.get("archiveprefix") or fields.get("eprinttype") or "").lower()
    if eprint:
        found.append(f"arXiv:{eprint}" if archive in ("", "arxiv") and "://" not in eprint else eprint)
    for name in ("journal", "howpublished", "number", "volume", "note"):
        found += [f"arXiv:{number.rstrip('.')}" for number in _NUMBER.findall(fields.get(name, ""))]
    for name in ("url", "howpublished", "link"):
        found += _ADDRESS.findall(fields.get(name, "").replace("\\", ""))
    if doi := fields.get("doi", "").strip():
        found.append(_doi(doi))
    return tuple(dict.fromkeys(found))


def _doi(text: str) -> str:
    return text if "://" in text else f"https://doi.org/{text.replace(chr(92), '')}"


def _fields(text: str) -> dict[str, str]:
    """The fields of one entry, names in small letters; braces nest, quotes hold braces."""
    found: dict[str, str] = {}
    at = 0
    while match := _FIELD.match(text, at):
        value, at = _value(text, match.end())
        found.setdefault(match["name"].lower(), value)
    return found


def _value(text: str, at: int) -> tuple[str, int]:
    opening = text[at : at + 1]
    if opening not in ("{", '"'):
        end = re.compile(r"[,}\n]").search(text, at)
        stop = end.start() if end else len(text)
        return text[at:stop].strip(), stop
    depth = 0
    for index in range(at, len(text)):
        char = text[index]
        if char == "{" and text[index - 1] != "\\":
            depth += 1
        elif char == "}" and text[index - 1] != "\\":
            depth -= 1
        if (opening == "{" and depth == 0) or (opening == '"' and char == '"' and index > at and depth == 0):
            return text[at + 1 : index], index + 1
    return text[at + 1 :], len(text)


def _untex(text: str) -> str:
    text = _ACCENT.sub(lambda match: (match[2] or match[3]) + _COMBINING[match[1]], text)
    text = unicodedata.normalize("NFC", text)
    text = _COMMAND.sub("", text)
    text = re.sub(r"\\([&%$#_{}])", r"\1", text)
    return " ".join(text.replace("{", "").replace("}", "").replace("~", " ").split())
