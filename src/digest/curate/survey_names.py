"""What papers are called in running text: by the name their authors coined, else by the authors."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from digest.document import Document
from digest.editions import nickname, short_name
from digest.models import Paper

_TITLE_LENGTH = 40
_NAME, _WIDE_NAME = 28, 14
_OFTEN = 3  # a coined name is used again
_COINED = r"[A-Za-z0-9]*(?:[a-z][A-Z]|[A-Z]{2}|[A-Za-z]-?\d)[\w+-]*\w|[A-Z]\w+(?:-[A-Z]\w+)+"
_INTRODUCED = re.compile(
    rf"\b(?:(?:called|named|dubbed|termed)|[Ww]e (?:propose|introduce|present|develop|release|describe))\s+"
    rf"[“\"'‘]?({_COINED})(?=[”\"'’]?(?:[,;:.(]|\s+\(|\s+[a-z—–]))"
)
_LARGE = 3  # authors from whom on the first stands for all


def short_names(
    papers: Sequence[Paper], documents: Mapping[str, Document], listed: Mapping[str, str] | None = None
) -> dict[str, str]:
    """A name for each paper, by its id; no two papers share one, whatever the case of its letters.

    Args:
        papers: In the order in which names are given away.
        documents: The text of papers by their id, where it is known; a coined name must be used in it.
        listed: What the list calls papers, by their id.
    """
    names: dict[str, str] = {}
    for paper in papers:
        taken = {name.casefold() for name in names.values()}
        own = coined(paper, documents.get(paper.id))
        given = short_name(paper.title, (listed or {}).get(paper.id, ""))
        wanted = [*own, *([given] if given else []), *_by_authors(paper), _cut(paper.title), paper.label]
        names.setdefault(paper.id, next((n for n in wanted if n and n.casefold() not in taken), paper.label))
    return names


def coined(paper: Paper, document: Document | None) -> list[str]:
    """What the authors call their own thing: the words before the title's colon, or what they say they introduce."""
    head = nickname(paper.title) or _short_title(paper.title)
    found = [head] if head else []
    text = document.text if document else ""
    abstract = paper.abstract or (document.abstract if document else "")
    found += [match[1] for match in _INTRODUCED.finditer(" ".join(abstract.split())) if text.count(match[1]) >= _OFTEN]
    return list(dict.fromkeys(found))


def _short_title(title: str) -> str | None:
    """A title that is short enough to be a name."""
    flat = " ".join(title.split())
    return flat if ":" not in flat and len(flat) <= (_NAME if flat.isascii() else _WIDE_NAME) else None


def _by_authors(paper: Paper) -> list[str]:
    known = surnames(paper)
    if not known:
        return []
    who = f"{known[0]} et al." if len(known) >= _LARGE else " and ".join(known)
    return [who, f"{who} ({paper.published.year})"] if paper.published else [who]


def surnames(paper: Paper) -> list[str]:
    """The family names of a paper's authors."""
    return [surname for author in paper.authors if (surname := _surname(author.name))]


def _surname(name: str) -> str:
    """The family name: the last word of a name, the first of one in Chinese characters."""
    words = name.split()
    if not words:
        return ""
    return words[0] if re.match(r"[\u3040-\u30ff\u4e00-\u9fff]", name) else words[-1]


def _cut(title: str) -> str:
    flat = " ".join(title.split())
    return flat if len(flat) <= _TITLE_LENGTH else flat[:_TITLE_LENGTH].rsplit(" ", 1)[0] + " …"
