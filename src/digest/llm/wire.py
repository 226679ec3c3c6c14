"""What goes over the wire: the client, the messages as the SDK wants them, and what only some providers know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from digest.llm.request import Message, Request

if TYPE_CHECKING:
    from openai import AsyncOpenAI


def client(endpoint: str, secret: str | None, timeout: float) -> AsyncOpenAI:
    """The SDK's client without retries of its own; loading the SDK takes half a second."""
    import openai  # noqa: PLC0415 - half a second

    return openai.AsyncOpenAI(base_url=endpoint, api_key=secret or "none", max_retries=0, timeout=timeout)


def as_sent(messages: tuple[Message, ...], addition: str) -> Any:  # noqa: ANN401 - the SDK's message types are a union of dicts
    """The messages as dicts, ``addition`` at the end of the last one of the user."""
    sent = [{"role": message.role, "content": message.content} for message in messages]
    last = max(index for index, message in enumerate(messages) if message.role == "user")
    sent[last]["content"] += addition
    return sent


def extras(endpoint: str, request: Request) -> dict[str, Any]:
    """OpenAI's cache key, OpenRouter's promise to honour the parameters; nothing for others."""
    if "api.openai.com" in endpoint and request.prefix_key:
        return {"extra_body": {"prompt_cache_key": request.prefix_key}}
    if "openrouter.ai" in endpoint:
        return {"extra_body": {"provider": {"require_parameters": True}}}
    return {}
