"""The readers that ``bench/extract.py`` compares: each takes a path and gives the text of every page."""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.document import Document

Reader = Callable[[Path], list[str]]


def document_of(data: bytes) -> Document:
    from digest.extract import read_pdf  # noqa: PLC0415 - the memory of each reader is measured without the others

    return read_pdf(data, **TEXT_ONLY)


def ours(path: Path) -> list[str]:
    document = document_of(path.read_bytes())
    return [document.text[page.start : page.end] for page in document.pages]


def whole_document(path: Path) -> list[str]:
    """As the product reads by default: with the search for hidden text, figures and tables."""
    from digest.extract import read_pdf  # noqa: PLC0415 - see document_of

    document = read_pdf(path.read_bytes())
    return [document.text[page.start : page.end] for page in document.pages]


TEXT_ONLY = {"hidden": False, "figures": False}
"""Options that switch off what the peers do not do either: figures and the search for hidden text."""


def pypdf(path: Path) -> list[str]:
    from pypdf import PdfReader  # noqa: PLC0415

    return [page.extract_text() for page in PdfReader(path).pages]


_LINE_END = re.compile("[\ufffe\x02]")
"""pdfium's mark for a hyphen at the end of a line."""


def pdfium(path: Path) -> list[str]:
    import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415

    with pypdfium2.PdfDocument(path) as pdf:
        texts = []
        for page in pdf:
            text_page = page.get_textpage()
            texts.append(_LINE_END.sub("-\n", text_page.get_text_range()))
            text_page.close()
            page.close()
    return texts


def pdfminer(path: Path) -> list[str]:
    high_level = importlib.import_module("pdfminer.high_level")
    return str(high_level.extract_text(str(path))).split("\f")[:-1]


def pdftotext(path: Path) -> list[str]:
    done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode(errors="replace").split("\f")[:-1]


def pdftext(path: Path) -> list[str]:
    extraction = importlib.import_module("pdftext.extraction")
    return list(extraction.paginated_plain_text_output(str(path)))


def pymupdf4llm(path: Path) -> list[str]:
    with contextlib.redirect_stdout(io.StringIO()):
        module = importlib.import_module("pymupdf4llm")
        pages = module.to_markdown(str(path), page_chunks=True, show_progress=False)
    return [page["text"] for page in pages]


PEERS: dict[str, tuple[Reader, str]] = {
    "pypdf": (pypdf, "pypdf"),
    "pypdfium2": (pdfium, "pypdfium2"),
    "pdfminer.six": (pdfminer, "pdfminer.six"),
    "pdftotext": (pdftotext, ""),
    "pdftext": (pdftext, "pdftext"),
    "pymupdf4llm": (pymupdf4llm, "pymupdf4llm"),
}
"""Name -> reader and the package that it comes from."""


OURS: dict[str, Reader] = {"digest": ours, "whole": whole_document}


def present() -> tuple[dict[str, str], list[str]]:
    """The readers that are here with their versions, and a word on each that is not."""
    versions = {"digest": version("digest")}
    missing = []
    for name, (_, package) in PEERS.items():
        try:
            versions[name] = version(package) if package else _poppler()
        except (PackageNotFoundError, FileNotFoundError):
            missing.append(f"{name} is not installed: left out (see bench/requirements.txt)")
    return versions, missing


def reader_named(name: str) -> Reader:
    """One of the readers."""
    return OURS[name] if name in OURS else PEERS[name][0]


def timed(name: str, path: Path) -> tuple[float, list[str]]:
    """The processor seconds that a reader takes for a paper, and what it gives."""
    reader = reader_named(name)
    begin = time.process_time() + _children_cpu()
    texts = reader(path)
    return time.process_time() + _children_cpu() - begin, texts


def _poppler() -> str:
    if not shutil.which("pdftotext"):
        raise FileNotFoundError("pdftotext")
    done = subprocess.run(["pdftotext", "-v"], capture_output=True, check=False, text=True)
    return done.stderr.split()[2]


def _children_cpu() -> float:
    """Processor seconds of child processes that have ended: pdftotext's."""
    times = os.times()
    return times.children_user + times.children_system
