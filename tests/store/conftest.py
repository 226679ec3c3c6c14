"""A store of its own for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from digest.store import Store

MIGRATIONS = Path(__file__).parents[2] / "migrations"


@pytest.fixture
def migrations() -> Path:
    return MIGRATIONS


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database as the first run makes it; copied instead of migrated to keep the tests quick."""
    path = tmp_path_factory.mktemp("fresh") / "digest.db"
    Store.open(path, MIGRATIONS).close()
    return path


@pytest.fixture
def path(fresh: Path, tmp_path: Path) -> Path:
    path = tmp_path / "digest.db"
    shutil.copy(fresh, path)
    return path


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path, MIGRATIONS) as store:
        yield store
