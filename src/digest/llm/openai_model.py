"""A model behind any endpoint that speaks OpenAI's chat API.

That is OpenAI, vLLM, llama.cpp, Ollama, LM Studio, OpenRouter and many more.

The SDK's own retries are off: a retry that the ledger does not see is a bill that nobody expects.
"""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from digest.config import Settings
from digest.errors import BadReplyError, TruncatedContextError
from digest.llm.budget import Budget, Prices
from digest.llm.capability import Capability
from digest.llm.faults import Fault, fault_of
from digest.llm.ledger import CallStore, Ledger, call_key
from digest.llm.replies import Completion, T, another_shape, read_completion, validated
from digest.llm.request import Message, Reply, Request
from digest.llm.schema import strict_schema
from digest.llm.slots import Slot, Slots
from digest.llm.tokens import estimate_tokens, learned, most_tokens
from digest.llm.wire import as_sent, client, extras
from digest.models import Usage

if TYPE_CHECKING:
    from openai import AsyncOpenAI

log = logging.getLogger(__name__)

TRIES = 6
READ_SHARE = 0.7
"""A server that counted fewer prompt tokens than this share of our estimate has dropped a part of the prompt."""

SURE = 2_000
"""Tokens: for shorter prompts the estimate is too rough to accuse a server."""


NOTABLE = 0.02
"""A change of the ratio of tokens that is worth remembering."""

MOST_CHANGES = 6
"""Parameters that are left out or renamed for one request; some servers reject whatever is tried."""


