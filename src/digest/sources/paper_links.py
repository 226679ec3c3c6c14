"""Says what a link in a list points at: an arXiv paper, something else that can be read, or nothing to read.

No link is opened here: the address alone decides, so that reading a list costs one request.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from digest.errors import BadIdError
from digest.models import PaperRef
from digest.sources.arxiv_ids import parse_ref

NO_ADDRESS = "not a web address"
_ARXIV_HOSTS = ("arxiv.org", "ar5iv.org", "ar5iv.labs.arxiv.org", "alphaxiv.org")
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)", re.IGNORECASE)
_POSTS = {
    "x.com": "a post on X",
    "twitter.com": "a post on X",
    "t.co": "a post on X",
    "bsky.app": "a post on Bluesky",
    "linkedin.com": "a post on LinkedIn",
    "lnkd.in": "a post on LinkedIn",
    "facebook.com": "a post on Facebook",
    "reddit.com": "a discussion on Reddit",
    "discord.gg": "a chat",
    "discord.com": "a chat",
    "news.ycombinator.com": "a discussion",
    "youtube.com": "a video",
    "youtu.be": "a video",
    "vimeo.com": "a video",
    "colab.research.google.com": "a notebook",
}
# Not posts, although the host is in the table.
_POST_EXCEPTIONS = ("research.facebook.com", "ai.facebook.com")
_CODE_HOSTS = ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org")
_PAPER_HOSTS = (
    "openreview.net",
    "aclanthology.org",
    "biorxiv.org",
    "medrxiv.org",
    "nature.com",
    "science.org",
    "cell.com",
    "sciencedirect.com",
    "springer.com",
    "wiley.com",
    "acm.org",
    "ieee.org",
    "pnas.org",
    "plos.org",
    "frontiersin.org",
    "mdpi.com",
    "tandfonline.com",
    "oup.com",
    "jmlr.org",
    "mlr.press",
    "neurips.cc",
    "nips.cc",
    "iclr.cc",
    "thecvf.com",
    "ijcai.org",
    "aaai.org",
    "usenix.org",
    "ssrn.com",
    "nber.org",
    "semanticscholar.org",
    "pubmed.ncbi.nlm.nih.gov",
    "ncbi.nlm.nih.gov",
    "hal.science",
    "zenodo.org",
    "osf.io",
    "eprint.iacr.org",
    "distill.pub",
    "doi.org",
)


@dataclass(frozen=True)
class Target:
    """What a link points at.

    ``what`` is ``arxiv``, ``paper`` (a PDF or a publisher's page), ``page`` (some other web page) or ``other``. ``ref``
    is None for ``other`` only, and ``reason`` then says what it is instead of a paper.
    """

    what: str
    url: str
    ref: PaperRef | None = None
    reason: str | None = None

    @property
    def key(self) -> str:
        """Equal for links that lead to the same thing: versions of one paper, spellings of one address."""
        return f"arxiv:{self.ref.id}" if self.ref and self.ref.kind == "arxiv" else same_thing(self.url)


def target_of(url: str) -> Target:
    """Judge a link by its address alone; never raises."""
    url = url.strip()
    parts = _split(url)
    if parts is None:
        return Target("other", url, reason=NO_ADDRESS)
    host, path = parts
    if arxiv := _arxiv_id(host, path):
        return _arxiv_target(url, arxiv)
    if reason := _posted(host):
        return Target("other", url, reason=reason)
    if paper := _paper_address(url, host, path):
        return Target("paper", url, ref=PaperRef(kind="url", id=paper))
    if reason := _stored(host, path):
        return Target("other", url, reason=reason)
    return Target("page", url, ref=PaperRef(kind="url", id=url))


def _arxiv_target(url: str, arxiv: str) -> Target:
    try:
        return Target("arxiv", url, ref=parse_ref(arxiv))
    except BadIdError as error:
        return Target("other", url, reason=f"not an arXiv paper: {error.message}")


def same_thing(url: str) -> str:
    """A key under which two spellings of one address fall together: no scheme, ``www.``, fragment or last slash."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return url.strip()
    kept = "&".join(part for part in parts.query.split("&") if part and not part.startswith("utm_"))
    return f"{host}{parts.path.rstrip('/')}?{kept}"


def _split(url: str) -> tuple[str, str] | None:
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host:
        return None
    return host.lower().rstrip("."), parts.path


def _is(host: str, hosts: tuple[str, ...]) -> bool:
    return any(host == known or host.endswith("." + known) for known in hosts)


def _posted(host: str) -> str | None:
    """Why an address on a site of posts and videos is no paper."""
    if _is(host, _ARXIV_HOSTS):
        return "a page of arXiv that is no paper"
    if _is(host, _POST_EXCEPTIONS):
        return None
    return next((f"{what}, not a paper" for site, what in _POSTS.items() if _is(host, (site,))), None)


def _stored(host: str, path: str) -> str | None:
    """Why an address on a site that keeps code or weights is no paper."""
    if _is(host, _CODE_HOSTS):
        return "a code repository, not a paper"
    if host == "huggingface.co" and not path.startswith(("/blog", "/papers", "/learn", "/docs")):
        return "a model, dataset or demo, not a paper"
    return None


def _arxiv_id(host: str, path: str) -> str | None:
    """The part of an address that names an arXiv paper, with its version where the address has one."""
    if _is(host, _ARXIV_HOSTS):
        match = re.match(r"/(?:abs|pdf|html|format|overview|e-print|src|ps)/+(.+?)/*$", path, re.IGNORECASE)
        return re.sub(r"\.pdf$", "", match[1], flags=re.IGNORECASE) if match else None
    if _is(host, ("doi.org",)) and (doi := _ARXIV_DOI.fullmatch(path.strip("/"))):
        return doi[1]
    if host == "huggingface.co" and (paper := re.match(r"/papers/(\d{4}\.\d{4,5}(?:v\d+)?)/?$", path, re.ASCII)):
        return paper[1]
    if _is(host, ("semanticscholar.org",)) and (paper := re.search(r"/arxiv:([^/]+)", path, re.IGNORECASE)):
        return paper[1]
    return None


def _paper_address(url: str, host: str, path: str) -> str | None:
    """The address to read for a PDF or a publisher's page; the PDF itself where its address follows from the page's."""
    parts = urlsplit(url)
    if host == "github.com" and (blob := re.match(r"(/[^/]+/[^/]+)/blob/(.+\.(?:pdf|md))$", path, re.IGNORECASE)):
        return urlunsplit((parts.scheme, parts.netloc, f"{blob[1]}/raw/{blob[2]}", parts.query, ""))
    if path.lower().endswith(".pdf") or ".pdf?" in url.lower():
        return url
    if host == "openreview.net" and path in ("/forum", "/pdf"):
        return urlunsplit((parts.scheme, parts.netloc, "/pdf", parts.query, ""))
    if host == "aclanthology.org" and re.fullmatch(r"/[\w.-]*\d[\w.-]*/?", path, re.ASCII):
        return f"{parts.scheme}://{parts.netloc}{path.rstrip('/')}.pdf"
    return url if _is(host, _PAPER_HOSTS) else None
