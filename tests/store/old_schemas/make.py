"""Make the database that stays in the tests for the schema of this version.

Run it once when a schema is released, from the root of the repository:
``python -m tests.store.old_schemas.make``. It refuses to replace a database: what was released does not change.
"""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from digest.errors import StoreError
from digest.store import Store
from digest.store.migrate import revisions
from tests.store.examples import answered, make_call, make_document, make_note, make_paper, save
from tests.store.test_collections import make_collection

HERE = Path(__file__).parent
MIGRATIONS = Path(__file__).parents[3] / "migrations"


def make(path: Path) -> None:
    """A small database with something in every table."""
    with Store.open(path, MIGRATIONS) as store:
        store.start_run("run-1", "digest summarize 2106.11420")
        store.remember_capability("http://127.0.0.1:9/v1", "test-model", "json_schema")
        store.sent(make_call())
        store.received(answered(make_call()))
        paper = make_paper(title="大規模言語モデルの推論")
        save(store, make_note(paper=paper, language="ja", gist="推論の要約。"), paper)
        store.save_note(make_note(paper=paper, language="ja", gist="推論の要約。"), ["call-1"])
        store.save_blob_ref(paper.id, paper.version, make_document().sha256)
        store.record_failure("1706.03762", "fetch", "timeout", "SourceDownError")
        store.save_collection(make_collection())
        store.record_export("/out/note.md", "ab" * 32)
        store.finish_run("run-1", "{}")
    with contextlib.closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA journal_mode=DELETE")  # one small file without companions
        raw.execute("PRAGMA page_size=512")
        raw.execute("VACUUM")
    path.with_name(f"{path.name}.lock").unlink(missing_ok=True)


if __name__ == "__main__":
    target = HERE / f"{revisions(MIGRATIONS)[-1]}.db"
    if target.exists():
        raise StoreError(f"{target} exists", hint="A released schema does not change; add a revision instead.")
    make(target)
