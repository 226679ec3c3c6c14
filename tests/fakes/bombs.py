"""Small PDFs that grow, loop or lie when they are opened, made anew by each test."""

from __future__ import annotations

import zlib
from collections.abc import Callable

from tests.fakes.raw_pdf import HELVETICA, one_page, pdf, stream

HELLO = b"BT /F1 9 Tf 10 10 Td (hello) Tj ET"
FLATE = b"/Filter /FlateDecode"
CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> >>"


def _repeated(unit: bytes, size: int) -> bytes:
    """``unit`` over and over, up to ``size`` bytes, deflated."""
    deflate = zlib.compressobj(9)
    block = unit * max(1, 1_000_000 // len(unit))
    parts = [deflate.compress(block) for _ in range(max(1, size // len(block)))]
    return b"".join([*parts, deflate.flush()])


def spaces() -> bytes:
    return one_page(_repeated(b" ", 400_000_000), stream_entries=FLATE)


def twice_deflated() -> bytes:
    inner = zlib.compress(b"\0" * 1_000_000) * 4_000
    return one_page(zlib.compress(inner), stream_entries=b"/Filter [/FlateDecode /FlateDecode]")


def text_without_end() -> bytes:
    return one_page(_repeated(b"BT /F1 9 Tf 10 10 Td (abcdefghij) Tj ET\n", 120_000_000), stream_entries=FLATE)


def strokes_without_end() -> bytes:
    return one_page(_repeated(b"1 1 m 9 9 l S\n", 100_000_000), stream_entries=FLATE)


def nested_arrays() -> bytes:
    return one_page(b"[" * 200_000 + b"]" * 200_000 + b" 0 Td")


def nested_states() -> bytes:
    return one_page(b"q " * 1_000_000 + HELLO)


def forms_that_draw_two_forms() -> bytes:
    box = (
        b"/Type /XObject /Subtype /Form /BBox [0 0 612 792]"
        b" /Resources << /Font << /F1 4 0 R >> /XObject << /X %d 0 R >> >>"
    )
    forms = [stream(b"/X Do /X Do", box % (7 + level)) for level in range(28)]
    return one_page(b"/X Do", resources=b"/XObject << /X 6 0 R >>", more=(*forms, stream(HELLO, box % 6)))


def a_form_that_draws_itself() -> bytes:
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /XObject << /X 6 0 R >> >>"
    return one_page(b"/X Do", resources=b"/XObject << /X 6 0 R >>", more=(stream(b"/X Do", form),))


def pages_that_are_their_own_parents() -> bytes:
    return pdf(
        [
            CATALOGUE,
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 1 >>",
        ]
    )


def one_page_many_times() -> bytes:
    kids = b"<< /Type /Pages /Kids [" + b"3 0 R " * 300_000 + b"] /Count 300000 >>"
    return pdf([CATALOGUE, kids, PAGE, HELVETICA, stream(HELLO)])


def a_false_count() -> bytes:
    return pdf([CATALOGUE, b"<< /Type /Pages /Kids [3 0 R] /Count 2000000000 >>", PAGE, HELVETICA, stream(HELLO)])


def a_page_of_a_million_points() -> bytes:
    return one_page(HELLO, media_box=b"0 0 1000000 1000000")


def a_page_of_the_largest_size() -> bytes:
    return one_page(HELLO, media_box=b"0 0 14400 14400")


def _picture(width: int, bits: int, colours: bytes, size: int) -> bytes:
    entries = (
        b"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent %d /ColorSpace /%s /Filter /FlateDecode"
    )
    image = stream(_repeated(b"\0", size), entries % (width, width, bits, colours))
    content = HELLO + b" q 600 0 0 600 0 0 cm /I Do Q"
    return one_page(content, resources=b"/XObject << /I 6 0 R >>", more=(image,))


def a_huge_bilevel_picture() -> bytes:
    return _picture(60_000, 1, b"DeviceGray", 450_000_000)


def a_huge_colour_picture() -> bytes:
    return _picture(20_000, 8, b"DeviceRGB", 600_000_000)


def a_map_of_four_billion_characters() -> bytes:
    mapping = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00000000> <FFFFFFFF> "
        b"endcodespacerange 1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange endcmap"
    )
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /ToUnicode 6 0 R "
        b"/DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>] >>"
    )
    content = stream(b"BT /F1 9 Tf 10 10 Td <00010002> Tj ET")
    return pdf([CATALOGUE, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", PAGE, font, content, stream(mapping)])


def an_outline_in_a_circle() -> bytes:
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            PAGE,
            HELVETICA,
            stream(HELLO),
            b"<< /Type /Outlines /First 7 0 R /Last 7 0 R /Count 1 >>",
            b"<< /Title (a) /Parent 6 0 R /Next 7 0 R /First 7 0 R /Last 7 0 R /Count 1 >>",
        ]
    )


def a_huge_inline_picture() -> bytes:
    return one_page(b"BI /W 100000 /H 100000 /BPC 8 /CS /RGB ID " + b"\0" * 1000 + b" EI")


def shadings_without_a_function() -> bytes:
    shading = (
        b"/Shading << /P << /ShadingType 1 /ColorSpace /DeviceRGB /Domain [0 612 0 792] "
        b"/Function << /FunctionType 4 /Domain [0 612 0 792] /Range [0 1 0 1 0 1] /Length 0 >> >> >>"
    )
    return one_page(HELLO + b" /P sh" * 2_000, resources=shading)


def a_line_of_tiny_dashes() -> bytes:
    corners = b"".join(b"%d %d l " % (n % 612, (n * 7) % 792) for n in range(2_000))
    return one_page(HELLO + b" [0.0001 0.0001] 0 d 0 0 m " + corners + b"S")


BOMBS: tuple[Callable[[], bytes], ...] = (
    spaces,
    twice_deflated,
    text_without_end,
    strokes_without_end,
    nested_arrays,
    nested_states,
    forms_that_draw_two_forms,
    a_form_that_draws_itself,
    pages_that_are_their_own_parents,
    one_page_many_times,
    a_false_count,
    a_page_of_a_million_points,
    a_page_of_the_largest_size,
    a_huge_bilevel_picture,
    a_huge_colour_picture,
    a_map_of_four_billion_characters,
    an_outline_in_a_circle,
    a_huge_inline_picture,
    shadings_without_a_function,
    a_line_of_tiny_dashes,
)
