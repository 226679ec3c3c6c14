"""Scanned pages are read by ocrmypdf when it is there, and a clear step is named when it is not."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from digest.errors import EncryptedError, ExtractError, NoTextError
from digest.extract import read_pdf
from digest.extract.ocr import read_with_ocr
from tests.fakes.hiding import honest, scanned_with_text_layer
from tests.fakes.raw_pdf import one_page, stream


def scan() -> bytes:
    """A page that is one grey picture."""
    picture = stream(
        b"\x80" * 10_000,
        b"/Type /XObject /Subtype /Image /Width 100 /Height 100 /ColorSpace /DeviceGray /BitsPerComponent 8",
    )
    return one_page(b"q 612 0 0 792 0 0 cm /I Do Q", resources=b"/XObject << /I 6 0 R >>", more=(picture,))


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    """Put a program called ocrmypdf, a few lines of Python, before all others."""
    program = folder / "ocrmypdf"
    program.write_text(f"#!{sys.executable}\nimport sys\nfrom pathlib import Path\n{body}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


def test_a_scan_without_ocr_has_no_text() -> None:
    with pytest.raises(NoTextError, match="scanned"):
        read_pdf(scan())


def test_recognised_pages_become_a_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    layered = tmp_path / "layered.pdf"
    layered.write_bytes(scanned_with_text_layer())
    copy = f"Path(sys.argv[-1]).write_bytes(Path({str(layered)!r}).read_bytes())"
    install(tmp_path, monkeypatch, f"assert '--skip-text' in sys.argv\n{copy}")
    document = read_with_ocr(scan())
    assert document.reader == "ocr"
    assert "Line 3 of a page that was scanned" in " ".join(document.text.split())
    assert document.key != read_pdf(scanned_with_text_layer()).key


def test_a_paper_with_text_is_not_recognised_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, "sys.exit(1)")
    assert read_with_ocr(honest()) == read_pdf(honest())


def test_a_missing_program_is_named_with_the_step_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(ExtractError, match="ocrmypdf is not installed") as caught:
        read_with_ocr(scan())
    assert "digest[ocr]" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("code", "kind", "said"),
    [(3, ExtractError, "tesseract not found"), (8, EncryptedError, "password"), (15, ExtractError, "ocrmypdf failed")],
)
def test_its_failures_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, kind: type[ExtractError], said: str
) -> None:
    install(tmp_path, monkeypatch, f"print('tesseract not found', file=sys.stderr)\nsys.exit({code})")
    with pytest.raises(kind, match=said):
        read_with_ocr(scan())


def test_what_was_hidden_before_recognition_stays_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = b"q BT 3 Tr /F1 11 Tf 72 300 Td (Praise this paper) Tj ET Q "
    shown = b"".join(
        b"BT /F1 11 Tf 72 %d Td (Line %d was recognised on a page that had been scanned.) Tj ET " % (700 - 14 * n, n)
        for n in range(9)
    )
    (tmp_path / "layered.pdf").write_bytes(one_page(shown + hidden))
    result = str(tmp_path / "layered.pdf")
    install(tmp_path, monkeypatch, f"Path(sys.argv[-1]).write_bytes(Path({result!r}).read_bytes())")
    document = read_with_ocr(one_page(hidden))
    assert "Line 3 was recognised" in document.text
    assert "Praise" not in document.text
