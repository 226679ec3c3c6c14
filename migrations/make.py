"""Write a new revision: ``python migrations/make.py "What changes"``.

It holds what differs between ``src/digest/store/tables.py`` and the newest revision. Read and mend what it writes:
Alembic takes a renamed column for one that went and one that came. There are no downgrades; going back is restoring the
backup that every upgrade makes. After the release, keep a database of the new schema in the tests with
``python -m tests.store.old_schemas.make``.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command

from digest.store import Store
from digest.store.migrate import config_for, revisions

HERE = Path(__file__).parent


def make(message: str, migrations: Path = HERE) -> None:
    """Compare the tables with a database of the newest revision and write down the difference."""
    number = f"{int(revisions(migrations)[-1]) + 1:04}"
    with (
        tempfile.TemporaryDirectory() as folder,
        Store.open(Path(folder) / "digest.db", migrations) as store,
        store.connection() as connection,
    ):
        config = config_for(connection, migrations)
        command.revision(config, message, autogenerate=True, rev_id=number)


if __name__ == "__main__":
    make(sys.argv[1])
