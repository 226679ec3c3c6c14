"""Notes by a real small language model: serves a GGUF file on loopback with llama.cpp and runs `digest summarize`.

usage: python bench/real_llm.py --gguf MODEL.gguf PAPER.pdf [PAPER.pdf ...]

Not part of CI: it needs a model file of a gigabyte and minutes for each paper. ``make real-llm GGUF=…`` installs what
it needs. The notes go to stdout, then a table of how many statements survived the check.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SERVER = """
import sys, time
import xllamacpp as xl
params = xl.CommonParams()
params.model.path, params.n_ctx, params.n_parallel = sys.argv[1], int(sys.argv[2]), 1
params.cpuparams.n_threads = params.cpuparams_batch.n_threads = int(sys.argv[3])
params.hostnames, params.port, params.model_alias = ["127.0.0.1"], int(sys.argv[4]), {sys.argv[5]}
server = xl.Server(params)
print("listening", flush=True)
while True:
    time.sleep(60)
"""


@contextmanager
def serve(gguf: Path, *, context: int, threads: int, port: int) -> Iterator[str]:
    """Serve a model on loopback; gives the base URL of its chat API."""
    command = [sys.executable, "-c", SERVER, str(gguf), str(context), str(threads), str(port), gguf.stem]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(240):
            if process.poll() is not None:
                sys.exit(f"the server ended with code {process.returncode}: is xllamacpp installed?")
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2)
            except (urllib.error.URLError, OSError):
                time.sleep(0.5)
            else:
                break
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.terminate()
        process.wait(timeout=30)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("papers", nargs="+", type=Path)
    parser.add_argument("--gguf", type=Path, required=True)
    parser.add_argument("--context", type=int, default=24_576, help="tokens of context the server gives")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--questions", type=int, default=7)
    parser.add_argument("--lang", default="en")
    parser.add_argument("--port", type=int, default=18_099)
    args = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        serve(args.gguf, context=args.context, threads=args.threads, port=args.port) as base_url,
    ):
        environment = {
            **os.environ,
            "DIGEST_DATA_DIR": folder,
            "DIGEST_BASE_URL": base_url,
            "DIGEST_MODEL": args.gguf.stem,
            "DIGEST_CONCURRENCY": "1",
            "DIGEST_MODEL_TIMEOUT": "1800",
            "DIGEST_CONTEXT_TOKENS": str(args.context - 6_000),
        }
        failed = False
        table = []
        for paper in args.papers:
            began = time.monotonic()
            command = [sys.executable, "-m", "digest", "summarize", str(paper), "--questions", str(args.questions)]
            command += ["--lang", args.lang]
            made = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=False)
            print(made.stdout.decode(), flush=True)
            if made.returncode != 0:  # a second run would ask the model again
                failed = True
                continue
            again = subprocess.run([*command, "--json", "-q"], env=environment, stdout=subprocess.PIPE, check=False)
            for line in again.stdout.decode().splitlines():
                note = json.loads(line)["note"]
                answers = Counter(answer["passage"]["status"] for answer in note["answers"])
                others = Counter(p["status"] for p in [note["gist"], *note["overview"]])
                table.append((paper.name, dict(answers), dict(others), time.monotonic() - began))
        for name, of_answers, of_others, seconds in table:
            print(f"{name}: answers {of_answers}, gist and overview {of_others}, {seconds:.0f} s")
        subprocess.run([sys.executable, "-m", "digest", "costs"], env=environment, check=False)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
