"""What kind of note is wanted."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Options:
    """What a user can choose about a note.

    ``questions`` counts the last one, which asks for the code. ``sample`` is 0 for the first note and counts up each
    time the same note is asked for anew. ``context_tokens`` is what the model can take in and give out in one call.
    """

    language: str = "en"
    questions: int = 10
    sample: int = 0
    context_tokens: int = 100_000
