"""How many tokens a text has, roughly, without any tokenizer.

English prose has about 3.7 characters a token, Japanese and Chinese three tokens to four characters (measured over
papers with OpenAI's tokenizers; off by a fifth at worst). A tokenizer would be exact for one vendor only, and the
common one downloads its tables when it is first used. What a model reports to have counted corrects the estimate for
the calls that follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uffef]")
CHARACTERS_PER_TOKEN = 3.7
TOKENS_PER_WIDE_CHARACTER = 0.75


UNTRIED = 1.3
"""Of an estimate, how much a prompt may really have while nothing is known of a model's tokenizer."""

MARGIN = 1.1
SLACK = 200
"""Tokens that chat templates and schemas add to what we count."""


def most_tokens(estimate: int, ratio: float | None) -> int:
    """What a prompt has at worst, for a budget; ``ratio`` is what the model counted for one estimated token before."""
    return round(estimate * (UNTRIED if ratio is None else ratio * MARGIN)) + SLACK


def learned(ratio: float | None, estimate: int, counted: int) -> float:
    """The ratio after one more prompt: it rises at once and falls slowly, because it is there to warn of costs."""
    here = counted / estimate
    return here if ratio is None else max(here, 0.9 * ratio + 0.1 * here)


def estimate_tokens(texts: Iterable[str]) -> int:
    """The tokens of all texts together, at least 1."""
    wide = plain = 0
    for text in texts:
        here = len(_WIDE.findall(text)) if not text.isascii() else 0
        wide += here
        plain += len(text) - here
    return max(1, round(plain / CHARACTERS_PER_TOKEN + wide * TOKENS_PER_WIDE_CHARACTER))
