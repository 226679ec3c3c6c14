"""What SQLite and the file system complain of, in the words of ``digest.errors``."""

from __future__ import annotations

import contextlib
import errno
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from digest.errors import StoreError

_FULL = ("the disk is full", "Free some space; nothing that was stored is lost, and the run goes on where it stopped.")
_READ_ONLY = (
    "it cannot be written",
    "Make the folder writable for you, or choose another: DIGEST_DATA_DIR, or data_dir in digest.toml.",
)
_DAMAGED = ("it is damaged, or no database at all", "Restore a backup (digest.db.*.bak beside it), or move it away.")
_BUSY = ("another program keeps it locked", "End the other program (a database browser?), then try again.")

# https://www.sqlite.org/rescode.html; extended codes carry the primary one in the low byte.
_BY_CODE = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: ("it cannot be opened", _READ_ONLY[1]),
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_IOERR: ("reading or writing it failed", "Check the disk, then run: digest db check"),
}
_BY_ERRNO = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EACCES: _READ_ONLY,
    errno.EPERM: _READ_ONLY,
    errno.EROFS: _READ_ONLY,
}


def store_error(error: BaseException, path: Path) -> StoreError:
    """The error as a user should read it. Parameters are never shown: they may be a whole paper."""
    if isinstance(error, DBAPIError) and error.orig is not None:
        error = error.orig
    what, hint = str(error) or type(error).__name__, "Run: digest db check"
    if isinstance(error, OSError):
        what, hint = _BY_ERRNO.get(error.errno or 0, (error.strerror or str(error), "Check the folder and the disk."))
    elif isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        what, hint = _BY_CODE.get(code, (what, hint))
        if "full" in str(error) and code == sqlite3.SQLITE_IOERR:
            what, hint = _FULL
    return StoreError(f"the database {path}: {what}", hint=hint)


@contextlib.contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what SQLite and the file system raise into ``StoreError``; leave the caller's own errors alone."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        raise store_error(error, path) from error
    except OverflowError as error:
        raise StoreError(f"the database {path}: a number is too large to be stored") from error
