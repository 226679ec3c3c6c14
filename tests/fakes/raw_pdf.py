"""PDFs written object by object, for what no honest PDF library will write."""

from __future__ import annotations

HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object with the given dictionary entries."""
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(data), data)


def pdf(objects: list[bytes]) -> bytes:
    """A file of the objects 1, 2, … of which the first is the catalogue."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for offset in offsets:
        out += b"%010d 00000 n \n" % offset
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def one_page(
    content: bytes,
    *,
    stream_entries: bytes = b"",
    resources: bytes = b"",
    catalogue: bytes = b"",
    media_box: bytes = b"0 0 612 792",
    page: bytes = b"",
    more: tuple[bytes, ...] = (),
) -> bytes:
    """A page with Helvetica as /F1; ``more`` become the objects 6, 7, …"""
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalogue,
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 5 0 R %s"
            b" /Resources << /Font << /F1 4 0 R >> %s >> >>" % (media_box, page, resources),
            HELVETICA,
            stream(content, stream_entries),
            *more,
        ]
    )
