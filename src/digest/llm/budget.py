"""Money: what a call costs, and whether the run may still make it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from digest.config import Settings
from digest.errors import BudgetError
from digest.models import Usage

MICRO = 1_000_000


@dataclass(frozen=True)
class Prices:
    """Prices of one model at one endpoint: from the settings, else from the price list that ``genai-prices`` brings."""

    model: str
    endpoint: str
    own_input: float | None = None
    own_output: float | None = None

    @classmethod
    def of(cls, settings: Settings, model: str) -> Prices:
        """The prices that hold for a model under these settings."""
        return cls(model, settings.endpoint or "", settings.price_input, settings.price_output)

    def cost(self, usage: Usage) -> int | None:
        """Millionths of a US dollar; None when the price is not known."""
        if self.own_input is not None and self.own_output is not None:
            # settings are dollars per million tokens, which is millionths of a dollar per token
            return round(usage.input_tokens * self.own_input + usage.output_tokens * self.own_output)
        from genai_prices import Usage as PricedUsage  # noqa: PLC0415 - 0.1 s, paid only when a price is needed
        from genai_prices import calc_price  # noqa: PLC0415 - the same

        tokens = PricedUsage(
            input_tokens=usage.input_tokens,
            output_tokens=usage.output_tokens,
            cache_read_tokens=usage.cached_tokens or None,
            cache_write_tokens=usage.cache_write_tokens or None,
        )
        try:
            price = calc_price(tokens, self.model, provider_api_url=self.endpoint)
        except LookupError:
            return None
        return round(price.total_price * MICRO)


class Budget:
    """The money of one run. Without a limit it only adds up."""

    def __init__(self, limit_usd: float | None) -> None:
        self.limit = None if limit_usd is None else round(limit_usd * MICRO)
        self.spent = 0
        self._reserved = 0

    @contextmanager
    def reserved(self, most: int | None, model: str) -> Iterator[None]:
        """Hold back the most that a call can cost while it is under way.

        Raises:
            BudgetError: The call could exceed the limit, or its price is not known while there is a limit.
        """
        if self.limit is not None:
            if most is None:
                raise BudgetError(
                    f"the price of {model} is not known, so --max-cost cannot be kept; nothing was sent",
                    hint="Set price_input and price_output (US dollars per million tokens; 0 for a local model).",
                )
            if self.spent + self._reserved + most > self.limit:
                raise BudgetError(
                    f"the budget of ${self.limit / MICRO:.4f} is reached: ${self.spent / MICRO:.4f} spent, and the "
                    f"next call may cost ${most / MICRO:.4f}; it was not sent",
                    hint="What was paid for is kept: run again with a larger --max-cost to go on.",
                )
        held = most or 0
        self._reserved += held
        try:
            yield
        finally:
            self._reserved -= held

    def settle(self, cost: int | None) -> None:
        """Add what a call really cost."""
        self.spent += cost or 0
