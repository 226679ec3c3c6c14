"""Is the endpoint there, does it take the key, does it have the model? For ``digest doctor`` and the default model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.config import OPENAI_BASE_URL, OPENAI_DEFAULT_MODEL, Settings
from digest.errors import ConfigError
from digest.llm.faults import Fault, fault_of

if TYPE_CHECKING:
    import openai

_PATIENCE = 15.0
"""Seconds to wait for the list of models."""

_NAMED = 8
"""How many models are named in a message."""


@dataclass(frozen=True)
class Finding:
    """One thing that was checked; ``mend`` says what to do about it."""

    good: bool
    what: str
    mend: str = ""


async def check_endpoint(settings: Settings) -> list[Finding]:
    """Ask the endpoint for its models and compare with the settings."""
    served = await _models(settings)
    if isinstance(served, Fault):
        return [Finding(good=False, what=served.error.message, mend=served.error.hint or "")]
    findings = [Finding(good=True, what=f"{settings.endpoint} answers and lists {len(served)} models")]
    wanted = settings.model or (OPENAI_DEFAULT_MODEL if settings.endpoint == OPENAI_BASE_URL else None)
    if wanted is None:
        one = len(served) == 1
        findings.append(
            Finding(
                good=one,
                what=f"no model is set; the endpoint serves {_listed(served)}",
                mend="" if one else "Set DIGEST_MODEL to one of them.",
            )
        )
    elif served and wanted not in served and f"{wanted}:latest" not in served:
        findings.append(
            Finding(
                good=False,
                what=f"the endpoint does not list {wanted}; it serves {_listed(served)}",
                mend="Set DIGEST_MODEL.",
            )
        )
    else:
        findings.append(Finding(good=True, what=f"model {wanted}"))
    return findings


async def pick_model(settings: Settings) -> str:
    """The model to use when none is set: OpenAI's default there, elsewhere the only one that is served.

    Raises:
        ConfigError: Several are served, or none is listed.
        ModelDownError: The endpoint does not answer.
    """
    if settings.endpoint == OPENAI_BASE_URL:
        return OPENAI_DEFAULT_MODEL
    served = await _models(settings)
    if isinstance(served, Fault):
        raise served.error
    if len(served) == 1:
        return served[0]
    raise ConfigError(
        f"no model is set, and {settings.endpoint} serves {_listed(served)}", hint="Set DIGEST_MODEL or use --model."
    )


def _listed(models: list[str]) -> str:
    if not models:
        return "none that it lists"
    more = f" and {len(models) - _NAMED} more" if len(models) > _NAMED else ""
    return ", ".join(models[:_NAMED]) + more


async def _models(settings: Settings) -> list[str] | Fault:
    import openai as sdk  # noqa: PLC0415 - slow to import

    client: openai.AsyncOpenAI = sdk.AsyncOpenAI(
        base_url=settings.endpoint, api_key=settings.key or "none", max_retries=0, timeout=_PATIENCE
    )
    try:
        async with client:
            return [model.id async for model in client.models.list()]
    except sdk.APIError as error:
        return fault_of(error, settings.endpoint or "", settings.model or "the model", settings.key)
