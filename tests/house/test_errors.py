"""The exception tree: documented on one page, pickled whole, each with an exit code."""

from __future__ import annotations

import inspect
import pickle

import pytest

from digest import errors

KINDS = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, errors.DigestError)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.__name__)
def test_errors_survive_pickling_with_message_and_hint(kind: type[errors.DigestError]) -> None:
    error = kind("2402.00838 could not be read", hint="try again")
    copy = pickle.loads(pickle.dumps(pickle.loads(pickle.dumps(error))))  # noqa: S301 - our own bytes
    assert type(copy) is kind
    assert (copy.message, copy.hint, copy.exit_code) == (error.message, error.hint, error.exit_code)
    assert str(copy) == "2402.00838 could not be read\n  try again"


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.__name__)
def test_every_error_stands_in_the_tree_on_the_page(kind: type[errors.DigestError]) -> None:
    assert kind.__name__ in (errors.__doc__ or "")


def test_exit_codes_are_the_documented_ones() -> None:
    assert {kind.exit_code for kind in KINDS} == {1, 2, 3, 4, 5, 75}
