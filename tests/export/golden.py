"""Compares with a file in tests/golden/export; DIGEST_REWRITE_GOLDEN=1 in the shell rewrites it."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "golden" / "export"
REWRITE = os.environ.get("DIGEST_REWRITE_GOLDEN") == "1"  # read at import: fixtures clear the environment


def same_as_golden(name: str, text: str) -> bool:
    path = FOLDER / name
    if REWRITE:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return path.read_text(encoding="utf-8") == text
