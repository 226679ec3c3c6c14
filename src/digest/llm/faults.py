"""What went wrong with a request, and what to do about it: the retry matrix.

| fault                                        | what is done                                              |
|----------------------------------------------|-----------------------------------------------------------|
| 429, 500 and above, 408, 409                 | wait (Retry-After, else longer each time), try again      |
| no connection                                | the same: nothing was sent                                |
| time-out after the request was sent          | one more try; the provider may have billed the first      |
| 401, 402, 403, 404, quota used up            | ends the run: nothing will mend itself                    |
| 400 that names a parameter                   | ask once without it, remember for this endpoint           |
| 400 about the length of the prompt           | an error of this paper                                    |
"""

from __future__ import annotations

import email.utils
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from digest.errors import ContextTooLongError, ModelDownError, ModelError

if TYPE_CHECKING:
    import openai

Kind = Literal["wait", "unsent", "unanswered", "parameter", "final"]

LONGEST_WAIT = 120.0
"""Seconds: a server that asks for more is treated as down."""

_QUOTA = re.compile(r"insufficient_quota|exceeded your current quota|billing|credit", re.IGNORECASE)
_LENGTH = re.compile(
    r"context.{0,20}(?:length|size|window)|maximum context|too many tokens|exceeds? the (?:available )?context"
    r"|prompt is too long|exceed_context_size",
    re.IGNORECASE,
)
_AGAIN = frozenset({408, 409, 425, 429})
_FINAL = frozenset({401, 402, 403, 404})
_SERVER = 500
_BAD = 400
_UNPROCESSABLE = 422


@dataclass(frozen=True)
class Fault:
    """A failed request: what kind of fault, how long the server asks to wait, and the error for the user."""

    kind: Kind
    error: ModelError
    after: float | None = None
    status: int | None = None
    text: str = ""


def fault_of(error: openai.APIError, endpoint: str, model: str, secret: str | None) -> Fault:
    """Sort an exception of the SDK. The key never gets into the message."""
    import openai as sdk  # noqa: PLC0415 - slow to import

    said = _clean(str(getattr(error, "message", "") or error), secret)
    if isinstance(error, sdk.APIStatusError):
        body = _clean(error.response.text[:2_000], secret)
        return _by_status(error.status_code, (said, body), retry_after(error.response.headers), endpoint, model)
    if isinstance(error, sdk.APITimeoutError):
        if type(error.__cause__).__name__ in ("ConnectTimeout", "PoolTimeout"):
            return Fault("unsent", ModelDownError(f"{endpoint} cannot be reached in time", hint=_DOCTOR))
        return Fault("unanswered", ModelDownError(f"{endpoint} did not answer in time", hint=_SLOW))
    if isinstance(error, sdk.APIConnectionError):
        cause = _clean(str(error.__cause__ or said), secret)
        down = ModelDownError(f"{endpoint} cannot be reached: {cause}", hint=_DOCTOR)
        return Fault("unanswered" if _was_sent(error) else "unsent", down)
    return Fault("final", ModelDownError(f"{endpoint}: {said}"))


_DOCTOR = "`digest doctor` checks the endpoint."
_SLOW = "A slow local server may need a larger `model_timeout`."


def _was_sent(error: BaseException) -> bool:
    """Whether the request had left when the connection broke: the provider may have worked for it."""
    names = {type(cause).__name__ for cause in (error.__cause__, getattr(error.__cause__, "__cause__", None)) if cause}
    return bool(names & {"ReadError", "RemoteProtocolError", "ReadTimeout", "WriteError"})


def _by_status(status: int, text: tuple[str, str], after: float | None, endpoint: str, model: str) -> Fault:
    said = text[0]
    where = f"{endpoint} answered {status}"
    whole = " ".join(text)
    if status in (_AGAIN - {429}) or status >= _SERVER or (status == 429 and not _QUOTA.search(whole)):  # noqa: PLR2004
        kept = after if after is None or after <= LONGEST_WAIT else None
        if after is not None and after > LONGEST_WAIT:
            down = ModelDownError(f"{where} and asks to wait {after:.0f} seconds", hint="Run the same command later.")
            return Fault("final", down, status=status, text=whole)
        return Fault("wait", ModelDownError(f"{where}: {said}"), kept, status, whole)
    if status in _FINAL or status == 429:  # noqa: PLR2004 - a quota that is used up
        return Fault("final", ModelDownError(f"{where}: {said}", hint=_mend(status, model)), status=status, text=whole)
    if _LENGTH.search(whole):
        long = ContextTooLongError(
            f"the prompt does not fit the context of {model}: {said}",
            hint="Set context_tokens below the model's context, or start the server with a larger one.",
        )
        return Fault("final", long, status=status, text=whole)
    if status in (_BAD, _UNPROCESSABLE):
        return Fault("parameter", ModelDownError(f"{where}: {said}"), status=status, text=whole)
    return Fault("final", ModelDownError(f"{where}: {said}"), status=status, text=whole)


def _mend(status: int, model: str) -> str:
    if status == 401:  # noqa: PLR2004 - HTTP's number says more than a name
        return "Set DIGEST_API_KEY (or OPENAI_API_KEY) to a valid key."
    if status == 404:  # noqa: PLR2004 - the same
        return (
            f"Is {model} the right model, and does base_url end where the API begins (often /v1)? See `digest doctor`."
        )
    return "Look at your plan and its quota at the provider."


def retry_after(headers: object) -> float | None:
    """Seconds that a server asks to wait, from ``retry-after-ms`` or ``retry-after`` (seconds or a date), else None."""
    get = getattr(headers, "get", None)
    if get is None:
        return None
    for name, scale in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        value = get(name)
        if value is None:
            continue
        try:
            seconds = float(value) * scale
        except ValueError:
            try:
                seconds = (email.utils.parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds()
            except (ValueError, TypeError):
                continue
        if seconds >= 0:
            return seconds
    return None


def _clean(text: str, secret: str | None) -> str:
    """The text on one line, without the key."""
    shown = " ".join(text.split())
    if secret:
        shown = shown.replace(secret, "[key]")
    return re.sub(r"\bsk-[\w-]{8,}", "[key]", shown)[:500]
