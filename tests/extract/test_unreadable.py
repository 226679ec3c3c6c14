"""A text layer that holds no letters is refused, and not taken for a paper that says nothing."""

from __future__ import annotations

import pytest
from fpdf import FPDF

from digest.errors import NoTextError
from digest.extract import read_pdf


def test_a_pdf_whose_fonts_call_letters_ornaments_is_refused() -> None:
    made = FPDF()
    made.add_page()
    made.set_font("ZapfDingbats", size=10)
    made.multi_cell(0, 5, "Penalized least squares versus generalized least squares of linear mixed models. " * 10)
    with pytest.raises(NoTextError, match="do not say which letters") as raised:
        read_pdf(bytes(made.output()))
    assert "html" in (raised.value.hint or "")
