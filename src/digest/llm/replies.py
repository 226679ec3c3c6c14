"""The raw body of a reply, understood: pure functions, so that a stored body can be read again for free."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from digest.errors import BadReplyError
from digest.models import Usage

T = TypeVar("T", bound=BaseModel)

_FENCE = re.compile(r"^\s*```[a-zA-Z]*\s*\n(.*?)\n?\s*```\s*$", re.DOTALL)
_THINKING = re.compile(r"^\s*<think>.*?</think>", re.DOTALL)
_SHOWN = 200


@dataclass(frozen=True)
class Completion:
    """What a body says: the text, and whether the model was cut off."""

    text: str
    cut: bool
    usage: Usage | None


def read_usage(raw: bytes) -> Usage | None:
    """The token counts of a body, None when it has none or is no JSON."""
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    usage = body.get("usage") if isinstance(body, dict) else None
    if not isinstance(usage, dict):
        return None
    read, wrote = _details(usage, "prompt_tokens_details"), _details(usage, "completion_tokens_details")
    return Usage(
        input_tokens=_count(usage.get("prompt_tokens")),
        output_tokens=_count(usage.get("completion_tokens")),
        cached_tokens=_count(read.get("cached_tokens")),
        cache_write_tokens=_count(read.get("cache_write_tokens")),
        reasoning_tokens=_count(wrote.get("reasoning_tokens")),
    )


def _details(usage: dict[str, Any], name: str) -> dict[str, Any]:
    found = usage.get(name)
    return found if isinstance(found, dict) else {}


def _count(value: object) -> int:
    return value if isinstance(value, int) and value > 0 else 0


def read_completion(raw: bytes) -> Completion:
    """The completion in a body with status 200.

    Raises:
        BadReplyError: It is no completion: HTML, an error in disguise, a refusal, or empty.
    """
    try:
        body: Any = json.loads(raw)
    except (ValueError, RecursionError) as error:
        start = raw[:_SHOWN].decode("utf-8", "replace")
        raise BadReplyError(f"the endpoint answered with something other than JSON: {start!r}") from error
    choices = body.get("choices") if isinstance(body, dict) else None
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = choice.get("message") if isinstance(choice, dict) else None
    if not isinstance(choice, dict) or not isinstance(message, dict):
        said = (body.get("error") or body) if isinstance(body, dict) else body
        raise BadReplyError(f"the reply has no choices: {_message(said)}")
    finish = choice.get("finish_reason")
    if message.get("refusal"):
        raise BadReplyError(f"the model refused: {str(message['refusal'])[:_SHOWN]}")
    if finish == "content_filter":
        raise BadReplyError("the provider's content filter stopped the reply")
    text = _THINKING.sub("", _text(message.get("content"))).strip()
    cut = finish == "length"
    if not text and not cut:
        raise BadReplyError("the model's reply is empty")
    return Completion(text, cut, read_usage(raw))


def _text(content: object) -> str:
    """The text of a message; some servers send it in parts."""
    if isinstance(content, list):
        return "".join(_text(part.get("text")) for part in content if isinstance(part, dict))
    return content if isinstance(content, str) else ""


def _message(said: object) -> str:
    return str(said.get("message", said) if isinstance(said, dict) else said)[:_SHOWN]


def validated(text: str, reply_type: type[T]) -> T:
    """The text of a reply as a value. A code fence around the JSON is taken off; nothing else is mended.

    Raises:
        BadReplyError: It is no JSON, or not of this type; the message says where.
    """
    fence = _FENCE.match(text)
    try:
        return reply_type.model_validate_json(fence[1] if fence else text)
    except ValidationError as error:
        faults = [
            f"{'.'.join(map(str, fault['loc'])) or 'reply'}: {fault['msg']}"
            for fault in error.errors(include_url=False, include_input=False)[:5]
        ]
        raise BadReplyError("the reply is not what was asked for: " + "; ".join(faults)) from error


def another_shape(error: BadReplyError) -> bool:
    """Whether a reply broke the schema itself, as no server that enforces it allows, and not only our rules."""
    cause = error.__cause__
    return isinstance(cause, ValidationError) and any(fault["type"] != "value_error" for fault in cause.errors())
