"""What a hostile document makes a reader do, as functions that a worker process can import."""

from __future__ import annotations

import mmap
import os
import resource
import signal
import socket
import sys
import time
from pathlib import Path

from digest.errors import NoTextError


def same(value: object) -> object:
    return value


def crash(number: int) -> None:
    os.kill(os.getpid(), number)


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def spin() -> None:
    while True:
        pass


def fill_memory() -> int:
    return len(bytearray(10**11))


def abort_on_full_memory() -> None:
    """What pdfium does: it asks for memory in C and aborts when there is none."""
    try:
        mmap.mmap(-1, 10**11)
    except OSError:
        os.abort()


def no_text() -> None:
    raise NoTextError("no text on 3 pages", hint="try --ocr")


def fail() -> None:
    raise KeyError("Kids")


def recurse(depth: int = 0) -> int:
    return recurse(depth + 1) + 1


def secrets_in_sight() -> list[str]:
    """Values of the environment of this process and of its parent, as far as the system shows them."""
    found = list(os.environ.values())
    for process in ("self", str(os.getppid())):
        path = Path("/proc") / process / "environ"
        if path.exists():
            found += path.read_bytes().decode(errors="replace").split("\0")
    return [value for value in found if "hunter2" in value]


def reach_out(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=2):
        pass


def process_id() -> int:
    return os.getpid()


def limits() -> dict[str, int]:
    names = ("RLIMIT_AS", "RLIMIT_CORE", "RLIMIT_FSIZE")
    return {name: resource.getrlimit(getattr(resource, name))[0] for name in names}


def imported(prefix: str) -> list[str]:
    return [name for name in sys.modules if name.startswith(prefix)]


def hang_without_answering_signals() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(60)
