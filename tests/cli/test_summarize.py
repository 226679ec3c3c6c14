"""`digest summarize`, run as a user runs it, against a loopback arXiv and a loopback model."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.conftest import House
from tests.fakes.papers import FakePaper


def notes(stdout: str) -> list[dict[str, object]]:
    return [json.loads(line)["note"] for line in stdout.splitlines()]


def test_three_ids_make_three_notes_in_the_order_asked_for(house: House) -> None:
    made = house.run("summarize", "math/0405482", "2401.00001", "arXiv:2401.00002v1", "--json", model=True)
    assert made.returncode == 0, made.stderr
    assert [note["paper_id"] for note in notes(made.stdout)] == ["math/0405482", "2401.00001", "2401.00002"]


def test_a_second_run_makes_no_request_of_any_kind_and_prints_the_same_bytes(house: House) -> None:
    first = house.run("summarize", "2401.00001", "math/0405482", model=True)
    assert first.returncode == 0, first.stderr
    hits, calls = len(house.arxiv.hits), len(house.chat.seen)
    second = house.run("summarize", "2401.00001", "math/0405482", model=True)
    assert second.stdout == first.stdout
    assert (len(house.arxiv.hits), len(house.chat.seen)) == (hits, calls)
    assert hits
    assert calls


def test_metadata_of_many_ids_is_asked_for_in_one_request(house: House) -> None:
    house.run("summarize", "2401.00001", "2401.00002", "math/0405482")
    assert sum(hit.path.startswith("/api/query") for hit in house.arxiv.hits) == 1


def test_refresh_asks_arxiv_and_the_model_again(house: House) -> None:
    house.run("summarize", "2401.00002", model=True)
    hits, calls = len(house.arxiv.hits), len(house.chat.seen)
    again = house.run("summarize", "2401.00002", "--refresh", model=True)
    assert again.returncode == 0, again.stderr
    assert len(house.arxiv.hits) > hits
    assert len(house.chat.seen) > calls


def test_without_a_model_the_note_says_so_and_nothing_is_asked_of_one(house: House) -> None:
    made = house.run("summarize", house.sample)
    assert made.returncode == 0, made.stderr
    assert "extracted from the paper, no language model used" in made.stdout
    assert "no language model is configured" in made.stderr
    assert not house.arxiv.hits


def test_every_quotation_of_a_note_is_in_the_paper_and_most_answers_are_verified(house: House) -> None:
    made = house.run("summarize", "2401.00001", "--json", model=True)
    [note] = notes(made.stdout)
    answers = note["answers"]
    assert isinstance(answers, list)
    assert len(answers) == 10
    assert sum(a["passage"]["status"] == "verified" for a in answers) >= 8
    assert all(a["passage"]["evidence"] for a in answers if a["passage"]["status"] == "verified")


def test_malformed_ids_are_all_named_and_nothing_is_done(house: House) -> None:
    made = house.run("summarize", "2401.00001", "1501.0001", "math/12345")
    assert made.returncode == 2
    assert "1501.0001" in made.stderr
    assert "five" in made.stderr or "5 digits" in made.stderr
    assert "math/12345" in made.stderr
    assert not house.arxiv.hits
    assert not made.stdout


def test_stdin_gives_ids_with_comments(house: House) -> None:
    made = house.run("summarize", "-", "--json", stdin="# this week\n2401.00001 # the first\n\n  math/0405482\n")
    assert [note["paper_id"] for note in notes(made.stdout)] == ["2401.00001", "math/0405482"]


def test_a_paper_that_fails_is_named_and_the_others_are_printed(house: House) -> None:
    house.arxiv.add(FakePaper("2401.00009", pdf=b"%PDF-1.5\nthis is not a document\n%%EOF\n"))
    made = house.run("summarize", "2401.00009", "2401.99999", "2401.00002", "--json")
    assert made.returncode == 1
    assert [note["paper_id"] for note in notes(made.stdout)] == ["2401.00002"]
    assert "2401.00009" in made.stderr
    assert "2401.99999" in made.stderr
    listed = house.run("list")
    assert "failed" in listed.stdout


def test_a_failed_paper_is_tried_again_and_then_no_longer_listed_as_failed(house: House) -> None:
    house.arxiv.faults["/pdf/2401.00002"] = ["403"]
    assert house.run("summarize", "2401.00002").returncode == 4
    assert house.run("summarize", "2401.00002").returncode == 0
    assert "failed" not in house.run("list").stdout


def test_a_withdrawn_paper_is_said_to_be_withdrawn(house: House) -> None:
    house.arxiv.add(FakePaper("2401.00007", 2, withdrawn=True, comment="This paper has been withdrawn by the author"))
    made = house.run("summarize", "2401.00007")
    assert made.returncode == 1
    assert "was withdrawn by its authors" in made.stderr
    assert "2401.00007v1" in made.stderr


def test_notes_go_to_a_folder_and_hand_edits_are_kept(house: House) -> None:
    out = house.folder / "notes"
    assert house.run("summarize", "2401.00001", "math/0405482", "-o", f"{out}/").returncode == 0
    assert sorted(path.name for path in out.iterdir()) == ["2401.00001v2.md", "math_0405482v2.md"]
    edited = out / "2401.00001v2.md"
    edited.write_text("my own words")
    made = house.run("summarize", "2401.00001", "-o", f"{out}/")
    assert edited.read_text() == "my own words"
    assert "edited by hand" in made.stderr
    assert (out / "2401.00001v2.new.md").read_text().startswith("# ")


def test_the_budget_stops_before_the_call_and_has_its_own_exit_code(house: House) -> None:
    prices = {"DIGEST_PRICE_INPUT": "1", "DIGEST_PRICE_OUTPUT": "2"}
    made = house.run("summarize", "2401.00001", "--max-cost", "0.0001", model=True, **prices)
    assert made.returncode == 3
    assert "budget" in made.stderr
    assert not house.chat.seen


def test_a_budget_with_an_unknown_price_sends_nothing_and_says_what_to_set(house: House) -> None:
    made = house.run("summarize", "2401.00001", "--max-cost", "5", model=True)
    assert made.returncode == 3
    assert "price_input" in made.stderr
    assert not house.chat.seen


def test_the_key_is_nowhere_on_disk_and_in_no_message(house: House) -> None:
    house.chat.plan[1] = "401"
    failed = house.run("summarize", "2401.00002", model=True)
    assert failed.returncode == 4
    made = house.run("summarize", "2401.00001", model=True)
    secret = house.with_model["DIGEST_API_KEY"]
    assert secret not in made.stdout + made.stderr + failed.stderr
    for path in (house.folder / "data").rglob("*"):
        if path.is_file():
            assert secret.encode() not in path.read_bytes(), path


def test_japanese_labels_and_text(house: House) -> None:
    made = house.run("summarize", "2401.00001", "--lang", "ja", model=True, LC_ALL="C", PYTHONIOENCODING="ascii")
    assert made.returncode == 0, made.stderr
    for label in ("**著者**", "**発行日**", "**最終更新日**", "**URL**", "**カテゴリ**", "## 概要", "## Q&A"):
        assert label in made.stdout


def test_costs_show_calls_and_an_unknown_price_as_unknown(house: House) -> None:
    house.run("summarize", "2401.00001", model=True)
    rows = [json.loads(line) for line in house.run("costs", "--json").stdout.splitlines()]
    assert [row["calls"] for row in rows] == [len(house.chat.seen)]
    assert rows[0]["usd"] == "unknown"
    assert rows[0]["input"] > 0


def test_the_same_bytes_from_disk_and_from_arxiv_are_two_papers_with_a_note_each(house: House) -> None:
    house.arxiv.add(FakePaper("2401.00003", pdf=Path(house.sample).read_bytes()))
    made = house.run("summarize", house.sample, "2401.00003", "--json")
    assert made.returncode == 0, made.stderr
    [local, arxiv] = [note["paper_id"] for note in notes(made.stdout)]
    assert str(local).startswith("file:")
    assert arxiv == "2401.00003"
    assert house.run("show", "2401.00003").returncode == 0


def test_list_show_and_search_work_offline(house: House) -> None:
    house.run("summarize", "2401.00001")
    shown = house.run("show", "2401.00001")
    assert shown.stdout.startswith("# ")
    assert "2401.00001v2" in house.run("list").stdout
    assert "2401.00001" in house.run("search", "method", "--json").stdout
    assert house.run("show", "2401.00002").returncode == 1


def test_two_processes_at_once_pay_once(house: House) -> None:
    environment = house.environment | house.with_model
    command = house.command("summarize", "2401.00001", "--json", "-q")
    both = [
        subprocess.Popen(command, env=environment, cwd=house.folder, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    first, second = (process.communicate(timeout=100)[0] for process in both)
    assert [process.returncode for process in both] == [0, 0]
    assert first == second
    prompts = [json.dumps(seen.body["messages"]) for seen in house.chat.seen]
    assert len(prompts) == len(set(prompts)), "a call was paid twice"


@pytest.mark.parametrize("seed", [1, 2])
def test_after_kill_9_only_calls_in_flight_are_paid_again(house: House, seed: int) -> None:
    chance = random.Random(seed)
    house.chat.latency = 0.15
    command = house.command("summarize", "2401.00001", "2401.00002", "math/0405482", "-q")
    environment = house.environment | house.with_model | {"DIGEST_CONCURRENCY": "4"}
    kills = 0
    for _ in range(5):
        process = subprocess.Popen(command, env=environment, cwd=house.folder, stdout=subprocess.DEVNULL)
        try:
            process.wait(timeout=chance.uniform(0.9, 3.5))
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            kills += 1
            time.sleep(0.3)  # what was in flight ends at the server
    assert kills, "nothing was killed: the run is too quick for this test"
    done = subprocess.run(command, env=environment, cwd=house.folder, stdout=subprocess.DEVNULL, check=False)
    assert done.returncode == 0
    prompts = [json.dumps(seen.body["messages"]) for seen in house.chat.seen]
    assert len(prompts) - len(set(prompts)) <= 4 * kills
    undisturbed = house.folder / "other"
    undisturbed.mkdir()
    kept = house.run("summarize", "2401.00001", "2401.00002", "math/0405482", model=True)
    other = house.run(
        "summarize", "2401.00001", "2401.00002", "math/0405482", model=True, DIGEST_DATA_DIR=str(undisturbed)
    )
    assert kept.stdout == other.stdout


def test_interrupting_exits_130_and_the_next_run_goes_on(house: House) -> None:
    house.chat.latency = 1.0
    command = house.command("summarize", "2401.00001", "-q")
    environment = house.environment | house.with_model
    process = subprocess.Popen(command, env=environment, cwd=house.folder, stdout=subprocess.DEVNULL)
    while not house.chat.seen:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) == 130
    house.chat.latency = 0.0
    assert house.run("summarize", "2401.00001", model=True).returncode == 0


def test_an_unwritable_data_folder_is_a_clear_error(house: House) -> None:
    blocked = house.folder / "file"
    blocked.write_text("")
    made = house.run("summarize", house.sample, DIGEST_DATA_DIR=str(blocked))
    assert made.returncode == 5
    assert "DIGEST_DATA_DIR" in made.stderr


def test_help_lists_every_command_and_the_exit_codes(house: House) -> None:
    shown = house.run("--help").stdout
    for name in ("summarize", "list", "show", "search", "figures", "costs", "doctor", "db"):
        assert name in shown
    assert "75" in shown


def test_doctor_says_what_to_do(house: House) -> None:
    good = house.run("doctor", model=True)
    assert good.returncode == 0, good.stdout
    bad = house.run("doctor", DIGEST_BASE_URL="http://127.0.0.1:9/v1", DIGEST_MODEL="x")
    assert bad.returncode == 1
    assert "FIX" in bad.stdout


def test_an_unknown_setting_in_the_file_is_named(house: House) -> None:
    Path(house.folder / "digest.toml").write_text('langage = "ja"\n')
    made = house.run("summarize", house.sample)
    assert made.returncode == 2
    assert "langage" in made.stderr
