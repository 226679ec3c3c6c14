"""Rows on stdout: aligned for people, JSON lines for programs."""

from __future__ import annotations

import json

import pytest

from digest.cli.tables import print_rows


def test_columns_stay_aligned_with_wide_characters(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows([{"title": "大規模", "lang": "ja"}, {"title": "Attention", "lang": "en"}], as_json=False, empty="-")
    assert capsys.readouterr().out.splitlines() == ["title      lang", "大規模     ja", "Attention  en"]


def test_json_lines_keep_every_character(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"title": "a\nb | 大", "n": None}]
    print_rows(rows, as_json=True, empty="-")
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == rows


def test_nothing_found_is_said_on_stderr_so_that_a_pipe_gets_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows([], as_json=False, empty="nothing found")
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "nothing found\n")
