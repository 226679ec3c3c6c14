"""The ledger of paid calls: each step is on disk before the next one is taken."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Executable, Row, SQLColumnExpression, case, func, insert, update
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from digest.models import Call, CallState, Usage
from digest.store.connection import Database
from digest.store.rows import CostLine
from digest.store.tables import CallRow, CapabilityRow, now

_MAY_HAVE_COST = (CallState.SENT.value, CallState.RECEIVED.value, CallState.USED.value, CallState.UNKNOWN.value)


_GROUPS: dict[str, SQLColumnExpression[str]] = {
    "model": col(CallRow.model),
    "paper": func.coalesce(CallRow.paper_id, ""),
    "day": func.date(CallRow.sent_at),
}


class CallLedger(Database):
    """What was asked of language models, and what it cost."""

    def call(self, key: str) -> Call | None:
        """The last attempt of a call; ``attempts`` says how many there were. None when it was never made."""
        with self.reading() as session:
            row = _last(session, key)
            return _call(row) if row else None

    def sent(self, call: Call) -> None:
        """Note, before it is sent, that a call is on its way.

        A call that was sent before becomes a further attempt; if nothing is known of the earlier one by now, it may
        have been billed, and is marked so.
        """
        with self.writing() as session:
            attempt, state = _last_attempt(session, call.key)
            if state == CallState.SENT.value:
                why = func.coalesce(col(CallRow.error), "no answer was recorded; it may have been billed")
                lost = {"state": CallState.UNKNOWN.value, "error": why}
                session.execute(update(CallRow).where(*_is(call.key, attempt)).values(**lost))
            session.execute(insert(CallRow).values(**_values(call), attempt=attempt + 1))

    def received(self, call: Call) -> None:
        """Keep what came back, raw, before anyone looks into it."""
        with self.writing() as session:
            attempt, state = _last_attempt(session, call.key)
            values = _values(call)
            if state is None:
                session.execute(insert(CallRow).values(**values, attempt=1))
            else:
                session.execute(update(CallRow).where(*_is(call.key, attempt)).values(**values))

    def mark(self, key: str, state: CallState, error: str | None = None) -> None:
        """Change the state of the last attempt, and say why."""
        with self.writing() as session:
            attempt, _ = _last_attempt(session, key)
            values = {"state": state.value} | ({"error": error} if error else {})
            session.execute(update(CallRow).where(*_is(key, attempt)).values(**values))

    def capability(self, endpoint: str, model: str) -> str | None:
        """What a probe found out about a model at an endpoint; None when there was none."""
        with self.reading() as session:
            row = session.get(CapabilityRow, (endpoint, model))
            return row.capability if row else None

    def remember_capability(self, endpoint: str, model: str, capability: str) -> None:
        """Keep what a probe found out, so that it is made once."""
        with self.writing() as session:
            session.merge(CapabilityRow(endpoint=endpoint, model=model, capability=capability, probed_at=now()))

    def costs(self, by: str = "model") -> list[CostLine]:
        """Calls, tokens and money by ``model``, ``paper`` or ``day`` (UTC), in the order of these.

        Raises:
            KeyError: ``by`` is none of the three.
        """
        group = _GROUPS[by]
        unpriced = col(CallRow.cost_microusd).is_(None) & col(CallRow.state).in_(_MAY_HAVE_COST)
        query: Executable = (
            columns(
                group.label("group"),
                func.count().label("calls"),
                func.coalesce(func.sum(CallRow.input_tokens), 0).label("input_tokens"),
                func.coalesce(func.sum(CallRow.output_tokens), 0).label("output_tokens"),
                func.coalesce(func.sum(CallRow.cached_tokens), 0).label("cached_tokens"),
                func.sum(CallRow.cost_microusd).label("cost_microusd"),
                func.sum(case((unpriced, 1), else_=0)).label("unpriced"),
            )
            .group_by(group)
            .order_by(group)
        )
        with self.reading() as session:
            return [_cost(row) for row in session.execute(query)]


def _cost(row: Row[Any]) -> CostLine:
    """Without unpriced calls the sum is known, be it zero. Some databases give a day as a date."""
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name
    if not row.unpriced:
        values["cost_microusd"] = row.cost_microusd or 0
    return CostLine(**{**values, "group": str(row.group)})


def _last(session: Session, key: str) -> CallRow | None:
    return session.exec(select(CallRow).where(CallRow.key == key).order_by(col(CallRow.attempt).desc())).first()


def _last_attempt(session: Session, key: str) -> tuple[int, str | None]:
    """The number and the state of the last attempt of a call; 0 and None when it was never made."""
    query = columns(col(CallRow.attempt), col(CallRow.state)).where(col(CallRow.key) == key)
    row = session.execute(query.order_by(col(CallRow.attempt).desc()).limit(1)).first()
    return (row.attempt, row.state) if row else (0, None)


def _is(key: str, attempt: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(CallRow.key) == key, col(CallRow.attempt) == attempt


def _values(call: Call) -> dict[str, Any]:
    """The columns of an attempt, but for its number."""
    values = call.model_dump(exclude={"attempts", "usage", "state"})
    usage = call.usage.model_dump() if call.usage else {}
    return values | usage | {"state": call.state.value}


def _call(row: CallRow) -> Call:
    counted = {name: getattr(row, name) for name in Usage.model_fields}
    return Call(
        key=row.key,
        task=row.task,
        paper_id=row.paper_id,
        endpoint=row.endpoint,
        model=row.model,
        state=CallState(row.state),
        attempts=row.attempt,
        sent_at=row.sent_at,
        received_at=row.received_at,
        http_status=row.http_status,
        request_id=row.request_id,
        raw=row.raw,
        usage=None if row.input_tokens is None else Usage(**counted),
        cost_microusd=row.cost_microusd,
        error=row.error,
    )
