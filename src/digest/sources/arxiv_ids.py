"""arXiv identifiers in every form that people paste, and nothing that only looks like one.

Grammar: https://info.arxiv.org/help/arxiv_identifier.html. An id is never padded or mended: arXiv's own parser turns
``1501.0001`` into another paper, and its API finds nothing for it.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from digest.errors import BadIdError
from digest.models import PaperRef

__all__ = ["parse_ref"]

_ARCHIVES = frozenset(
    """acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas cond-mat cs dg-ga
    funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex nucl-th patt-sol physics
    plasm-ph q-alg q-bio quant-ph solv-int supr-con
    """.split()  # noqa: SIM905 - words read best as words
)
"""The archives that gave out ids before April 2007; younger ones have only ids with a point."""

_NEW = re.compile(r"(\d{4})\.(\d{4,5})(?:v(\d+))?", re.ASCII | re.IGNORECASE)
_LOOKS_NEW = re.compile(r"(\d+)\.(\d+)(?:v(\w*))?", re.ASCII | re.IGNORECASE)
_OLD = re.compile(r"([a-z-]+)(?:\.([a-z-]{2,}))?/(\d{7})(?:v(\d+))?", re.ASCII | re.IGNORECASE)
_LOOKS_OLD = re.compile(r"([a-z-]+)(?:\.[a-z-]+)?/(\d+)(?:v\w*)?", re.ASCII | re.IGNORECASE)
_HOSTS = re.compile(r"(?:www\.|export\.|browse\.|\w{2,5}\.)?arxiv\.org", re.ASCII | re.IGNORECASE)
_PATH = re.compile(r"/(?:abs|pdf|html|format|ps|src|e-print|a)/(.+)", re.IGNORECASE)
_DOI = re.compile(r"(?:doi:\s*)?10\.48550/arxiv\.(.+)", re.ASCII | re.IGNORECASE)
_FIVE_DIGITS_SINCE = 1501
_FIRST_NEW, _FIRST_OLD, _LAST_OLD = 704, 9107, 703
_EXAMPLE = "An id looks like 1706.03762, 1706.03762v7 or math/0405482."


def parse_ref(text: str) -> PaperRef:
    """Read an arXiv id from any of its forms: bare, with prefix, as URL of arXiv, as DOI.

    Raises:
        BadIdError: It is none; the message says what is wrong and what would be right.
    """
    given = text.strip()
    bare = _bare(given)
    if match := _NEW.fullmatch(bare):
        return _new(given, match)
    if match := _OLD.fullmatch(bare):
        return _old(given, match)
    raise BadIdError(f"{given!r} is no arXiv id: {_why(bare)}", hint=_EXAMPLE)


def _bare(text: str) -> str:
    """The id alone: without prefix, host, path, suffix, query and fragment."""
    if _HOSTS.match(text) or text.lower().startswith("doi.org/"):
        text = "https://" + text
    if re.match(r"https?://", text, re.IGNORECASE):
        try:
            parts = urlsplit(text)
        except ValueError:  # http://[x
            return text
        path = unquote(parts.path)
        if _HOSTS.fullmatch(parts.hostname or "") and (match := _PATH.fullmatch(path)):
            text = match[1]
        elif (parts.hostname or "").lower() in ("doi.org", "dx.doi.org", "www.doi.org"):
            text = path.lstrip("/")
        else:
            return text
        text = text.rstrip("/")
    if match := _DOI.fullmatch(text):
        text = match[1]
    text = re.sub(r"^arxiv:\s*", "", text, flags=re.IGNORECASE)
    return re.sub(r"\.pdf$", "", text, flags=re.IGNORECASE)


def _new(given: str, match: re.Match[str]) -> PaperRef:
    when, number = int(match[1]), match[2]
    _check_month(given, match[1])
    if not _FIRST_NEW <= when < _FIRST_OLD:
        raise BadIdError(f"{given!r} is no arXiv id: ids of this form begin with 0704", hint=_EXAMPLE)
    right = 5 if when >= _FIVE_DIGITS_SINCE else 4
    if len(number) != right:
        since = "since January 2015" if right == 5 else "until December 2014"  # noqa: PLR2004 - digits
        raise BadIdError(
            f"{given!r} is no arXiv id: ids {since} have {right} digits after the point, this one has {len(number)}",
            hint=f"It is not padded or cut, because that would be another paper. {_EXAMPLE}",
        )
    if not int(number):
        raise BadIdError(f"{given!r} is no arXiv id: numbers begin with 1", hint=_EXAMPLE)
    return PaperRef(kind="arxiv", id=f"{match[1]}.{number}", version=_version(given, match[3]))


def _old(given: str, match: re.Match[str]) -> PaperRef:
    archive, number = match[1].lower(), match[3]
    if archive not in _ARCHIVES:
        raise BadIdError(f"{given!r} is no arXiv id: there is no archive {match[1]!r}", hint=_EXAMPLE)
    _check_month(given, number[:4])
    when = int(number[:4])
    if not (when >= _FIRST_OLD or when <= _LAST_OLD):
        raise BadIdError(
            f"{given!r} is no arXiv id: ids of this form run from 9107 to 0703, later ones look like 0704.0001",
            hint=_EXAMPLE,
        )
    return PaperRef(kind="arxiv", id=f"{archive}/{number}", version=_version(given, match[4]))


def _check_month(given: str, digits: str) -> None:
    if not 1 <= int(digits[2:4]) <= 12:  # noqa: PLR2004 - months
        raise BadIdError(
            f"{given!r} is no arXiv id: it begins with year and month, and there is no month {digits[2:4]}",
            hint=_EXAMPLE,
        )


def _version(given: str, digits: str | None) -> int | None:
    if digits is None:
        return None
    if digits.startswith("0") or len(digits) > 3:  # noqa: PLR2004 - no paper has a thousand versions
        raise BadIdError(f"{given!r} is no arXiv id: versions count from v1", hint=_EXAMPLE)
    return int(digits)


def _why(bare: str) -> str:
    if match := _LOOKS_NEW.fullmatch(bare):
        if match[3] is not None and not match[3].isdigit():
            return "a version is v and a number, as in v2"
        return "it needs four digits, a point and four or five digits"
    if match := _LOOKS_OLD.fullmatch(bare):
        return f"after {match[1]}/ it needs seven digits, this has {len(match[2])}"
    if bare.isdigit():
        return "the point is missing"
    if "://" in bare:
        return "it is a URL, but not one of a paper on arXiv"
    return "it has no such form"
