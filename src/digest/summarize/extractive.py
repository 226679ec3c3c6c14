"""A note made of the paper's own sentences, without any language model."""

from __future__ import annotations

RULES = "extractive-1"
