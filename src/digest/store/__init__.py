"""The database: what is known of papers, what was read, written and paid, in one SQLite file.

The names are looked up when they are first used, because the ORM takes longer to load than ``glance`` takes to look.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.store.rows import CollectionLine, CostLine, Failure, Hit, NoteLine, Run
    from digest.store.store import Store

__all__ = ["CollectionLine", "CostLine", "Failure", "Hit", "NoteLine", "Run", "Store"]


def __getattr__(name: str) -> object:
    if name in __all__:
        return getattr(import_module(f"digest.store.{'store' if name == 'Store' else 'rows'}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
