"""A loopback arXiv: API, PDFs and OAI records over real HTTP, able to fail in every way that arXiv does.

``with ArxivServer([FakePaper("2401.00001")]) as arxiv:`` serves ``arxiv.settings`` from a thread of its own.
``arxiv.faults`` maps the beginning of a path to the misbehaviours of the next requests to it, in order.
``python -m tests.fakes.arxiv --port 8300 ID…`` serves until it is stopped.
"""

from __future__ import annotations

import argparse
import email.utils
import re
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

from tests.fakes.papers import FakePaper
from tests.fakes.real_papers import real_papers

_ATOM = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" '
    'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">\n'
)
_PAGE = "<html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>"


@dataclass(frozen=True)
class Hit:
    """One request as it came."""

    path: str
    when: float
    agent: str


@dataclass
class ArxivServer:
    """See the module's docstring."""

    papers: Iterable[FakePaper] = ()
    port: int = 0
    faults: dict[str, list[str]] = field(default_factory=dict)
    hits: list[Hit] = field(default_factory=list)
    _by_label: dict[str, FakePaper] = field(default_factory=dict)
    _server: ThreadingHTTPServer | None = None

    def __post_init__(self) -> None:
        for paper in self.papers:
            self.add(paper)

    def add(self, paper: FakePaper) -> None:
        """Publish a paper, or a further version of one."""
        self._by_label[paper.label] = paper

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """The settings that lead digest here, as environment variables."""
        return {
            "DIGEST_ARXIV_API": f"{self.url}/api/query",
            "DIGEST_ARXIV_SITE": self.url,
            "DIGEST_ARXIV_OAI": f"{self.url}/oai",
            "DIGEST_ARXIV_RSS": self.url,
            "DIGEST_REQUEST_INTERVAL": "0",
        }

    def latest(self, paper_id: str) -> FakePaper | None:
        """The newest version of a paper."""
        versions = [paper for paper in self._by_label.values() if paper.id == paper_id]
        return max(versions, key=lambda paper: paper.version, default=None)

    def find(self, label: str) -> FakePaper | None:
        """A paper by id with or without version."""
        return self._by_label.get(label) or self.latest(label)

    def __enter__(self) -> Self:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # head and body are two writes; the second would wait 40 ms

            def do_GET(self) -> None:
                outer.answer(self)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
                del format, args

        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        assert self._server
        self._server.shutdown()
        self._server.server_close()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Answer one request, with the next fault that is planned for its path if there is one."""
        path = unquote(request.path)
        self.hits.append(Hit(path, time.monotonic(), request.headers.get("User-Agent", "")))
        for prefix, planned in self.faults.items():
            if path.startswith(prefix) and planned:
                if self._fail(request, planned.pop(0), path):
                    return
                break
        status, media, body, extra = self._good(path)
        _send(request, status, media, body, extra)

    def _good(self, path: str) -> tuple[int, str, bytes, dict[str, str]]:
        parts = urlsplit(path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path.startswith("/api/query"):
            return self._api(query)
        named = {"/pdf/": self._pdf, "/html/": self._html, "/abs/": self._abs, "/rss/": self._rss}
        for prefix, answer in named.items():
            if parts.path.startswith(prefix):
                return answer(parts.path.removeprefix(prefix))
        if parts.path.startswith("/oai"):
            return self._oai(query.get("identifier", "").removeprefix("oai:arXiv.org:"))
        return 404, "text/html", _PAGE.format("404 Not Found").encode(), {}

    def _api(self, query: dict[str, str]) -> tuple[int, str, bytes, dict[str, str]]:
        media = "application/atom+xml; charset=utf-8"
        size, start = int(query.get("max_results", 10)), int(query.get("start", 0))
        if "id_list" in query:
            labels = query["id_list"].split(",")
            found = [paper for label in labels if (paper := self._by_label.get(label) or self.latest(label))]
            found = [p for p in found if p.label in labels or p.id in labels]
        else:
            newest = {p.id: self.latest(p.id) or p for p in self._by_label.values()}
            asked = query.get("search_query", "")
            found = [paper for paper in newest.values() if _fits(paper, asked)]
            found.sort(key=lambda p: (p.published, p.id), reverse=True)
        shown = found[start : start + size]
        head = "".join(
            f"<opensearch:{name}>{value}</opensearch:{name}>"
            for name, value in (("itemsPerPage", size), ("totalResults", len(found)), ("startIndex", start))
        )
        # arXiv's answers come in an order of their own
        entries = "".join(_entry(paper) for paper in (reversed(shown) if "id_list" in query else shown))
        return 200, media, f"{_ATOM}<title>arXiv Query</title>{head}{entries}</feed>".encode(), {}

    def _pdf(self, label: str) -> tuple[int, str, bytes, dict[str, str]]:
        paper = self.find(label)
        if paper is None:
            return 404, "text/html", _PAGE.format(f"No document for '{label}'").encode(), {}
        if paper.withdrawn:
            text = f"This version of {paper.id} has been withdrawn and is unavailable"
            return 404, "text/html", _PAGE.format(text).encode(), {}
        name = paper.label.replace("/", "")
        return 200, "application/pdf", paper.content, {"Content-Disposition": f'inline; filename="{name}.pdf"'}

    def _html(self, label: str) -> tuple[int, str, bytes, dict[str, str]]:
        """Most papers have no HTML, and arXiv says so with a 404."""
        paper = self.find(label)
        if paper is None or not paper.html:
            return 404, "text/html", _PAGE.format(f"No HTML for '{label}'").encode(), {}
        return 200, "text/html; charset=utf-8", paper.html, {}

    def _abs(self, label: str) -> tuple[int, str, bytes, dict[str, str]]:
        paper = self.find(label)
        if paper is None:
            return 404, "text/html", _PAGE.format(f"Article {escape(label)} doesn't exist").encode(), {}
        note = "This paper has been withdrawn by its authors" if paper.withdrawn else paper.abstract
        page = (
            f"<html><head><title>[{paper.label}] {escape(paper.shown_title)}</title></head><p>{escape(note)}</p></html>"
        )
        return 200, "text/html", page.encode(), {}

    def _rss(self, names: str) -> tuple[int, str, bytes, dict[str, str]]:
        """Today's mailing: every paper in one of the categories is new."""
        wanted = set(names.split("+"))
        papers = [p for p in self._by_label.values() if p == self.latest(p.id) and wanted & set(p.categories)]
        today = email.utils.formatdate(time.time(), usegmt=True)
        items = "".join(
            f"<item><title>{escape(p.shown_title)}</title><link>https://arxiv.org/abs/{p.id}</link>"
            f'<guid isPermaLink="false">oai:arXiv.org:{p.label}</guid><pubDate>{today}</pubDate>'
            f"<arxiv:announce_type>new</arxiv:announce_type><description>{escape(p.abstract)}</description></item>"
            for p in papers
        )
        body = (
            '<rss xmlns:arxiv="http://arxiv.org/schemas/atom" version="2.0"><channel>'
            f"<title>{escape(names)} updates on arXiv.org</title><pubDate>{today}</pubDate>{items}</channel></rss>"
        )
        return 200, "application/rss+xml", body.encode(), {}

    def _oai(self, paper_id: str) -> tuple[int, str, bytes, dict[str, str]]:
        paper = self.latest(paper_id)
        if paper is None:
            body = '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><error code="idDoesNotExist"/></OAI-PMH>'
            return 200, "text/xml", body.encode(), {}
        versions = "".join(
            f'<version version="v{n}"><size>{0 if paper.withdrawn and n == paper.version else 90}kb</size></version>'
            for n in range(1, paper.version + 1)
        )
        body = (
            '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><GetRecord><record><metadata>'
            f'<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>{paper.id}</id>{versions}'
            f"<license>{paper.licence}</license></arXivRaw></metadata></record></GetRecord></OAI-PMH>"
        )
        return 200, "text/xml", body.encode(), {}

    def _fail(self, request: BaseHTTPRequestHandler, fault: str, path: str) -> bool:  # noqa: C901, PLR0912 - one branch a fault
        """Misbehave; False when the fault is only a delay and the good answer follows."""
        if fault.startswith("slow"):
            time.sleep(float(fault.removeprefix("slow")))
            return False
        if fault == "date":
            after = email.utils.formatdate(time.time() + 2, usegmt=True)
            _send(request, 429, "text/plain", b"Rate exceeded.", {"Retry-After": after})
        elif fault.startswith("429"):
            _send(request, 429, "text/plain", b"Rate exceeded.", {"Retry-After": fault.partition(":")[2] or "0"})
        elif fault in ("403", "500", "503"):
            _send(request, int(fault), "text/html", _PAGE.format(f"{fault} from the cache").encode(), {})
        elif fault == "html":
            _send(request, 200, "application/pdf", _PAGE.format("Please solve this puzzle").encode(), {})
        elif fault == "empty":
            _send(request, 200, "application/pdf", b"", {})
        elif fault == "gzip":
            _send(request, 200, "application/pdf", b"\x1f\x8b" + b"0" * 100, {"Content-Encoding": "gzip"})
        elif fault == "redirect-file":
            _send(request, 302, "text/plain", b"", {"Location": "file:///etc/passwd"})
        elif fault == "redirect-loop":
            _send(request, 302, "text/plain", b"", {"Location": path})
        elif fault == "cut-by-length":
            request.close_connection = True
            body = self._good(path)[2]
            request.send_response(200)
            request.send_header("Content-Length", str(len(body)))
            request.end_headers()
            request.wfile.write(body[: len(body) // 2])
        elif fault == "cut-by-end":
            request.close_connection = True
            request.send_response(200)
            request.send_header("Connection", "close")
            request.end_headers()
            request.wfile.write(self._good(path)[2][:-3000])
        elif fault == "endless":
            request.close_connection = True
            request.send_response(200)
            request.end_headers()
            try:
                while True:
                    request.wfile.write(b"%PDF-1.5 " + bytes(65536))
            except OSError:
                return True
        else:
            raise AssertionError(f"no fault is named {fault}")
        return True


def _send(request: BaseHTTPRequestHandler, status: int, media: str, body: bytes, extra: dict[str, str]) -> None:
    request.send_response(status)
    for name, value in {"Content-Type": media, "Content-Length": str(len(body)), **extra}.items():
        request.send_header(name, value)
    request.end_headers()
    request.wfile.write(body)


def _fits(paper: FakePaper, query: str) -> bool:
    """Whether a paper is in the category and the window of days of a query; other fields are not looked at."""
    category = re.search(r"\bcat:([\w.-]+)", query)
    window = re.search(r"submittedDate:\[(\d{12}) TO (\d{12})\]", query)
    day = f"{paper.published:%Y%m%d%H%M}"
    return (not category or category[1] in paper.categories) and (not window or window[1] <= day <= window[2])


def _entry(paper: FakePaper) -> str:
    authors = "".join(f"<author><name>{escape(name)}</name></author>" for name in paper.authors)
    categories = "".join(f'<category term="{code}"/>' for code in paper.categories)
    comment = f"<arxiv:comment>{escape(paper.comment)}</arxiv:comment>" if paper.comment else ""
    day = paper.published.isoformat().replace("+00:00", "Z")
    return (
        f"<entry><id>http://arxiv.org/abs/{paper.label}</id><title>{escape(paper.shown_title)}</title>"
        f"<updated>{day}</updated><summary>  {escape(paper.abstract)}\n</summary>{categories}"
        f"<published>{day}</published>{comment}"
        f'<arxiv:primary_category term="{paper.categories[0]}"/>{authors}</entry>'
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("ids", nargs="*", default=["2401.00001", "2401.00002"])
    parser.add_argument("--port", type=int, default=8300)
    parser.add_argument("--data", type=Path, help="folder of recorded data, whose real papers are served too")
    args = parser.parse_args()
    papers = [*(FakePaper(paper_id) for paper_id in args.ids), *(real_papers(args.data) if args.data else ())]
    with ArxivServer(papers, port=args.port):
        threading.Event().wait()


if __name__ == "__main__":
    main()
