"""How the check of evidence judges statements that people wrote about real papers, true ones and subtly false ones.

    python bench/evidence_by_hand.py [FOLDER_OF_PDFS] [--show]

The statements are in ``evidence_by_hand.tsv``: the paper, whether the statement is true, its language, the sentences
cited (counted from the one with the quotation), the quotation, the statement. Rules were mended after most of them had
been looked at, so that new ones come out worse. Papers that are not there are left out. The last line is JSON.
"""

from __future__ import annotations

import csv
import json
import os
import sys
from collections import Counter
from pathlib import Path

from digest.extract import read_pdf
from digest.models import Paper, Status
from digest.summarize.drafts import Claim
from digest.summarize.evidence import Checker

SHARED = Path(os.environ.get("DIGEST_SHARED_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
STATEMENTS = Path(__file__).with_suffix(".tsv")


def main() -> None:
    """Check all statements and print how many were judged wrongly."""
    given = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    folder = Path(given[0]) if given else SHARED / "papers"
    with STATEMENTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    count: Counter[tuple[str, str, bool]] = Counter()
    for name in sorted({row["paper"] for row in rows}):
        path = folder / f"{name}.pdf"
        if not path.is_file():
            print(f"left out: {path} is not there", file=sys.stderr)
            continue
        document = read_pdf(path.read_bytes())
        paper = Paper(id=name, title=document.title, abstract=document.abstract, source="file")
        checkers = {language: Checker(paper, document, language) for language in ("en", "ja")}
        for row in (row for row in rows if row["paper"] == name):
            checker = checkers[row["language"]]
            place = checker.source.find(row["quotation"], ())
            if place is None:
                sys.exit(f"{name}: no sentence has the words {row['quotation']!r}")
            cited = [place.sentences[0] + int(offset) for offset in row["sentences"].split()]
            claim = Claim(text=row["statement"], sentences=cited, anchor=row["quotation"], derived=[])
            passage = checker.check(claim)
            verified = passage.status is Status.VERIFIED
            count[row["is"], row["language"], verified] += 1
            if "--show" in sys.argv and verified != (row["is"] == "true"):
                print(f"{name} {row['is']}: {row['statement']}\n    {'; '.join(passage.problems) or 'verified'}")
    print(f"{'statements':<12} {'language':<9} {'verified':>8} {'not':>5}")
    for kind in ("true", "false"):
        for language in ("en", "ja"):
            print(f"{kind:<12} {language:<9} {count[kind, language, True]:>8} {count[kind, language, False]:>5}")
    of = {kind: sum(n for (k, _, _), n in count.items() if k == kind) for kind in ("true", "false")}
    refused = sum(n for (kind, _, verified), n in count.items() if kind == "true" and not verified)
    accepted = sum(n for (kind, _, verified), n in count.items() if kind == "false" and verified)
    print(json.dumps({"true": of["true"], "true_refused": refused, "false": of["false"], "false_accepted": accepted}))


if __name__ == "__main__":
    main()
