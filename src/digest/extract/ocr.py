"""Text of scanned pages through ocrmypdf, an optional program of its own; runs in a worker process only.

Off unless asked for: recognition takes seconds a page and makes mistakes that a reader of the note cannot see. A
document read so says ``reader="ocr"``. The program inherits the worker's limits on memory and time, so it
ends even when the worker is ended first.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from pypdfium2 import PdfiumError  # type: ignore[import-untyped]

from digest.document import Document, document_key
from digest.errors import DamagedError, EncryptedError, ExtractError, NoTextError
from digest.extract.name import EXTRACTOR
from digest.extract.pdfium import opened
from digest.extract.read import MAX_PAGES, read_pdf

HINT = (
    "Install it: pip install 'digest[ocr]', and tesseract and ghostscript from the system "
    "(Debian: apt install tesseract-ocr ghostscript; macOS: brew install tesseract ghostscript)."
)
MAX_MEGAPIXELS = "100"


def read_with_ocr(data: bytes, *, languages: str = "eng", max_pages: int = MAX_PAGES) -> Document:
    """Read a PDF; where pages have no text, recognise it first.

    Args:
        data: The PDF.
        languages: What tesseract should expect, in its own codes joined by plus: ``eng+deu``.
        max_pages: As for ``read_pdf``.

    Raises:
        ExtractError: ocrmypdf or what it needs is not installed, or it failed.
        NoTextError: Nothing could be recognised either.
        EncryptedError: The PDF needs a password.
        DamagedError: The PDF cannot be read.
    """
    try:
        document = read_pdf(data, max_pages=max_pages)
    except NoTextError:
        pass
    else:
        if all(page.end > page.start for page in document.pages):
            return document
    # ocrmypdf writes what it recognised invisibly. Where there was no letter before, it is all of it tesseract's, which
    # sees what a reader sees; elsewhere somebody else may have hidden something, and the search for that goes on.
    document = read_pdf(recognised(data, languages), max_pages=max_pages, hidden=_has_letters(data))
    sha256 = hashlib.sha256(data).hexdigest()
    extractor = recognizer(languages)
    key = document_key(sha256, extractor)
    return replace(document, reader="ocr", sha256=sha256, extractor=extractor, key=key)


def _has_letters(data: bytes) -> bool:
    """Whether a PDF has any text at all, seen or unseen."""
    try:
        with opened(data) as pdf:
            return any(page.get_textpage().count_chars() for page in pdf)
    except (DamagedError, PdfiumError):
        return True


def recognizer(languages: str = "eng") -> str:
    """Who reads scanned pages, as a ``Document`` names it."""
    return f"{EXTRACTOR}+ocr-{languages}"


def recognised(data: bytes, languages: str) -> bytes:
    """The PDF with a layer of recognised text on the pages that had none.

    Raises:
        ExtractError: See ``read_with_ocr``.
    """
    program = shutil.which("ocrmypdf") or shutil.which("ocrmypdf", path=str(Path(sys.executable).parent))
    if program is None:
        raise ExtractError("the pages are scanned, and ocrmypdf is not installed", hint=HINT)
    options = ["--skip-text", "--quiet", "--output-type", "pdf", "--optimize", "0", "--jobs", "1"]
    limits = ["--max-image-mpixels", MAX_MEGAPIXELS, "--language", languages]
    with tempfile.TemporaryDirectory(prefix="digest-ocr-") as folder:
        source, result = Path(folder, "in.pdf"), Path(folder, "out.pdf")
        source.write_bytes(data)
        run = subprocess.run(  # noqa: S603 - a fixed program with fixed options; the pool limits its time and memory
            [program, *options, *limits, str(source), str(result)],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        if run.returncode == 0 and result.exists():
            return result.read_bytes()
    said = run.stderr.decode(errors="replace").strip().splitlines()
    last = said[-1][:300] if said else f"exit code {run.returncode}"
    raise _failure(run.returncode, last)


def _failure(code: int, last: str) -> ExtractError:
    """What an exit code means: https://ocrmypdf.readthedocs.io/en/latest/advanced.html#return-code-policy."""
    match code:
        case 3:
            return ExtractError(f"ocrmypdf lacks a program that it needs: {last}", hint=HINT)
        case 8:
            return EncryptedError("the PDF needs a password")
        case 2:
            return DamagedError(f"ocrmypdf cannot read the PDF: {last}")
        case _:
            return ExtractError(f"ocrmypdf failed: {last}")
