"""What a model claims in a survey, before any of it is checked: sentences made of parts, each about one paper."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator, model_validator

from digest.summarize.drafts import Claim, Draft, Text

_MOST_SENTENCES = 80
_MOST_PARTS = 6


def _number(value: object) -> object:
    """The number of a paper or a field as models write it: 3, "3", "Paper 3", "[3]"."""
    if isinstance(value, str) and (found := re.search(r"\d+", value)):
        return int(found[0])
    return value


Number = Annotated[int, BeforeValidator(_number)]


class PartDraft(Claim):
    """A statement about one paper, with the sentences of that paper that support it.

    ``plain`` is the same statement in the language of the paper, where that is another one: words can be compared
    only there.
    """

    paper: Number
    plain: Text = ""


class SentenceDraft(Draft):
    """A statement about one paper, or statements about several that are to be read together.

    ``link`` says how the parts are joined, ``and`` or ``while``; the words for that are ours.
    """

    link: Text
    parts: list[PartDraft]


class ProseDraft(Draft):
    """The prose of one theme, or of the outlook."""

    sentences: list[SentenceDraft]

    @model_validator(mode="after")
    def _of_a_size(self) -> ProseDraft:
        if len(self.sentences) > _MOST_SENTENCES:
            raise ValueError(f"at most {_MOST_SENTENCES} sentences are allowed, here are {len(self.sentences)}")
        if any(len(sentence.parts) > _MOST_PARTS for sentence in self.sentences):
            raise ValueError(f"a sentence has at most {_MOST_PARTS} parts")
        return self


class CellDraft(Claim):
    """The value of the field with this number; ``stated`` is false when the paper does not say."""

    field: Number
    stated: bool


class CellsDraft(Draft):
    """The fields of one paper."""

    cells: list[CellDraft]
