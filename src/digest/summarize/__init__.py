"""Document to Note: drafts by a model or by extraction, evidence checked against the text.

The names are looked up when they are first used: whoever only wants to know which prompts are in use need not wait
for the checks of evidence to be loaded.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.summarize.extractive import extract_note
    from digest.summarize.options import Options
    from digest.summarize.prompts import Prompts
    from digest.summarize.write import write_note

__all__ = ["Options", "Prompts", "extract_note", "write_note"]

_PLACES = {"Options": "options", "Prompts": "prompts", "extract_note": "extractive", "write_note": "write"}


def __getattr__(name: str) -> object:
    if name in _PLACES:
        return getattr(import_module(f"digest.summarize.{_PLACES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
