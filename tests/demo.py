"""``python -m tests.demo --out DIR``: a whole ``digest weekly`` against loopback servers; its issue stays in DIR.

Nothing beyond this machine is asked. One paper is withdrawn, one is damaged, and one entry lies outside arXiv, so that
the run ends with exit code 1 and the issue says why.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.weekly.world import WEEK, world


def main() -> int:
    """Run the demo; 0 when the issue is there and only the damaged paper failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("demo"), help="folder for the issue")
    parser.add_argument("--lang", default="en")
    parser.add_argument("--model", action="store_true", help="let the loopback chat endpoint write the notes")
    given = parser.parse_args()
    out: Path = given.out.resolve()
    with tempfile.TemporaryDirectory() as folder, world(Path(folder)) as loopback:
        if given.model:
            loopback.with_model()
        done = loopback.run("weekly", "--force", "--week", WEEK, "--out", str(out), "--lang", given.lang)
    sys.stderr.write(done.stderr)
    sys.stdout.write(done.stdout)
    suffix = "" if given.lang == "en" else f".{given.lang}"
    return 0 if done.returncode == 1 and (out / f"{WEEK}{suffix}.md").is_file() else 1


if __name__ == "__main__":
    raise SystemExit(main())
