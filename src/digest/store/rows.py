"""What the store answers with when a whole note would be too much."""

from __future__ import annotations

from datetime import date, datetime

from digest.models import Value


class NoteLine(Value):
    """A note in a list. ``answers`` counts its answers, ``verified`` those whose evidence held."""

    key: str
    paper_id: str
    version: int
    language: str
    model: str
    prompts: str
    title: str
    gist: str
    answers: int
    verified: int
    created_at: datetime
    stale: tuple[str, ...] = ()


class Hit(Value):
    """A note that a search found, with the surroundings of the first word that was found."""

    paper_id: str
    version: int
    language: str
    title: str
    snippet: str
    note_key: str


class CostLine(Value):
    """What the calls of a model, a paper or a day came to.

    ``calls`` counts requests, every attempt of a call being one. ``cost_microusd`` adds up the known prices, in
    millionths of a US dollar, and is None when no price is known; ``unpriced`` counts the calls that may have cost
    something nobody knows.
    """

    group: str
    calls: int
    input_tokens: int
    output_tokens: int
    cached_tokens: int
    cost_microusd: int | None
    unpriced: int


class Failure(Value):
    """What went wrong the last time a reference was tried. ``kind`` is the name of the error's class.

    ``version`` is the latest version of the paper that was known then, ``program`` the version of digest that failed;
    both are None for failures that an older version of digest noted.
    """

    ref: str
    paper_id: str | None
    stage: str
    kind: str
    error: str
    attempts: int
    first_at: datetime
    last_at: datetime
    version: int | None = None
    program: str | None = None


class CollectionLine(Value):
    """A collection in a list."""

    name: str
    kind: str
    title: str
    start: date | None
    end: date | None
    source: str
    entries: int
    updated_at: datetime


class Run(Value):
    """One run of a command; ``report`` is its JSON once it has ended."""

    id: str
    command: str
    started_at: datetime
    finished_at: datetime | None = None
    exit_code: int | None = None
    report: str | None = None
