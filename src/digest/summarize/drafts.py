"""What a language model claims, before any of it is checked. One flat schema for each task.

The schemas stay inside what every server enforces: no patterns, no defaults, all fields required. How many of a thing
are asked for stands in them too: a server that sees to it keeps a small model from citing every sentence of a paper.
What is far too many is refused here, after the reply has come, and told to the model in its one repair turn.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Annotated, Any, TypeVar, cast

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, create_model, model_validator
from pydantic.fields import FieldInfo

from digest.summarize.language import wrong_language

T = TypeVar("T")
DraftType = TypeVar("DraftType", bound="Draft")


def _at_most(limit: int) -> AfterValidator:
    def check(items: list[T]) -> list[T]:
        if len(items) > limit:
            raise ValueError(f"at most {limit} are allowed, here are {len(items)}")
        return items

    return AfterValidator(check)


def _asked(most: int) -> FieldInfo:
    """The number that is asked for, which the schema names; a few more do no harm."""
    return cast("FieldInfo", Field(json_schema_extra={"maxItems": most}))


def _sentence_ids(value: object) -> object:
    """Sentence ids as models write them: 12, "12", "[12]", "[12]-[14]" all mean numbers."""
    if isinstance(value, int):
        return [value]
    if isinstance(value, str):
        return [int(digits) for digits in re.findall(r"\d+", value)]
    if isinstance(value, list):
        return [
            int(match[0]) if isinstance(item, str) and (match := re.search(r"\d+", item)) else item for item in value
        ]
    return value


def _texts(value: object) -> object:
    """Numbers in a list of texts become texts; null becomes an empty list."""
    if value is None:
        return []
    return (
        [str(item) if isinstance(item, int | float) else item for item in value] if isinstance(value, list) else value
    )


def _stripped(value: str) -> str:
    return value.strip()


Text = Annotated[str, AfterValidator(_stripped)]
SentenceIds = Annotated[list[int], BeforeValidator(_sentence_ids), _at_most(40), _asked(6)]


class Draft(BaseModel):
    """A reply, or a part of one."""

    model_config = ConfigDict(extra="ignore")

    def prose(self) -> Iterator[str]:
        """The texts that readers will see, in order: they must be in the language that was asked for."""
        for name in type(self).model_fields:
            value = getattr(self, name)
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, Draft):
                    yield from item.prose()


class Claim(Draft):
    """A statement, the sentences that support it, and some words copied from one of them."""

    text: Text
    sentences: SentenceIds
    anchor: Text
    derived: Annotated[list[str], BeforeValidator(_texts), _at_most(10), _asked(4)]

    def prose(self) -> Iterator[str]:
        """The statement itself; anchors stay in the language of the paper."""
        yield self.text


class QuestionsDraft(Draft):
    """Questions that a reader of the abstract would ask."""

    questions: Annotated[list[Text], _at_most(60)]

    def prose(self) -> Iterator[str]:
        """All questions."""
        yield from self.questions


class SectionDraft(Draft):
    """One section of the paper in a few claims."""

    title: Text
    role: Text
    claims: Annotated[list[Claim], _at_most(12), _asked(4)]


class NodeDraft(Draft):
    """A box of the diagram."""

    id: Text
    label: Text


class EdgeDraft(Draft):
    """An arrow of the diagram."""

    source: Text
    target: Text
    label: Text


class SummaryDraft(Draft):
    """The summary of a whole paper."""

    gist: Claim
    overview: Annotated[list[Claim], _at_most(20), _asked(7)]
    sections: Annotated[list[SectionDraft], _at_most(20), _asked(12)]
    code_url: Text
    nodes: Annotated[list[NodeDraft], _at_most(60), _asked(12)]
    edges: Annotated[list[EdgeDraft], _at_most(120), _asked(20)]

    @model_validator(mode="after")
    def _says_something(self) -> SummaryDraft:
        if not self.gist.text:
            raise ValueError("the gist is empty")
        if not any(claim.text for claim in self.overview):
            raise ValueError("the overview is empty")
        return self


class AnswerDraft(Claim):
    """The answer to the question with this number; ``stated`` is false when the paper does not say."""

    question: int
    stated: bool


class AnswersDraft(Draft):
    """The answers to one group of questions."""

    answers: Annotated[list[AnswerDraft], _at_most(40)]


class RepairedDraft(Claim):
    """A claim written anew; ``stated`` is false when the paper does not support any version of it."""

    number: int
    stated: bool


class RepairDraft(Draft):
    """The claims that failed their check, written anew."""

    claims: Annotated[list[RepairedDraft], _at_most(60)]


class SelectionDraft(Draft):
    """The sentences of a part of a long paper that a summary needs."""

    sentences: Annotated[list[int], BeforeValidator(_sentence_ids), _at_most(400)]


SCHEMAS: dict[str, type[Draft]] = {
    "questions": QuestionsDraft,
    "summary": SummaryDraft,
    "answers": AnswersDraft,
    "repair": RepairDraft,
    "selection": SelectionDraft,
}


@lru_cache(maxsize=64)
def _in_language(draft: type[Draft], language: str) -> type[Draft]:
    def check(self: Draft) -> Draft:
        if complaint := wrong_language("\n".join(self.prose()), language):
            raise ValueError(complaint)
        return self

    # pydantic's stubs ask for plain functions here, its runtime for the decorated one
    validators = cast("dict[str, Callable[..., Any]]", {"in_language": model_validator(mode="after")(check)})
    return create_model(draft.__name__, __base__=draft, __validators__=validators)


def in_language(draft: type[DraftType], language: str) -> type[DraftType]:
    """The same draft, which refuses a reply in another language: that is a reason for the repair turn."""
    return cast("type[DraftType]", _in_language(draft, language))
