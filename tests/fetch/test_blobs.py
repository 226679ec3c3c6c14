"""What the folder of fetched bytes holds is whole, whatever happened to the power."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from digest.errors import StoreError
from digest.fetch import Blobs


def test_bytes_come_back_under_their_hash(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    name = blobs.put(b"a paper")
    assert name == hashlib.sha256(b"a paper").hexdigest()
    assert blobs.get(name) == b"a paper"
    assert list(blobs.damaged()) == []


def test_the_content_reaches_the_disk_before_its_name_and_its_name_before_put_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = Blobs(tmp_path).path(hashlib.sha256(b"a paper").hexdigest())
    order: list[str] = []
    fsync = os.fsync

    def recorded(descriptor: int) -> None:
        synced = Path(f"/dev/fd/{descriptor}").resolve()
        order.append(f"{'folder' if synced.is_dir() else 'file'} {'named' if target.exists() else 'unnamed'}")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", recorded)
    Blobs(tmp_path).put(b"a paper")
    assert order[0] == "file unnamed"
    assert order[1:]
    assert set(order[1:]) == {"folder named"}


def test_a_damaged_file_is_noticed_and_mended_when_it_comes_again(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    name = blobs.put(b"a paper")
    blobs.path(name).write_bytes(b"a pap\0r")
    assert list(blobs.damaged()) == [name]
    with pytest.raises(StoreError):
        blobs.get(name)
    blobs.put(b"a paper")
    assert blobs.get(name) == b"a paper"
