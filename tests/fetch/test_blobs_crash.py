"""What a crash or a full disk leaves behind in the folder of fetched bytes."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.errors import StoreError
from digest.fetch import Blobs

_WRITER = """
import sys
from pathlib import Path
from digest.fetch import Blobs
blobs = Blobs(Path(sys.argv[1]))
for number in range(1_000_000):
    print(blobs.put(str(number).encode() * 50_000), flush=True)
"""


@given(data=st.binary(max_size=500))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_what_is_put_comes_back(tmp_path: Path, data: bytes) -> None:
    blobs = Blobs(tmp_path)
    name = blobs.put(data)
    assert blobs.has(name)
    assert blobs.get(name) == data


def test_a_killed_writer_leaves_only_whole_files_under_their_names(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", _WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        told = [writer.stdout.readline().strip() for _ in range(15)]
        os.kill(writer.pid, signal.SIGKILL)
    blobs = Blobs(tmp_path)
    assert list(blobs.damaged()) == []
    assert all(len(blobs.get(name)) >= 50_000 for name in told)


def test_a_half_written_file_beside_the_others_is_not_taken_for_one(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    name = blobs.put(b"whole")
    (blobs.path(name).parent / "deadbeef123.tmp").write_bytes(b"half")
    assert list(blobs.damaged()) == []


@pytest.mark.parametrize("left", [b"", b"who", b"whale"], ids=["empty", "short", "changed"])
def test_a_file_that_a_power_cut_spoiled_is_refused_named_and_mended(tmp_path: Path, left: bytes) -> None:
    blobs = Blobs(tmp_path)
    name = blobs.put(b"whole")
    blobs.path(name).write_bytes(left)
    with pytest.raises(StoreError, match="does not hold"):
        blobs.get(name)
    assert list(blobs.damaged()) == [name]
    assert blobs.put(b"whole") == name
    assert blobs.get(name) == b"whole"


def test_a_full_disk_is_an_error_of_ours_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        del descriptor
        raise OSError(errno.ENOSPC, "No space left on device")

    blobs = Blobs(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(StoreError, match="No space left") as caught:
            blobs.put(b"whole")
    assert caught.value.exit_code == 5
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert blobs.get(blobs.put(b"whole")) == b"whole"


def test_bytes_that_are_not_here_are_an_error_of_ours(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    assert not blobs.has("0" * 64)
    with pytest.raises(StoreError, match="cannot be read"):
        blobs.get("0" * 64)
