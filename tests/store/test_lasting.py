"""Failures that are tried again by themselves, and those that are not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import errors
from digest.store.lasting import AT_ONCE, IN_TIME, is_final
from digest.store.rows import Failure

FIRST = datetime(2026, 11, 2, 7, 30, tzinfo=UTC)


def failed(kind: str, *, days: float = 0, attempts: int = 1, version: int | None = 1) -> Failure:
    last = FIRST + timedelta(days=days)
    return Failure(
        ref="2401.00001", paper_id="2401.00001", stage="read", kind=kind, error="x", attempts=attempts, first_at=FIRST,
        last_at=last, version=version, program="1.0",
    )  # fmt: skip


@pytest.mark.parametrize("kind", sorted(AT_ONCE))
def test_what_the_bytes_or_the_authors_decide_is_final_at_once(kind: str) -> None:
    assert is_final(failed(kind), latest=1, program="1.0")


@pytest.mark.parametrize("kind", sorted(IN_TIME))
def test_what_may_heal_is_tried_in_a_second_week_and_then_left(kind: str) -> None:
    assert not is_final(failed(kind), latest=1, program="1.0")
    assert not is_final(failed(kind, attempts=5, days=2), latest=1, program="1.0")
    assert is_final(failed(kind, attempts=2, days=7), latest=1, program="1.0")


@pytest.mark.parametrize("kind", ["SourceDownError", "ModelDownError", "BudgetError", "BadReplyError"])
def test_what_is_not_the_papers_fault_is_never_final(kind: str) -> None:
    assert not is_final(failed(kind, attempts=99, days=99), latest=1, program="1.0")


@given(st.sampled_from(sorted(AT_ONCE | IN_TIME)), st.integers(2, 9))
def test_a_new_version_of_the_paper_or_of_the_program_is_tried(kind: str, attempts: int) -> None:
    failure = failed(kind, attempts=attempts, days=30)
    assert is_final(failure, latest=1, program="1.0")
    assert not is_final(failure, latest=2, program="1.0")
    assert not is_final(failure, latest=1, program="1.1")


def test_a_reference_that_names_no_known_paper_can_be_final_too() -> None:
    assert is_final(failed("NotFoundError", attempts=2, days=7, version=None), latest=None, program="1.0")


def test_the_kinds_are_errors_of_ours() -> None:
    assert all(issubclass(getattr(errors, kind), errors.DigestError) for kind in AT_ONCE | IN_TIME)
