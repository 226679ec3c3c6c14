"""Front matter that four YAML parsers read alike: keys in a given order, every string as a JSON string.

Measured with go-yaml, psych, js-yaml and PyYAML over hostile titles: JSON strings without control characters are read
right by all of them; PyYAML's own output is not (``1e3`` becomes a number in js-yaml, U+0085 is folded).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date

FrontValue = str | bool | date | None | Sequence[str]

_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def one_line(text: str) -> str:
    """A text without control characters, its white space folded."""
    return " ".join(_UNSAFE.sub(" ", text).split())


def front_matter(fields: Mapping[str, FrontValue]) -> str:
    """The block between two ``---`` lines, in the order of ``fields``.

    Raises:
        ValueError: A key is not a plain word.
    """
    if wrong := [key for key in fields if not _KEY.fullmatch(key)]:
        raise ValueError(f"not a key for front matter: {wrong[0]!r}")
    return "".join(["---\n", *(f"{key}: {_yaml(value)}\n" for key, value in fields.items()), "---\n"])


def _yaml(value: FrontValue) -> str:
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, str):
        return json.dumps(one_line(value), ensure_ascii=False)
    return f"[{', '.join(_yaml(item) for item in value)}]"
