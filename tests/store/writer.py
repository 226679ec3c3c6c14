"""A process that writes notes until it is done or killed: ``python -m tests.store.writer DB MIGRATIONS NAME COUNT``.

It prints the key of each note once the store says that it is saved.
"""

from __future__ import annotations

import sys
from pathlib import Path

from digest.store import Store
from tests.store.examples import answered, make_call, make_document, make_note, make_paper


def main() -> None:
    """Write as the pipeline does: paper, document, call sent, call received, note."""
    path, migrations, name, count = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
    with Store.open(path, migrations) as store:
        for n in range(count):
            key = f"{name}-{n}"
            paper, document = make_paper(f"2401.{n:05}"), make_document(sha256=f"{n:064x}")
            store.save_paper(paper)
            store.save_document(paper.id, 1, document)
            call = make_call(f"call-{key}")
            store.sent(call)
            store.received(answered(call))
            store.save_note(make_note(key, paper, document, gist="words " * 200), [call.key])
            sys.stdout.write(f"{key}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
