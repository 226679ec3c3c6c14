"""How an export is to look, the same for every shape."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Diagrams = Literal["mermaid", "svg", "none"]
Figures = Literal["always", "allowed", "never"]


@dataclass(frozen=True)
class Style:
    """``language`` is that of headings and labels, ``dialect`` a name of ``DIALECTS``.

    ``templates`` is a folder whose ``<shape>.md.j2`` is used instead of the shipped one.
    """

    language: str = "en"
    dialect: str = "gfm"
    diagrams: Diagrams = "mermaid"
    figures: Figures = "allowed"
    templates: Path | None = None
