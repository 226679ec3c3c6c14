"""``python -m tests.demo --out DIR``: a whole ``digest weekly`` against loopback servers; its issue stays in DIR.

Nothing beyond this machine is asked. The papers of dair.ai's list are real where the recorded data has their PDFs and
made up elsewhere; one is withdrawn, one is damaged, and one entry lies outside arXiv, so that the run ends with exit
code 1 and the issue says why. ``--list hf`` shows the real papers of the recorded data, where it is present.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from tests.fakes.real_papers import real_papers
from tests.weekly.world import DAMAGED, IDS, WEEK, WITHDRAWN, World, world

DATA = Path(os.environ.get("DIGEST_SHARED_DATA", Path(__file__).parents[2] / "shared" / "data"))
QUERY = "cat:cs.CL AND abs:study"


def main() -> int:
    """Run the demo; 0 when the issue is there and only the damaged paper failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("demo"), help="folder for the issue")
    parser.add_argument("--list", choices=("dair", "hf", "query"), default="dair", dest="source", help="whose list")
    parser.add_argument("--lang", default="en")
    parser.add_argument("--model", action="store_true", help="let the loopback chat endpoint write the notes")
    given = parser.parse_args()
    out: Path = given.out.resolve()
    with tempfile.TemporaryDirectory() as folder, world(Path(folder)) as loopback:
        furnish(loopback)
        if given.model:
            loopback.with_model()
        source = QUERY if given.source == "query" else given.source
        done = loopback.run(
            "weekly", "--force", "--list", source, "--week", WEEK, "--out", str(out), "--lang", given.lang
        )
    sys.stderr.write(done.stderr)
    sys.stdout.write(done.stdout)
    expected = 1 if f"digest: {DAMAGED}" in done.stderr else 0
    return 0 if done.returncode == expected and list(out.glob(f"{WEEK}*.md")) else 1


def furnish(loopback: World) -> None:
    """Real PDFs where the recorded data has them, and a list of Hugging Face's."""
    for paper_id in set(IDS) - {WITHDRAWN, DAMAGED}:
        path, paper = DATA / "papers" / f"{paper_id}.pdf", loopback.arxiv.latest(paper_id)
        if paper and path.is_file():
            loopback.arxiv.add(paper.with_pdf(path.read_bytes()))
    real = real_papers(DATA)
    for paper in real:
        loopback.arxiv.add(paper)
    shown = [paper.id for paper in real] or list(IDS[:5])
    loopback.serve_votes(WEEK, {paper_id: 10 * len(shown) - 7 * n for n, paper_id in enumerate(shown)})


if __name__ == "__main__":
    raise SystemExit(main())
