"""The ledger of paid calls: each step is on disk before the next one is taken."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Executable, Row, SQLColumnExpression, case, func
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
            last = _last(session, call.key)
            if last and last.state == CallState.SENT.value:
                last.state = CallState.UNKNOWN.value
                last.error = last.error or "no answer was recorded; it may have been billed"
            session.add(_row(call, attempt=last.attempt + 1 if last else 1))

    def received(self, call: Call) -> None:
        """Keep what came back, raw, before anyone looks into it."""
        with self.writing() as session:
            last = _last(session, call.key)
            session.merge(_row(call, attempt=last.attempt if last else 1))

    def mark(self, key: str, state: CallState, error: str | None = None) -> None:
        """Change the state of the last attempt, and say why."""
        with self.writing() as session:
            row = _last(session, key)
            if row is not None:
                row.state = state.value
                row.error = error or row.error

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


def _row(call: Call, *, attempt: int) -> CallRow:
    usage = call.usage.model_dump() if call.usage else {}
    return CallRow(
        key=call.key,
        attempt=attempt,
        task=call.task,
        paper_id=call.paper_id,
        endpoint=call.endpoint,
        model=call.model,
        state=call.state.value,
        sent_at=call.sent_at,
        received_at=call.received_at,
        http_status=call.http_status,
        request_id=call.request_id,
        cost_microusd=call.cost_microusd,
        error=call.error,
        raw=call.raw,
        **usage,
    )


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
