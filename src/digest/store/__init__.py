"""The database: what is known of papers, what was read, written and paid, in one SQLite file."""

from digest.store.rows import CollectionLine, CostLine, Failure, Hit, NoteLine, Run
from digest.store.store import Store

__all__ = ["CollectionLine", "CostLine", "Failure", "Hit", "NoteLine", "Run", "Store"]
