"""arXiv identifiers in every spelling that people and lists use, strictly checked.

The grammar is https://info.arxiv.org/help/arxiv_identifier.html. arXiv's own parser pads ``1501.0001`` to another
paper's id while its API finds nothing for it; here it is refused, with the reason.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from digest.errors import BadIdError
from digest.models import PaperRef

__all__ = ["OLD_ARCHIVES", "parse_ref"]

OLD_ARCHIVES = frozenset(
    "acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas cond-mat cs dg-ga "
    "funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex nucl-th patt-sol physics plasm-ph "
    "q-alg q-bio quant-ph solv-int supr-con".split()
)
"""The archives that gave out ids before April 2007."""

_LONGEST = 2_000
_HOSTS = frozenset({"arxiv.org", "www.arxiv.org", "export.arxiv.org"})
_DOI_HOSTS = frozenset({"doi.org", "dx.doi.org", "www.doi.org"})
_PAGES = frozenset({"abs", "pdf", "html", "format", "src", "e-print", "ps"})

_NEW = re.compile(r"(\d{4})\.(\d+)(?:v(\d+))?", re.ASCII)
_OLD = re.compile(r"([a-z][a-z-]*)(?:\.[A-Za-z][A-Za-z-]*)?/(\d{4})(\d+)(?:v(\d+))?", re.ASCII)
_PREFIX = re.compile(r"arxiv:\s*(.*?)(?:\s*\[[A-Za-z-]+(?:\.[A-Za-z-]+)?\])?", re.ASCII | re.IGNORECASE | re.DOTALL)
_DOI = re.compile(r"(?:doi:\s*)?10\.48550/arxiv\.(.+)", re.ASCII | re.IGNORECASE | re.DOTALL)
_BARE_URL = re.compile(r"(?:(?:www|export)\.)?arxiv\.org/|(?:(?:dx|www)\.)?doi\.org/", re.ASCII | re.IGNORECASE)

_FIRST_NEW = "0704"
_FIRST_FIVE = "1501"
_LAST_OLD = "0703"
_FIRST_OLD = "9107"
_OLD_DIGITS = 3
_EXAMPLES = "An id looks like 1706.03762, 1706.03762v7 or math/0309136."


def parse_ref(text: str) -> PaperRef:
    """The paper that an id, an arXiv URL or an arXiv DOI names, in canonical form (``math.GT/…`` without its class).

    Raises:
        BadIdError: It names none; the message says what is wrong.
    """
    if len(text) > _LONGEST:
        raise BadIdError(f"a text of {len(text)} characters is no arXiv id", hint=_EXAMPLES)
    core = _core(text.strip(), text)
    if match := _NEW.fullmatch(core):
        month, number, version = match.groups()
        _check_new(month, number, text)
        return PaperRef(kind="arxiv", id=f"{month}.{number}", version=_version(version, text))
    if match := _OLD.fullmatch(core):
        archive, month, number, version = match.groups()
        _check_old(archive, month, number, text)
        return PaperRef(kind="arxiv", id=f"{archive}/{month}{number}", version=_version(version, text))
    raise BadIdError(f"{_shown(text)} is no arXiv id", hint=_EXAMPLES)


def _core(text: str, given: str) -> str:
    """The bare id inside a URL, a DOI or ``arXiv:…``."""
    if "://" in text or _BARE_URL.match(text):
        text = _of_url(text if "://" in text else f"https://{text}", given)
    if match := _DOI.fullmatch(text):
        return match[1]
    if match := _PREFIX.fullmatch(text):
        return match[1]
    return text


def _of_url(url: str, given: str) -> str:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
    except ValueError as error:
        raise BadIdError(f"{_shown(given)} is no URL: {error}", hint=_EXAMPLES) from error
    path = unquote(parts.path).strip("/")
    if parts.scheme.lower() not in ("http", "https") or host not in _HOSTS | _DOI_HOSTS:
        raise BadIdError(f"{_shown(given)} is no address at arXiv", hint=_EXAMPLES)
    if host in _DOI_HOSTS:
        if not _DOI.fullmatch(path):
            raise BadIdError(
                f"{_shown(given)} is the DOI of something that is not on arXiv",
                hint="arXiv's DOIs look like 10.48550/arXiv.1706.03762.",
            )
        return path
    page, _, rest = path.partition("/")
    if page not in _PAGES or not rest:
        raise BadIdError(
            f"{_shown(given)} is no address of a paper at arXiv",
            hint="A paper's address looks like https://arxiv.org/abs/1706.03762.",
        )
    return rest.removesuffix(".pdf") if page == "pdf" else rest


def _check_new(month: str, number: str, given: str) -> None:
    _check_month(month, given)
    if month < _FIRST_NEW:
        raise BadIdError(
            f"{_shown(given)} is no arXiv id: ids of this form begin in April 2007, with {_FIRST_NEW}",
            hint="Older ids name their archive, as in math/0309136.",
        )
    wanted = 5 if month >= _FIRST_FIVE else 4
    if len(number) != wanted:
        rule = (
            "ids since January 2015 have five digits after the point"
            if wanted == 5  # noqa: PLR2004 - the sentence says what it is
            else "ids before January 2015 have four digits after the point"
        )
        raise BadIdError(f"{_shown(given)} is no arXiv id: {rule}, here are {len(number)}", hint=_EXAMPLES)


def _check_old(archive: str, month: str, number: str, given: str) -> None:
    if archive not in OLD_ARCHIVES:
        raise BadIdError(f"{_shown(given)} is no arXiv id: arXiv has no archive {archive!r}", hint=_EXAMPLES)
    _check_month(month, given)
    if len(number) != _OLD_DIGITS:
        raise BadIdError(
            f"{_shown(given)} is no arXiv id: an id with an archive has seven digits, here are {4 + len(number)}",
            hint=_EXAMPLES,
        )
    if _LAST_OLD < month < _FIRST_OLD:
        raise BadIdError(
            f"{_shown(given)} is no arXiv id: ids with an archive were given out from July 1991 to March 2007",
            hint=_EXAMPLES,
        )


def _check_month(month: str, given: str) -> None:
    if not 1 <= int(month[2:]) <= 12:  # noqa: PLR2004 - months of a year
        raise BadIdError(
            f"{_shown(given)} is no arXiv id: the first four digits are year and month, and there is no month "
            f"{month[2:]}",
            hint=_EXAMPLES,
        )


def _version(digits: str | None, given: str) -> int | None:
    if digits is None:
        return None
    if digits.startswith("0") or len(digits) > 4:  # noqa: PLR2004 - nobody has submitted ten thousand versions
        raise BadIdError(
            f"{_shown(given)} is no arXiv id: versions count from v1, without leading zeros", hint=_EXAMPLES
        )
    return int(digits)


def _shown(text: str) -> str:
    limit = 120
    return repr(text if len(text) <= limit else text[:limit] + "…")
