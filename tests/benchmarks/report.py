"""Tables of measurements: on the terminal, and as CSV in build/bench."""
# ruff: noqa: T201 - prints are what a measurement is for

import csv
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "build" / "bench"


def report(name, rows, *, shown=True):
    """Print a table (a list of flat records) and keep it as CSV."""
    if not rows:
        print(f"{name}: nothing to report")
        return
    if shown:
        print("\n".join(aligned(rows)))
    file = FOLDER / f"{name}.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", newline="", encoding="utf-8-sig") as out:
        writer = csv.DictWriter(out, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    print(f"Written to {file}.\n", flush=True)


def reported(name):
    """The rows of a table that was kept, as text; none where it was not."""
    file = FOLDER / f"{name}.csv"
    if not file.exists():
        return []
    with file.open(encoding="utf-8-sig", newline="") as kept:
        return list(csv.DictReader(kept))


def aligned(rows):
    """Records in columns: numbers to the right, words to the left."""
    heads = list(rows[0])
    cells = [heads, *([_said(row[head]) for head in heads] for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(heads))]
    right = [all(isinstance(row[head], int | float) or row[head] in ("", None) for row in rows) for head in heads]
    return ["  ".join(map(_set, line, widths, right)) for line in cells]


def _set(cell, width, number):
    return cell.rjust(width) if number else cell.ljust(width)


def _said(value):
    if isinstance(value, float):
        return f"{value:,.2f}"
    return f"{value:,}" if isinstance(value, int) else str("" if value is None else value)
