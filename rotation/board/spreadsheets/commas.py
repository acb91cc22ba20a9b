"""One sheet as CSV: decoded, divided, and what guards it against spreadsheets taken off or put on."""

import csv
import io
from collections.abc import Callable, Iterable
from itertools import islice

from rotation.board.spreadsheets.grids import Grid
from rotation.board.spreadsheets.headers import ROWS_ABOVE
from rotation.errors import N_, FileRefused
from rotation.files import decoded

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
SEPARATORS = (",", "\t", ";")
LOOKED_AT = 100  # headers, to find the separator


def grid(data: bytes, title: str, *, most_rows: int, known: Callable[[str], bool]) -> Grid:
    """The rows of a CSV; `known` says whether a header is one of ours, by which the separator is found."""
    text = _decoded(data, title)
    made = Grid(title)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text, known)), 1):
            for column, cell in enumerate(row, start=1):
                if cell.strip():
                    made.put(number, column, unguarded(cell), most_rows=most_rows)
    except csv.Error as error:
        raise FileRefused(N_("The CSV cannot be divided into cells: %(why)s."), why=error) from None
    return made


def _separator(text: str, known: Callable[[str], bool]) -> str:
    """The sign that divides one of the first lines into the most headers of ours."""
    lines = [line.strip() for line in islice(io.StringIO(text), ROWS_ABOVE)]

    def headers(sign: str) -> int:
        return max((sum(map(known, line.split(sign, LOOKED_AT)[:LOOKED_AT])) for line in lines), default=0)

    return max(SEPARATORS, key=headers)


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
