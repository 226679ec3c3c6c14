"""``python -m tests.demo --out DIR``: a whole ``digest weekly`` against loopback servers; its issue stays in DIR.

Beside the issue, DIR holds a site for Hugo and one for Zensical with all shapes of the same list, in English and
Japanese: ``cd DIR/hugo && hugo server``, ``cd DIR/zensical && zensical serve``.

Nothing beyond this machine is asked. The papers of dair.ai's list are real where the recorded data has their PDFs and
made up elsewhere; one is withdrawn, one is damaged, and one entry lies outside arXiv, so that the run ends with exit
code 1 and the issue says why. ``--list hf`` shows the real papers of the recorded data, where it is present.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from tests.demo_site import build_sites
from tests.fakes.papers import FakePaper
from tests.fakes.real_papers import real_papers
from tests.fakes.shipped import ABSTRACT, TITLE
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
    parser.add_argument("--no-site", action="store_false", dest="site", help="the issue only, in one language")
    given = parser.parse_args()
    out: Path = given.out.resolve()
    with tempfile.TemporaryDirectory() as folder, world(Path(folder)) as loopback:
        furnish(loopback)
        if given.model:
            loopback.with_model()
        source = QUERY if given.source == "query" else given.source
        languages = tuple(dict.fromkeys((given.lang, "en", "ja"))) if given.site else (given.lang,)
        issues = [_issue(loopback, source, out, language) for language in languages]
        fine = all(issues)
        if given.site and source == "dair":
            fine = build_sites(loopback, f"dair:{WEEK}", out, languages) == 0 and fine
    return 0 if fine else 1


def _issue(loopback: World, source: str, out: Path, language: str) -> bool:
    """The issue of the week in one language; whether it is there and nothing failed but the damaged paper."""
    done = loopback.run_apart(
        "weekly", "--force", "--list", source, "--week", WEEK, "--out", str(out), "--lang", language
    )
    sys.stderr.write(done.stderr)
    sys.stdout.write(done.stdout)
    expected = 1 if f"digest: {DAMAGED}" in done.stderr else 0
    suffix = "" if language == "en" else f".{language}"
    return done.returncode == expected and bool(list(out.glob(f"{WEEK}*{suffix}.md")))


def furnish(loopback: World) -> None:
    """Real PDFs where the recorded data has them, else one paper with a figure; and a list of Hugging Face's."""
    if first := loopback.arxiv.latest(IDS[0]):
        loopback.arxiv.add(_shipped(first))
    for paper_id in set(IDS) - {WITHDRAWN, DAMAGED}:
        path, paper = DATA / "papers" / f"{paper_id}.pdf", loopback.arxiv.latest(paper_id)
        if paper and path.is_file():
            loopback.arxiv.add(paper.with_pdf(path.read_bytes()))
    real = real_papers(DATA)
    for paper in real:
        loopback.arxiv.add(paper)
    shown = [paper.id for paper in real] or list(IDS[:5])
    loopback.serve_votes(WEEK, {paper_id: 10 * len(shown) - 7 * n for n, paper_id in enumerate(shown)})


def _shipped(paper: FakePaper) -> FakePaper:
    """The paper that the repository ships, under a number of the list."""
    pdf = (Path(__file__).parents[1] / "examples" / "sample-paper.pdf").read_bytes()
    return replace(paper.with_pdf(pdf), title=TITLE, summary=ABSTRACT)


if __name__ == "__main__":
    raise SystemExit(main())
