"""What the licences on arXiv allow. Facts of https://info.arxiv.org/help/license/ and of the licences themselves.

A licence belongs to one version of a paper and cannot be taken back. Metadata, abstracts included, is free (CC0).
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Use = Literal["yes", "non-commercial", "no"]


class Licence(NamedTuple):
    """A licence: its short name, and whether its figures may be shown elsewhere."""

    label: str
    figures: Use
    adapted: bool
    """Whether parts may be changed: a crop of a figure under "no derivatives" must show it whole."""


_CREATIVE = re.compile(r"creativecommons\.org/licenses/(by(?:-nc)?(?:-nd|-sa)?)/(\d\.\d)", re.IGNORECASE)
_PUBLIC = re.compile(r"creativecommons\.org/(?:publicdomain|licenses/publicdomain)", re.IGNORECASE)
_ARXIV = re.compile(r"arxiv\.org/licenses/(nonexclusive-distrib|assumed-1991-2003)", re.IGNORECASE)


def find_licence(url: str | None) -> Licence | None:
    """The licence behind a URL (http or https, with or without a slash at the end); None where it is not known."""
    if not url:
        return None
    if match := _CREATIVE.search(url):
        kind, version = match[1].lower(), match[2]
        use: Use = "non-commercial" if "-nc" in kind else "yes"
        return Licence(f"CC {kind.upper()} {version}", use, adapted="-nd" not in kind)
    if _PUBLIC.search(url):
        return Licence("CC0 / public domain", "yes", adapted=True)
    if match := _ARXIV.search(url):
        name = (
            "arXiv.org perpetual, non-exclusive licence" if match[1].startswith("non") else "arXiv, assumed (1991–2003)"
        )
        return Licence(name, "no", adapted=False)
    return None


def licence_label(url: str | None) -> str:
    """A licence's short name, or its URL where it is not one of arXiv's."""
    licence = find_licence(url)
    return licence.label if licence else (url or "")