class _AgainError(Exception):
    """Carries a fault that may be tried again through tenacity."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.error.message)
        self.fault = fault


_SHORTER = (
    "\n\nA reply to this was cut off because it was too long. Reply with the whole JSON object, in fewer words:"
    " give at most three sentence numbers for each statement, repeat nothing, and stop after the last one."
)


@dataclass(frozen=True)
class _Going:
    """A call on its way: ``most`` is the most tokens that may come back, ``worst`` what it may cost."""

    key: str
    request: Request
    messages: tuple[Message, ...]
    schema: dict[str, Any]
    most: int
    worst: int | None
    slot: Slot


class OpenAIModel:
    """See the module's docstring. Implements ``digest.llm.request.ChatModel``."""

    def __init__(self, settings: Settings, store: CallStore, budget: Budget, *, model: str) -> None:
        self.name = model
        self.endpoint = settings.endpoint or ""
        self._secret = settings.key
        self._effort = settings.reasoning_effort
        self._prices = Prices.of(settings, model)
        self._budget = budget
        self._ledger = Ledger(store, budget, self._prices, self.endpoint)
        self._slots = Slots(settings.concurrency)
        self._capability: Capability | None = None
        self._asking: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._opened = partial(client, self.endpoint, self._secret, settings.model_timeout)
        self._opening: Future[AsyncOpenAI] | None = None

    def prepare(self) -> None:
        """Load the SDK in a thread, while papers are fetched and read."""
        if self._opening is None:
            loader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sdk")
            self._opening = loader.submit(self._opened)
            loader.shutdown(wait=False)

    async def _client(self) -> AsyncOpenAI:
        self.prepare()
        assert self._opening is not None  # noqa: S101 - just prepared
        return await asyncio.shield(asyncio.wrap_future(self._opening))

    async def aclose(self) -> None:
        """Close the connections. What the ledger still has to write is written before the store closes."""
        if self._opening is not None:
            await (await self._client()).close()

    async def ask(self, request: Request, reply_type: type[T]) -> tuple[T, Reply]:
        """Send a request; see ``ChatModel.ask``."""
        schema = strict_schema(reply_type)
        used: list[str] = []
        try:
            return await self._asked(request, reply_type, schema, used)
        except BadReplyError as error:
            for key in used:
                await self._ledger.rejected(key, error.message)
            raise

    async def _asked(
        self, request: Request, reply_type: type[T], schema: dict[str, Any], used: list[str]
    ) -> tuple[T, Reply]:
        completion, key = await self._whole(request, request.messages, schema, used)
        try:
            return validated(completion.text, reply_type), Reply(text=completion.text, call_key=key)
        except BadReplyError as error:
            complaint = error.message
            log.info("%s: %s; asking for a repair", request.task, complaint)
            if another_shape(error):
                await self._step_down()
        repair = (
            *request.messages,
            Message(role="assistant", content=completion.text),
            Message(role="user", content=f"{complaint}.\nReply again with the corrected JSON object only."),
        )
        completion, key = await self._whole(request, repair, schema, used)
        return validated(completion.text, reply_type), Reply(text=completion.text, call_key=key)

    async def _whole(
        self, request: Request, messages: tuple[Message, ...], schema: dict[str, Any], used: list[str]
    ) -> tuple[Completion, str]:
        """A completion that was not cut off; one that was is asked for once more, shorter and with twice the room.

        A model that began to repeat itself would do it again if it read the same words again.
        """
        completion, key = await self._once(request, messages, schema, request.max_output_tokens, used)
        if not completion.cut:
            return completion, key
        log.info("%s: the reply was cut off; asking for a shorter one", request.task)
        *before, last = messages
        shorter = (*before, last.model_copy(update={"content": last.content + _SHORTER}))
        completion, key = await self._once(request, shorter, schema, 2 * request.max_output_tokens, used)
        if not completion.cut:
            return completion, key
        raise BadReplyError(
            f"the model's reply was cut off at {2 * request.max_output_tokens} tokens",
            hint="A model that repeats itself does this; another model may be needed.",
        )

    async def _once(
        self, request: Request, messages: tuple[Message, ...], schema: dict[str, Any], most: int, used: list[str]
    ) -> tuple[Completion, str]:
        """One call: served from the ledger when it was paid for before, else sent."""
        key = call_key(request, messages, self.name, schema, most)
        used.append(key)
        estimate = estimate_tokens(message.content for message in messages)
        # Who asks the same thing at the same time waits, and finds the reply in the ledger.
        async with self._asking.setdefault(key, asyncio.Lock()):
            raw = await self._ledger.paid(key)
            if raw is None:
                async with self._slots.one(first=request.first) as slot:
                    ratio = (await self._known()).tokens
                    worst = self._prices.cost(Usage(input_tokens=most_tokens(estimate, ratio), output_tokens=most))
                    with self._budget.reserved(worst, self.name):
                        raw = await self._sent(_Going(key, request, messages, schema, most, worst, slot))
        completion = read_completion(raw)
        read = completion.usage.input_tokens if completion.usage else 0
        if estimate > SURE and 0 < read < READ_SHARE * estimate:
            message = f"the server read {read} tokens of a prompt of about {estimate}: it dropped a part of the paper"
            await self._ledger.rejected(key, message)
            raise TruncatedContextError(
                message,
                hint="Give the server a larger context (Ollama: OLLAMA_CONTEXT_LENGTH=32768), or lower context_tokens.",
            )
        if estimate > SURE and read:
            await self._learn(estimate, read)
        return completion, key

    async def _learn(self, estimate: int, counted: int) -> None:
        """Correct the estimates for this model by what it counted; written down when it makes a difference."""
        capability = await self._known()
        ratio = learned(capability.tokens, estimate, counted)
        if capability.tokens is None or abs(ratio - capability.tokens) > NOTABLE:
            self._capability = capability.model_copy(update={"tokens": round(ratio, 3)})
            await self._ledger.remember(self._capability.model_dump_json())

    async def _sent(self, going: _Going) -> bytes:
        """Send until there is a reply, as the matrix in ``faults`` says."""
        backoff = wait_random_exponential(multiplier=0.5, max=20)

        def wait(state: RetryCallState) -> float:
            error = state.outcome.exception() if state.outcome else None
            asked = error.fault.after if isinstance(error, _AgainError) else None
            return max(asked or 0.0, backoff(state))

        unanswered = 0
        retrying = AsyncRetrying(
            retry=retry_if_exception_type(_AgainError), stop=stop_after_attempt(TRIES), wait=wait, reraise=True
        )
        try:
            async for attempt in retrying:
                with attempt:
                    try:
                        return await self._tried(going)
                    except _AgainError as error:
                        if error.fault.kind == "unanswered":
                            unanswered += 1
                            self._budget.settle(going.worst)  # the provider may have done the work and bill it
                        if unanswered > 1:
                            raise error.fault.error from error
                        raise
        except _AgainError as error:
            raise error.fault.error from error
        raise AssertionError("tenacity returns or raises")

    async def _tried(self, going: _Going) -> bytes:
        """One request, and further ones right away while the server rejects parameters."""
        connection = await self._client()
        import openai  # noqa: PLC0415 - slow to load; ``prepare`` has done it by now

        capability = await self._known()
        for changes_left in range(MOST_CHANGES, -1, -1):
            call = await self._ledger.sent(going.key, going.request)
            try:
                response = await connection.chat.completions.with_raw_response.create(
                    model=self.name,
                    messages=as_sent(going.messages, capability.addition(going.schema)),
                    **capability.parameters(going.schema, going.request.schema_name, going.most, self._effort),
                    **extras(self.endpoint, going.request),
                )
            except openai.APIError as error:
                fault = fault_of(error, self.endpoint, self.name, self._secret)
                await self._ledger.failed(going.key, fault.error.message, billed=fault.kind == "unanswered")
                following = capability.without(fault.text) if fault.kind == "parameter" else None
                if following is not None and changes_left:
                    capability = following
                    continue
                if fault.status in (429, 503):
                    self._slots.refused(fault.after)
                if fault.kind in ("wait", "unsent", "unanswered"):
                    raise _AgainError(fault) from error
                raise fault.error from error
            self._slots.succeeded()
            # The endpoint is done. Whoever gets the slot is written down behind this reply and sent after that, so that
            # never more than there are slots are unaccounted for.
            going.slot.free()
            await self._ledger.received(call, response.content, response.status_code, response.request_id, going.worst)
            await self._adopt(capability)
            return bytes(response.content)
        raise AssertionError("the last change of parameters returns or raises")

    async def _adopt(self, capability: Capability) -> None:
        """Ask like this from now on; what was learned of tokens while the request was under way stays."""
        now = await self._known()
        capability = capability.model_copy(update={"tokens": now.tokens})
        if capability != self._capability:
            self._capability = capability
            await self._ledger.remember(capability.model_dump_json())

    async def _step_down(self) -> None:
        """A server that took the schema and ignored it is told it in the prompt from now on."""
        capability = await self._known()
        lower = capability.stepped_down() if capability.mode == "json_schema" else None
        if lower is not None:
            self._capability = lower
            await self._ledger.remember(lower.model_dump_json())

    async def _known(self) -> Capability:
        if self._capability is None:
            remembered = Capability.parse(await self._ledger.capability())
            if remembered is None:
                return Capability.start(self.endpoint)
            self._capability = remembered
        return self._capability
