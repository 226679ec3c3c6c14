"""Writes a bundle of files: atomic, inside its folder only, and never over what a person has edited."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path, PurePosixPath

from digest.errors import StoreError
from digest.models import Bundle


@dataclass(frozen=True)
class WriteReport:
    """What became of each file: written, left because it was the same, or kept because it was edited by hand.

    ``kept`` maps an edited file to the one beside it that got the new text. ``hashes`` holds the sha256 of everything
    that is now as we made it, for the next time.
    """

    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)


def write_bundle(bundle: Bundle, folder: Path, *, known: Mapping[str, str], force: bool = False) -> WriteReport:
    """Write every file of a bundle below ``folder``.

    Args:
        bundle: Relative paths and contents.
        folder: Where to write; it is made when it is missing.
        known: The sha256 of what we last wrote to each path. A file that is there and differs from it was edited by
            hand (or is not ours) and is kept; the new text goes beside it.
        force: Overwrite edited files too.

    Raises:
        StoreError: A path leaves the folder, stands for the same file as another, or is blocked by a file or folder
            that is there; nothing was written then.
        OSError: The disk refuses.
    """
    root = folder.resolve()
    targets = {name: _target(root, name) for name in bundle.files}
    folded = {str(target).casefold() for target in targets.values()}
    if len(folded) != len(targets):
        raise StoreError("two files of the export have the same name")
    for name, target in targets.items():
        _refuse_blocked(root, name, target, folded)
    report = WriteReport()
    for name, content in sorted(bundle.files.items()):
        target = targets[name]
        digest = hashlib.sha256(content).hexdigest()
        present = _sha256(target)
        if present == digest:
            report.unchanged.append(name)
        elif present is None or force or present == known.get(name):
            _replace(target, content)
            report.written.append(name)
        else:
            report.kept[name] = _put_beside(root, name, content, bundle.files)
            continue
        report.hashes[name] = digest
    return report


def _target(root: Path, name: str) -> Path:
    pure = PurePosixPath(name)
    # "a/./b" and "b/" would be cleaned up silently, and then be other names than the ones that are recorded.
    odd = (
        pure.is_absolute() or not pure.parts or ".." in pure.parts or "\\" in name or "\0" in name or str(pure) != name
    )
    target = root.joinpath(*pure.parts)
    # A symbolic link on the way could lead out of the folder.
    if odd or not target.parent.resolve().is_relative_to(root) or target.is_symlink():
        raise StoreError(f"the export refuses to write {name!r} outside of {root}")
    return target


def _refuse_blocked(root: Path, name: str, target: Path, folded: AbstractSet[str]) -> None:
    """Notice a folder where a file is to be, or a file where a folder is to be, before anything is written."""
    above = [parent for parent in target.parents if parent != root and parent.is_relative_to(root)]
    if any(str(parent).casefold() in folded for parent in above):
        raise StoreError(f"the export has both a file and a folder for {name!r}")
    if blocked := [parent for parent in above if parent.exists() and not parent.is_dir()]:
        raise StoreError(f"{blocked[0]} is a file where {name!r} needs a folder", hint="Move it away, or choose --out.")
    if target.is_dir():
        raise StoreError(f"{target} is a folder where the export has a file", hint="Move it away, or choose --out.")


def _put_beside(root: Path, name: str, content: bytes, taken: Mapping[str, bytes]) -> str:
    """Write the new text under the first free name beside an edited file; somebody may be merging the last one."""
    pure = PurePosixPath(name)
    for number in count(1):
        beside = str(pure.with_name(f"{pure.stem}.new{number if number > 1 else ''}{pure.suffix}"))
        target = _target(root, beside)
        if beside in taken:
            continue
        if not target.exists():
            _replace(target, content)
            return beside
        if target.is_file() and target.read_bytes() == content:
            return beside
    raise AssertionError("there is always a free name")


def _sha256(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return None


def _replace(target: Path, content: bytes) -> None:
    """Write beside, flush to disk, rename: a reader sees the old file or the new one, never a part."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
