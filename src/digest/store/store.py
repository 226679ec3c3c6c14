"""The store: one object for all that is kept, safe to use from any thread."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from digest.store import migrate
from digest.store.calls import CallLedger
from digest.store.collections import CollectionShelf
from digest.store.journal import Journal
from digest.store.notes import NoteShelf
from digest.store.papers import PaperShelf


class Store(PaperShelf, NoteShelf, CallLedger, CollectionShelf, Journal):
    """The database with all its shelves. Every method is one transaction: done and on disk, or not done.

    Any method raises ``StoreError`` when the disk is full, or the file is read-only, damaged or locked by another
    program; nothing of what was stored before is lost then.
    """

    @classmethod
    def open(cls, path: Path, migrations: Path) -> Self:
        """Open the database, making it if there is none and bringing an older one up to date after a backup.

        Raises:
            SchemaError: A newer version of the program made it, or it is no database of ours.
            StoreError: The file or the disk refused.
        """
        store = cls(path)
        try:
            migrate.ready(store, migrations)
        except BaseException:
            store.close()
            raise
        return store
