"""Citations of papers: BibTeX for LaTeX, CSL-JSON for Zotero and everything that reads citeproc's data.

The key of a paper is made of the paper alone, so that it stays the same whatever else is exported beside it.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from digest.export.frontmatter import one_line
from digest.export.latex import latex, latex_title
from digest.models import Author, Paper

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SMALL = frozenset(
    re.findall(
        r"\w+",
        "a an the on of in for to and or with from by at is are be as via using towards toward how why what when do "
        "does can we your its their",
    )
)
_PARTICLES = frozenset(
    re.findall(r"\w+", "van von der den de del della di da dos du la le ter ten zu af al el bin ibn")
)
_SUFFIX = re.compile(r"^(?P<name>.+?),?\s+(?P<suffix>Jr\.?|Sr\.?|II|III|IV)$")
_GROUP = re.compile(r"\b(collaboration|consortium|team|group|project|institute|university|community)\b", re.IGNORECASE)
_CJK = re.compile(r"[\u3005-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_FIELD = re.compile(r"[^\x21-\x7e]|[{}\\\"<>^`|]")


def bibtex(papers: Iterable[Paper]) -> str:
    """One ``@misc`` entry for each paper, in their order; of a paper given twice the first counts."""
    return "\n".join(_entry(paper) for paper in _once(papers))


def csl_json(papers: Iterable[Paper]) -> str:
    """The papers as an array of CSL-JSON items, in their order; of a paper given twice the first counts."""
    items = [_item(paper) for paper in _once(papers)]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def citation_key(paper: Paper) -> str:
    """``vaswani2017attention-1706.03762``: who, when and what for the eye, and the id that makes it unique."""
    family = "" if not paper.authors else _ascii(_parts(paper.authors[0])[0].split(" ")[-1])
    words = (_ascii(word) for word in re.split(r"[^\w]+", paper.title))
    first = next((word for word in words if len(word) > 1 and word not in _SMALL), "")
    year = str(paper.published.year) if paper.published else ""
    if paper.source == "arxiv":
        unique = re.sub(r"[^0-9A-Za-z.]+", "-", paper.id)
    else:
        unique = hashlib.sha256(paper.id.encode(errors="replace")).hexdigest()[:10]
    return f"{(family + year + first)[:60] or paper.source}-{unique}"


def _once(papers: Iterable[Paper]) -> Iterator[Paper]:
    seen: set[str] = set()
    for paper in papers:
        if paper.id not in seen:
            seen.add(paper.id)
            yield paper


def _ascii(text: str) -> str:
    """The letters and digits of a text as small ASCII; other scripts leave nothing."""
    return re.sub(r"[^a-z0-9]+", "", unicodedata.normalize("NFKD", text).casefold())


# --- BibTeX -----------------------------------------------------------------------------------------------------------


def _entry(paper: Paper) -> str:
    # On pages two braces in a row would be Liquid to Jekyll; the space is nothing to BibTeX.
    lines = "".join(f"  {name} = {value.replace('{{', '{ {')},\n" for name, value in _fields(paper))
    return f"@misc{{{citation_key(paper)},\n{lines}}}\n"


def _fields(paper: Paper) -> Iterator[tuple[str, str]]:
    yield "title", f"{{{latex_title(one_line(paper.title))}}}"
    if paper.authors:
        yield "author", f"{{{' and '.join(_latex_name(author) for author in paper.authors)}}}"
    if paper.published:
        yield "year", f"{{{paper.published.year}}}"
        yield "month", _MONTHS[paper.published.month - 1]
    if paper.source == "arxiv":
        yield "eprint", f"{{{_bare(paper.id)}}}"
        yield "archiveprefix", "{arXiv}"
        if paper.categories:
            yield "primaryclass", f"{{{_bare(paper.categories[0])}}}"
    if paper.doi:
        yield "doi", f"{{{_bare(paper.doi)}}}"
    if paper.url:
        yield "url", f"{{{_bare(paper.url)}}}"
    if note := paper.journal_ref or (paper.comment if paper.withdrawn else None):
        yield "note", f"{{{latex(one_line(note))}}}"


def _bare(text: str) -> str:
    """A field that LaTeX takes as it is (a URL, an id): what could end it is percent-encoded."""
    return _FIELD.sub(lambda m: "".join(f"%{byte:02X}" for byte in m[0].encode(errors="replace")), one_line(text))


def _latex_name(author: Author) -> str:
    """``Family, Suffix, Given``; a group, or a name of one word, in braces of its own so that it is not taken apart."""
    family, given, suffix = _parts(author)
    if not given:
        return f"{{{latex(family)}}}"
    # braces keep an " and " or a comma inside a name from being read as a separator
    shown = [f"{{{latex(part)}}}" if re.search(r",|\band\b", part) else latex(part) for part in (family, given)]
    return ", ".join([shown[0], *([latex(suffix)] if suffix else []), shown[1]])


def _parts(author: Author) -> tuple[str, str, str]:
    """Family name, given names and suffix; a group has a family name only."""
    name = one_line(author.name) or "?"
    if _GROUP.search(name) or len(name) > 100:  # noqa: PLR2004 - no person has such a name
        return name, "", ""
    suffix = ""
    if match := _SUFFIX.match(name):
        name, suffix = match["name"], match["suffix"]
    words = name.split(" ")
    if len(words) == 1:
        return f"{name} {suffix}".strip(), "", ""
    if _CJK.search(name):  # Chinese, Japanese and Korean names in their own script begin with the family's
        return words[0], " ".join(words[1:]), suffix
    if words[0].endswith(",") and len(words) > 1:
        return words[0].rstrip(",") or "?", " ".join(words[1:]), suffix
    at = len(words) - 1
    while at > 1 and words[at - 1].casefold() in _PARTICLES and words[at - 1].islower():
        at -= 1
    return " ".join(words[at:]), " ".join(words[:at]), suffix


# --- CSL-JSON ---------------------------------------------------------------------------------------------------------


def _item(paper: Paper) -> dict[str, Any]:
    """One item; the names of its fields are those of the CSL 1.0.2 data schema."""
    item: dict[str, Any] = {
        "id": citation_key(paper),
        "type": "webpage" if paper.source == "url" else "article",  # "article" is CSL's word for a preprint
        "title": one_line(paper.title),
    }
    if paper.authors:
        item["author"] = [_csl_name(author) for author in paper.authors]
    if paper.abstract:
        item["abstract"] = one_line(paper.abstract)
    if paper.published:
        item["issued"] = _csl_date(paper.published)
    if paper.source == "arxiv":
        item |= {"publisher": "arXiv", "number": f"arXiv:{paper.id}", "version": str(paper.version)}
    if paper.doi:
        item["DOI"] = one_line(paper.doi)
    if paper.url:
        item["URL"] = _bare(paper.url)
    if paper.journal_ref:
        item["note"] = one_line(paper.journal_ref)
    return item


def _csl_name(author: Author) -> dict[str, str]:
    family, given, suffix = _parts(author)
    if not given:
        return {"literal": family}
    return {"family": family, "given": given} | ({"suffix": suffix} if suffix else {})


def _csl_date(moment: datetime) -> dict[str, list[list[int]]]:
    return {"date-parts": [[moment.year, moment.month, moment.day]]}
