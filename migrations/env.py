"""How Alembic runs our migrations: on the connection that ``digest.store.migrate`` hands over, in its transaction."""

from __future__ import annotations

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy.types import TypeDecorator

from digest.store.migrate import include_name
from digest.store.tables import Table


def render_item(kind: str, item: object, context: AutogenContext) -> str | Literal[False]:
    """Write plain column types into a new revision, which must not import the program's own."""
    del context
    return f"sa.{item.impl!r}" if kind == "type" and isinstance(item, TypeDecorator) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    include_name=include_name,
    render_item=render_item,
    render_as_batch=True,
    transactional_ddl=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
