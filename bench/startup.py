"""How long `digest --help` takes against an empty typer application, in one interleaved run.

The last line is JSON: ``{"help_vs_empty": ratio}``.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time

EMPTY = "import typer; app = typer.Typer()\n@app.command()\ndef main(): ...\napp(['--help'])"
ROUNDS = 15


def seconds(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def main() -> None:
    empty, ours = [sys.executable, "-c", EMPTY], [sys.executable, "-m", "digest", "--help"]
    pairs = [(seconds(empty), seconds(ours)) for _ in range(ROUNDS + 1)][1:]
    ratio = statistics.median(b / a for a, b in pairs)
    print(f"empty typer app   {statistics.median(a for a, _ in pairs) * 1000:6.0f} ms")
    print(f"digest --help     {statistics.median(b for _, b in pairs) * 1000:6.0f} ms")
    print(f"ratio             {ratio:6.2f}   (bar: 1.5)")
    print(json.dumps({"help_vs_empty": round(ratio, 3)}))


if __name__ == "__main__":
    main()
