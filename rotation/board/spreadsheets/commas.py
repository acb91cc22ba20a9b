"""One sheet as CSV: decoded, divided, and what guards it against spreadsheets taken off or put on."""

import csv
import io
from collections.abc import Callable, Iterable

from rotation.board.spreadsheets.grids import Grid
from rotation.errors import N_, FileRefused
from rotation.files import decoded

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
SEPARATORS = (",", "\t", ";")
LOOKED_AT = 100  # headers, to find the separator


def grid(data: bytes, title: str, *, most_rows: int, known: Callable[[str], bool]) -> Grid:
    """The rows of a CSV; `known` says whether a header is one of ours, by which the separator is found."""
    text = _decoded(data, title)
    headers = text.partition("\n")[0].strip()
    separator = max(SEPARATORS, key=lambda sign: sum(map(known, headers.split(sign, LOOKED_AT)[:LOOKED_AT])))
    made = Grid(title)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), start=1):
            for column, cell in enumerate(row, start=1):
                if cell.strip():
                    made.put(number, column, unguarded(cell), most_rows=most_rows)
    except csv.Error as error:
        raise FileRefused(N_("The CSV cannot be divided into cells: %(why)s."), why=error) from None
    return made


def _decoded(data: bytes, title: str) -> str:
    text = decoded(data)
    if text is None:
        raise FileRefused(
            N_("The file “%(name)s” is neither UTF-8 nor GB 18030 text. Save it as CSV (UTF-8), or as .xlsx."),
            name=title,
        )
    return text


def text_of(rows: Iterable[Iterable[str]]) -> bytes:
    """A CSV that spreadsheet programmes open as it is meant: with a mark for UTF-8, and lines that end in CR LF."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def guarded(text: str) -> str:
    """The text such that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.lstrip("'").startswith(DANGEROUS) else text


def unguarded(text: str) -> str:
    """The text as it was before it was guarded."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(DANGEROUS) else text
