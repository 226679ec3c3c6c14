"""arXiv ids in every form that people paste. Grammar: https://info.arxiv.org/help/arxiv_identifier.html.

arXiv's own parser pads ``1501.0001`` to ``1501.00001``, while its API finds nothing under the padded id. Here nothing
is guessed: what is not an id is refused, with what is wrong and what would be right.
"""

from __future__ import annotations

import re

from digest.errors import BadIdError
from digest.models import PaperRef

ARCHIVES = frozenset(
    """acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas cond-mat cs dg-ga
    funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex nucl-th patt-sol physics plasm-ph
    q-alg q-bio quant-ph solv-int supr-con""".split()  # noqa: SIM905 - thirty names read better as a line than as a list
)
"""The archives that gave out ids before April 2007."""

_SHAPES = "An id looks like 1706.03762, 1706.03762v7 or math/0309136."

_URL = re.compile(
    r"(?:https?://)?(?:(?:www|export|browse|[a-z]{2})\.)?arxiv\.org(?::\d+)?"
    r"/(?:abs|pdf|html|format|ps|src|e-print)/(?P<id>[^?#]*?)/?(?:[?#].*)?",
    re.IGNORECASE | re.ASCII,
)
_DOI = re.compile(
    r"(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi:\s*)?10\.48550/arxiv\.(?P<id>.*)", re.IGNORECASE | re.ASCII
)
_PREFIX = re.compile(r"arxiv:\s*(?P<id>.*)", re.IGNORECASE | re.ASCII)
_PDF = re.compile(r"(?P<id>.+)\.pdf", re.IGNORECASE | re.ASCII)
_VERSION = re.compile(r"(?P<id>.+[0-9])v(?P<version>[0-9]+)", re.IGNORECASE | re.ASCII)
_NEW = re.compile(r"(?P<year>\d\d)(?P<month>\d\d)\.(?P<number>\d+)", re.ASCII)
_OLD = re.compile(
    r"(?P<archive>[a-z]+(?:-[a-z]+)?)(?:\.[a-z]{2}|\.[a-z]+-[a-z]+)?/(?P<year>\d\d)(?P<month>\d\d)(?P<number>\d+)",
    re.IGNORECASE | re.ASCII,
)
_SQUASHED = re.compile(r"(?P<archive>[a-z]+(?:-[a-z]+)?)(?P<number>\d{7})", re.IGNORECASE | re.ASCII)

_FIVE_DIGITS_FROM = 1501
_NEW_FROM = 704
_NEW_UNTIL = 9100
_OLD_FROM, _OLD_UNTIL = 9107, 703
_MONTHS = 12
_OLD_DIGITS = 3
_LONGEST = 200


def parse_ref(text: str) -> PaperRef:
    """Read an arXiv id: bare, with ``arXiv:``, as a URL of arxiv.org, with ``.pdf``, or as its DOI.

    The class of an old id is dropped, as arXiv does: ``math.GT/0309136`` is ``math/0309136``.

    Raises:
        BadIdError: It is none; the message says what is wrong and the hint what would be right.
    """
    shown = repr(text.strip()[:_LONGEST])
    bare = _unwrap(text.strip())
    version = None
    if match := _VERSION.fullmatch(bare):
        bare, digits = match["id"], match["version"]
        if digits.startswith("0") or len(digits) > _OLD_DIGITS:
            raise BadIdError(f"{shown} is no arXiv id: versions count v1, v2, v3 …", hint=f"Perhaps {bare}v1?")
        version = int(digits)
    if match := _NEW.fullmatch(bare):
        return PaperRef(kind="arxiv", id=_new(match, shown), version=version)
    if match := _OLD.fullmatch(bare):
        return PaperRef(kind="arxiv", id=_old(match, shown), version=version)
    if (match := _SQUASHED.fullmatch(bare)) and match["archive"].lower() in ARCHIVES:
        raise BadIdError(
            f"{shown} is no arXiv id: the slash is missing",
            hint=f"Perhaps {match['archive'].lower()}/{match['number']}?",
        )
    raise BadIdError(f"{shown} is no arXiv id", hint=_SHAPES)


def _unwrap(text: str) -> str:
    """The id inside a URL, a DOI, a prefix, with its ``.pdf`` taken off."""
    for form in (_URL, _DOI, _PREFIX):
        if match := form.fullmatch(text):
            text = match["id"]
            break
    match = _PDF.fullmatch(text)
    return match["id"] if match else text


def _new(match: re.Match[str], shown: str) -> str:
    """Check an id of the form that is in use since April 2007."""
    number, digits = match["number"], len(match["number"])
    stem = match["year"] + match["month"]
    if not 1 <= int(match["month"]) <= _MONTHS:
        raise BadIdError(f"{shown} is no arXiv id: there is no month {match['month']}", hint=_SHAPES)
    if not _NEW_FROM <= int(stem) < _NEW_UNTIL:
        raise BadIdError(
            f"{shown} is no arXiv id: ids of this form begin with 0704, April 2007",
            hint="Older ones look like math/0309136.",
        )
    wanted = 5 if int(stem) >= _FIVE_DIGITS_FROM else 4
    if digits != wanted:
        raise BadIdError(
            f"{shown} is no arXiv id: ids of {stem} have {wanted} digits after the dot, this one has {digits}",
            hint=_resized(stem, number, wanted),
        )
    if int(number) == 0:
        raise BadIdError(f"{shown} is no arXiv id: numbers count from 1", hint=_SHAPES)
    return f"{stem}.{number}"


def _resized(stem: str, number: str, wanted: int) -> str:
    """What may have been meant by a number with too few or too many digits."""
    plain = number.lstrip("0")
    return f"Perhaps {stem}.{plain.zfill(wanted)}?" if plain and len(plain) <= wanted else _SHAPES


def _old(match: re.Match[str], shown: str) -> str:
    """Check an id of the form that was in use from July 1991 to March 2007."""
    archive, number = match["archive"].lower(), match["number"]
    if archive not in ARCHIVES:
        raise BadIdError(f"{shown} is no arXiv id: there is no archive {archive!r}", hint=_SHAPES)
    stem = int(match["year"] + match["month"])
    if len(number) != _OLD_DIGITS or int(number) == 0:
        raise BadIdError(
            f"{shown} is no arXiv id: seven digits follow {archive}/ (year, month, number)",
            hint=_SHAPES,
        )
    if not 1 <= int(match["month"]) <= _MONTHS:
        raise BadIdError(f"{shown} is no arXiv id: there is no month {match['month']}", hint=_SHAPES)
    if _OLD_UNTIL < stem < _OLD_FROM:
        raise BadIdError(
            f"{shown} is no arXiv id: ids of this form end with 0703, March 2007",
            hint="Later ones look like 0704.0001.",
        )
    return f"{archive}/{match['year']}{match['month']}{number}"
