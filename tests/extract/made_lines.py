"""Lines as the extractor sees them, for tests that need no page."""

from __future__ import annotations

from digest.extract.lines import Line

TEXT, BOLD = "Times-Roman", "Times-Bold"


def line(
    text: str, y: float = 700.0, x: float = 72.0, *, size: float = 10.0, font: str = TEXT, hyphen: bool = False
) -> Line:
    return Line(text, x, y, x + 0.5 * size * len(text), y + size, size, font, hyphen=hyphen)


def body(y: float, count: int = 4) -> list[Line]:
    return [line("A line of running text that says what was found in the end", y - 12 * n) for n in range(count)]
