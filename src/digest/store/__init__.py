"""The database: what is known of papers, what was read, written and paid, in one SQLite file.

``Store`` is loaded when it is first used, because its ORM takes longer to load than ``glance`` takes to look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.store.rows import CollectionLine, CostLine, Failure, Hit, NoteLine, Run

if TYPE_CHECKING:
    from digest.store.store import Store

__all__ = ["CollectionLine", "CostLine", "Failure", "Hit", "NoteLine", "Run", "Store"]


def __getattr__(name: str) -> object:
    if name == "Store":
        from digest.store.store import Store  # noqa: PLC0415 - the point of this function

        return Store
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
