"""Contact sheets of the figures and tables found in papers, to be looked at.

    python bench/figures.py --out DIR PAPER.pdf …

Writes ``DIR/<paper>.png``: every crop with its label, kind and page, those without a box named. Prints one line a paper
and, at the end, JSON with the counts. Whether a crop is usable only an eye can tell.
"""

from __future__ import annotations

import argparse
import io
import json
import time
from pathlib import Path

from PIL import Image, ImageDraw

from digest.extract import read_pdf
from digest.extract.crops import crop_png

CELL = (330, 300)
COLUMNS = 4


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--kind", choices=("figure", "table"), help="only these")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    totals = {"figures": 0, "figures_with_box": 0, "tables": 0, "tables_with_box": 0, "tables_with_rows": 0}
    for path in arguments.papers:
        data = path.read_bytes()
        start = time.process_time()
        document = read_pdf(data)
        seconds = time.process_time() - start
        found = [f for f in document.figures if arguments.kind in (None, f.kind)]
        figures = [f for f in document.figures if f.kind == "figure"]
        tables = [f for f in document.figures if f.kind == "table"]
        print(f"{path.stem}: {len(figures)} figures, {len(tables)} tables, {seconds:.2f} s with the text")
        totals["figures"] += len(figures)
        totals["figures_with_box"] += sum(f.box is not None for f in figures)
        totals["tables"] += len(tables)
        totals["tables_with_box"] += sum(f.box is not None for f in tables)
        totals["tables_with_rows"] += sum(bool(f.rows) for f in tables)
        rows = max(1, -(-len(found) // COLUMNS))
        sheet = Image.new("RGB", (CELL[0] * COLUMNS, CELL[1] * rows), "#888888")
        draw = ImageDraw.Draw(sheet)
        for index, figure in enumerate(found):
            x, y = CELL[0] * (index % COLUMNS), CELL[1] * (index // COLUMNS)
            title = f"{figure.label} p{figure.page} {len(figure.rows)} rows | {figure.caption[:30]}"
            draw.text((x + 4, y + 2), title.encode("latin-1", "replace").decode("latin-1"), fill="yellow")
            if figure.box:
                crop = Image.open(io.BytesIO(crop_png(data, figure.page, figure.box, 110)))
                crop.thumbnail((CELL[0] - 8, CELL[1] - 24))
                sheet.paste(crop, (x + 4, y + 18))
        sheet.save(arguments.out / f"{path.stem}.png")
    print(json.dumps(totals))


if __name__ == "__main__":
    main()
