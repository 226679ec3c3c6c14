"""The peak memory of a process that reads all papers of a folder with one reader: nothing else is imported here.

python -m bench.extract_memory READER DIR
"""

from __future__ import annotations

import sys
from pathlib import Path

from bench.extract_peers import reader_named


def main() -> None:
    name, folder = sys.argv[1:]
    reader = reader_named(name)
    for path in sorted(Path(folder).glob("*.pdf")):
        reader(path)
    # not getrusage: its peak counts the parent's memory from before the start of this program
    status = Path("/proc/self/status").read_text()
    print(int(status.partition("VmHWM:")[2].split()[0]) / 1000)


if __name__ == "__main__":
    main()
