"""Which failures are final: nothing but a new version of the paper, or of this program, would end otherwise."""

from __future__ import annotations

from datetime import timedelta

from digest.store.rows import Failure

AT_ONCE = frozenset({"WithdrawnError", "DamagedError", "EncryptedError", "NoTextError"})
"""Of the bytes themselves, or of the authors' will: the same bytes fail in the same way."""

IN_TIME = frozenset(
    {"FetchError", "NotFoundError", "NotReadyError", "BadContentError", "ExtractError", "ParserDiedError"}
)
"""May heal: a paper of today is not found yet, arXiv makes a PDF a day later, a page comes back, a machine was busy."""

PATIENCE = timedelta(days=6)
"""After which what may heal has had its time: a run each week has tried it twice by then."""


def is_final(failure: Failure, *, latest: int | None, program: str) -> bool:
    """Whether trying again without being asked would only fail again.

    A source or a model that is down, a spent budget and a reply that could not be used are never final.

    Args:
        failure: What went wrong the last time.
        latest: The latest version of the paper that is known now.
        program: The version of digest that would try.
    """
    if failure.program != program or (latest or 0) > (failure.version or 0):
        return False
    waited = failure.last_at - failure.first_at
    return failure.kind in AT_ONCE or (failure.kind in IN_TIME and failure.attempts > 1 and waited >= PATIENCE)
