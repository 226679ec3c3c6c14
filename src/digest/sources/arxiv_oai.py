"""What only arXiv's OAI interface tells: a paper's licence, and that a version was withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from digest.errors import BadContentError, NotFoundError

_OAI = "{http://www.openarchives.org/OAI/2.0/}"
_RAW = "{http://arxiv.org/OAI/arXivRaw/}"


@dataclass(frozen=True)
class Rights:
    """``licence`` is the URL of the latest version's licence; ``withdrawn`` names the versions without files."""

    licence: str | None
    latest: int
    withdrawn: frozenset[int]


def read_raw(body: bytes) -> Rights:
    """Read the answer to ``GetRecord`` in the format ``arXivRaw``.

    Raises:
        NotFoundError: OAI knows no such paper. It says so with status 200.
        BadContentError: It is something else.
    """
    try:
        root = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise BadContentError(
            f"arXiv's OAI interface answered with something that is no whole record: {error}"
        ) from error
    problem = root.find(f"{_OAI}error")
    if problem is not None:
        message = f"arXiv's OAI interface: {problem.get('code', 'error')}: {(problem.text or '').strip()}"
        raise NotFoundError(message) if problem.get("code") == "idDoesNotExist" else BadContentError(message)
    record = next(root.iter(f"{_RAW}arXivRaw"), None)
    if record is None:
        raise BadContentError("arXiv's OAI interface answered without a record")
    latest, withdrawn = 1, set[int]()
    for element in record.findall(f"{_RAW}version"):
        digits = element.get("version", "").removeprefix("v")
        if not (digits.isascii() and digits.isdigit()):
            continue
        latest = max(latest, int(digits))
        # A withdrawal is a new version without files: no bytes, and the source type "I" for "ignore".
        empty = (element.findtext(f"{_RAW}size") or "").strip().lower() == "0kb"
        if empty or "I" in (element.findtext(f"{_RAW}source_type") or ""):
            withdrawn.add(int(digits))
    return Rights((record.findtext(f"{_RAW}license") or "").strip() or None, latest, frozenset(withdrawn))
