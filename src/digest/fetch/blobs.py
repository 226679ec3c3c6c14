"""Fetched bytes under the name of their content. What is here is whole, whatever happened to the power."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from digest.errors import StoreError


class Blobs:
    """A folder of files named by their sha256."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, sha256: str) -> Path:
        """Where the bytes of a hash are, or would be."""
        return self.root / sha256[:2] / sha256

    def has(self, sha256: str) -> bool:
        """Whether the bytes are here."""
        return self.path(sha256).is_file()

    def get(self, sha256: str) -> bytes:
        """The bytes of a hash.

        Raises:
            StoreError: They are not here, or are not what their name says.
        """
        try:
            data = self.path(sha256).read_bytes()
        except OSError as error:
            raise StoreError(f"the file {self.path(sha256)} cannot be read: {error.strerror}") from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise StoreError(
                f"the file {self.path(sha256)} does not hold what its name says",
                hint="Remove it: it is fetched anew when it is needed.",
            )
        return data

    def put(self, data: bytes) -> str:
        """Keep bytes and return their sha256. When this returns, they survive a power cut.

        The order is what makes it safe: write aside, flush, rename, flush the folder; only then may a database say so.

        Raises:
            StoreError: The disk is full or may not be written.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        target = self.path(sha256)
        try:
            if target.is_file() and target.read_bytes() == data:
                return sha256
            target.parent.mkdir(parents=True, exist_ok=True)
            _write_through(target, data)
        except OSError as error:
            raise StoreError(
                f"{target} cannot be written: {error.strerror}", hint="Is the disk full? `digest doctor` looks."
            ) from error
        return sha256

    def damaged(self) -> Iterator[str]:
        """The names of all files whose content is not what their name says."""
        for path in sorted(self.root.glob("??/*")):
            if path.suffix != ".tmp" and hashlib.sha256(path.read_bytes()).hexdigest() != path.name:
                yield path.name


def _write_through(target: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=target.name[:8], suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    for folder in (target.parent, target.parent.parent):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
