from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from digest.store import Store
from tests.fakes.chat import ChatServer

ROOT = Path(__file__).parents[2]
CALLS = 40
IN_FLIGHT = 4


def start(chat: ChatServer, path: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.llm.asker", chat.url, str(path), str(CALLS)], cwd=ROOT, stderr=subprocess.PIPE
    )


def questions(chat: ChatServer) -> list[str]:
    return [seen.body["messages"][-1]["content"].rsplit("\n", 1)[-1] for seen in chat.seen]


def test_a_killed_run_pays_again_only_for_what_was_in_flight(chat: ChatServer, path: Path, store: Store) -> None:
    chat.latency = 0.05
    chance = random.Random(7)
    kills = 0
    for goal in (6, 15, 27):
        process = start(chat, path)
        while len(chat.seen) < goal + kills * IN_FLIGHT and process.poll() is None:
            time.sleep(0.005)
        time.sleep(chance.random() * 0.08)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        kills += 1
    last = start(chat, path)
    _, said = last.communicate(timeout=60)
    assert last.returncode == 0, said.decode()

    asked = questions(chat)
    assert len(set(asked)) == CALLS
    assert CALLS <= len(asked) <= CALLS + kills * IN_FLIGHT
    # Every call that the endpoint saw is a row: the ledger may count too much, never too little.
    assert sum(line.calls for line in store.costs()) >= len(asked)

    again = start(chat, path)
    again.communicate(timeout=60)
    assert again.returncode == 0
    assert len(chat.seen) == len(asked)


def test_a_call_that_was_in_flight_is_marked_as_possibly_billed(chat: ChatServer, path: Path, store: Store) -> None:
    chat.latency = 5.0
    process = start(chat, path)
    while len(chat.seen) < IN_FLIGHT and process.poll() is None:
        time.sleep(0.01)
    process.kill()
    process.communicate()
    chat.latency = 0.0
    last = start(chat, path)
    last.communicate(timeout=60)
    assert last.returncode == 0
    [line] = store.costs()
    assert line.calls == CALLS + IN_FLIGHT
    assert line.unpriced == line.calls  # this model has no price


def test_two_processes_share_one_ledger(chat: ChatServer, path: Path, store: Store) -> None:
    chat.latency = 0.02
    both = [start(chat, path), start(chat, path)]
    for process in both:
        _, said = process.communicate(timeout=60)
        assert process.returncode == 0, said.decode()
    assert len(set(questions(chat))) == CALLS
    assert sum(line.calls for line in store.costs()) == len(chat.seen) <= 2 * CALLS
