"""When a request is made again, and how long to wait before it is."""

from __future__ import annotations

import email.utils
from collections.abc import Mapping
from datetime import UTC, datetime

from tenacity import RetryCallState, wait_random_exponential

LONGEST_WAIT = 600.0
"""Seconds: a server that asks for more is treated as down for this run."""

_AGAIN = frozenset({408, 425, 429})
_SERVER_FAULT = 500
_BACKOFF = wait_random_exponential(multiplier=1, max=60)


class TryAgainError(Exception):
    """A failure that may pass: ``after`` is what the server asks for, in seconds."""

    def __init__(self, message: str, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after


def may_pass(status: int) -> bool:
    """Whether a status is worth another request: 408, 425, 429 and 5xx; other 4xx will not change."""
    return status in _AGAIN or status >= _SERVER_FAULT


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that ``Retry-After`` asks for, given as seconds or as a date; None when it is missing, past or junk."""
    value = headers.get("retry-after")
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            seconds = (email.utils.parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds()
        except (ValueError, TypeError):
            return None
    return seconds if seconds > 0 else None


def wait(state: RetryCallState) -> float:
    """What the server asks for, and never less than our own growing pause."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.after if isinstance(error, TryAgainError) and error.after else 0.0
    return max(asked, _BACKOFF(state))
