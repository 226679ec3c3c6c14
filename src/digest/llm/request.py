"""What is asked of a language model, and who can be asked.

A ``Request`` holds everything that changes the reply: its key is the ledger's key. Timeouts, retries, concurrency and
price tier are in no request.
"""

from __future__ import annotations

from typing import Literal, Protocol, TypeVar

from pydantic import BaseModel

from digest.models import Value

T = TypeVar("T", bound=BaseModel)


class Message(Value):
    """One message of a chat."""

    role: Literal["system", "user", "assistant"]
    content: str


class Request(Value):
    """One question to a model.

    ``task`` names the prompt (``summary``, ``answers`` …). The messages of all tasks about one paper begin with the
    same characters, so that the provider's prefix cache can serve them; ``prefix_key`` names that common prefix.
    ``schema_name`` and the pydantic type given to ``ask`` say what the reply must look like. ``sample``
    counts up each time a user asks for the same thing anew (``--refresh``). ``first`` marks a request that others wait
    for: it gets a slot before those that nothing waits for, so that a run does not end with a few calls one by one. It
    changes no reply and is in no key.
    """

    task: str
    messages: tuple[Message, ...]
    schema_name: str
    max_output_tokens: int
    prefix_key: str | None = None
    paper_id: str | None = None
    sample: int = 0
    first: bool = False


class Reply(Value):
    """What came back: the text of the reply and the ledger key of the call that paid for it."""

    text: str
    call_key: str


class ChatModel(Protocol):
    """Whatever can answer requests: a real endpoint behind the ledger, or a scripted one in a test."""

    @property
    def name(self) -> str:
        """The model's name as it goes into the note."""
        ...

    def prepare(self) -> None:
        """Something will be asked before long: load what takes time."""
        ...

    async def ask(self, request: Request, reply_type: type[T]) -> tuple[T, Reply]:
        """Send one request and return the reply as a validated ``reply_type``.

        One repair turn is made when the reply does not validate.

        Raises:
            BadReplyError: The reply was cut short, empty, refused or invalid after the repair turn.
            TruncatedContextError: The server read less than what was sent.
            ContextTooLongError: The prompt does not fit the model.
            ModelDownError: The endpoint does not answer or refuses the key, the quota or the model.
            BudgetError: The call would exceed the budget; nothing was sent.
        """
        ...
