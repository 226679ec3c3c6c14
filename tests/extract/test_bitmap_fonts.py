"""Type 3 fonts of TeX tell nothing but codes; what they mean depends on the encoding that the page is set in."""

from __future__ import annotations

from digest.extract.symbols import Symbols


def unnamed(_: int) -> str:
    """Bitmaps have no name."""
    return ""


def named(_: int) -> str:
    return "ABCDEF+CMR10"


def test_ligatures_of_the_old_encoding_are_read() -> None:
    assert Symbols().translated("de\x0cned, a\x0bects, \x0dow, e\x0ecient", unnamed).startswith("deﬁned, aﬀects")


def test_ligatures_quotation_marks_and_dashes_of_the_cork_encoding_are_read() -> None:
    raw = "a modi\x1ced \x1ductuation test, to \x1ct, e\x1ecient, o\x1b, \x10dating\x11, 1\x152"
    assert Symbols().translated(raw, unnamed) == "a modiﬁed ﬂuctuation test, to ﬁt, eﬃcient, oﬀ, “dating”, 1–2"


def test_danish_letters_of_the_old_encoding_are_no_ligatures() -> None:
    assert Symbols().translated("We de\x0cne it after H\x1cjsgaard and B\x1crge.", unnamed) == (
        "We deﬁne it after Højsgaard and Børge."
    )


def test_a_page_without_ligatures_is_read_like_the_one_before() -> None:
    symbols = Symbols()
    symbols.translated("a modi\x1ced test", unnamed)
    assert symbols.translated("the word \x10dating\x11", unnamed) == "the word “dating”"


def test_fonts_with_a_name_are_left_to_pdfium() -> None:
    assert Symbols().translated("a modi\x1ced test", named) == "a modi\x1ced test"
