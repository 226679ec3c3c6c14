"""What a model at an endpoint understands, found out by asking and remembered.

The ladder of JSON modes: ``json_schema`` (the server enforces it) -> ``json_object`` -> ``prompt`` (the schema
stands in the prompt only). Some servers reject a rung, some accept and ignore it; what comes back is
validated in any case.
"""

from __future__ import annotations

import json
import re
from typing import Any, Literal, Self

from pydantic import ValidationError

from digest.config import OPENAI_BASE_URL
from digest.llm.schema import without_limits
from digest.models import Value

Mode = Literal["json_schema", "json_object", "prompt"]
LADDER: tuple[Mode, ...] = ("json_schema", "json_object", "prompt")

_FORMAT = re.compile(
    r"response_format|json_schema|json_object|json mode|structured output|grammar|schema", re.IGNORECASE
)
_LIMITS = re.compile(r"maxitems|\binvalid schema\b|\bkeyword", re.IGNORECASE)
"""How servers complain about a schema that they would take without its limits."""


class Capability(Value):
    """How to ask: the JSON mode, the name of the token limit, and whether a temperature may be set.

    ``limits`` is False for a server that rejected a schema which says how many of a thing there may be.
    ``tokens`` is how many tokens the model counts for one that we estimate; None before it told us.
    """

    mode: Mode = "json_schema"
    cap: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    limits: bool = True
    temperature: bool = True
    effort: bool = True
    tokens: float | None = None

    @classmethod
    def start(cls, endpoint: str) -> Self:
        """The first guess: OpenAI's own models take neither a temperature nor the old name of the limit.

        OpenAI puts the schema before the prompt when it looks for a prefix in its cache, so that a summary and the
        answers about one paper would share nothing. There the schema stands at the end of the prompt, and what comes
        back is checked here in any case. https://community.openai.com/t/968620
        """
        if endpoint.startswith(OPENAI_BASE_URL):
            return cls(mode="json_object", cap="max_completion_tokens", temperature=False)
        return cls()

    @classmethod
    def parse(cls, text: str | None) -> Self | None:
        """What was remembered; None when there is nothing, or nothing that this version understands."""
        try:
            return cls.model_validate_json(text) if text else None
        except ValidationError:
            return None

    def without(self, complaint: str) -> Self | None:
        """The next thing to try after a server rejected a parameter; None when nothing is left."""
        if "max_completion_tokens" in complaint and self.cap == "max_tokens":
            return self.model_copy(update={"cap": "max_completion_tokens"})
        if self.cap == "max_completion_tokens" and self.cap in complaint:
            return self.model_copy(update={"cap": "max_tokens"})
        if "temperature" in complaint and self.temperature:
            return self.model_copy(update={"temperature": False})
        if "reasoning" in complaint and self.effort:
            return self.model_copy(update={"effort": False})
        if self.mode == "json_schema" and self.limits and _LIMITS.search(complaint):
            return self.model_copy(update={"limits": False})
        return self.stepped_down() if _FORMAT.search(complaint) else None

    def stepped_down(self) -> Self | None:
        """One rung down the ladder of JSON modes."""
        rung = LADDER.index(self.mode) + 1
        return self.model_copy(update={"mode": LADDER[rung]}) if rung < len(LADDER) else None

    def parameters(self, schema: dict[str, Any], name: str, most: int, effort: str | None) -> dict[str, Any]:
        """The parameters of a request besides model and messages."""
        found: dict[str, Any] = {self.cap: most}
        if self.temperature:
            found["temperature"] = 0
        if effort and self.effort:
            found["reasoning_effort"] = effort
        if self.mode == "json_schema":
            form = schema if self.limits else without_limits(schema)
            found["response_format"] = {
                "type": "json_schema",
                "json_schema": {"name": name, "strict": True, "schema": form},
            }
        elif self.mode == "json_object":
            found["response_format"] = {"type": "json_object"}
        return found

    def addition(self, schema: dict[str, Any]) -> str:
        """What the prompt has to say about the form of the reply when the server does not see to it."""
        if self.mode == "json_schema":
            return ""
        return "\n\nReply with one JSON object and nothing else. It must follow this JSON schema:\n" + json.dumps(
            schema, ensure_ascii=False
        )
