"""The sheets of an .xlsx workbook: their names, shared texts, date formats and cells, read in one pass each.

A reader of our own, because it must name formulas without a value and merged cells, must not unfold more
than the limit, and reads 20,000 rows in a second or two.
"""

import math
import posixpath
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils import column_index_from_string, range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from rotation.board.spreadsheets.container import Unfolding
from rotation.board.spreadsheets.grids import Cell, Grid, Merged
from rotation.board.spreadsheets.shared_texts import local_name, shared_texts
from rotation.errors import N_, FileRefused, InvalidInput

MOST_CELLS = 4_000_000
MOST_COLUMNS = 200
MOST_ROWS = 2**20
HOME = "xl/workbook.xml"
T = TypeVar("T")
Found = Callable[[str, AttributesImpl], None]


@dataclass(frozen=True, slots=True)
class Listed:
    """A sheet as the workbook lists it."""

    title: str
    hidden: bool
    part: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the cells of all sheets refer to: shared texts, which styles are dates, and where dates begin."""

    texts: list[str]
    date_styles: frozenset[str]
    since_1904: bool


def grids(data: bytes, *, most_mib: int, most_rows: int) -> list[Grid]:
    """All sheets of the workbook `data`; FileRefused where it cannot be read."""
    with Unfolding.of(data, most_mib) as parts:
        listed, since_1904 = _contents(parts)
        meaning = Meaning(shared_texts(parts), _date_styles(parts), since_1904)
        return [_grid(parts, sheet, meaning, most_rows) for sheet in listed]


def _grid(parts: Unfolding, sheet: Listed, meaning: Meaning, most_rows: int) -> Grid:
    grid = Grid(sheet.title, sheet.hidden)
    if not sheet.hidden:
        parts.feed(sheet.part, _Cells(grid, meaning, most_rows))
    return grid


class _Elements(ContentHandler):
    """Hands each element's name, without its prefix, and attributes to a function."""

    def __init__(self, found: Found) -> None:
        super().__init__()
        self._found = found

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - the interface's name
        self._found(local_name(name), attrs)


def _contents(parts: Unfolding) -> tuple[list[Listed], bool]:
    targets: dict[str, str] = {}
    sheets: list[tuple[str, bool, str]] = []
    dates: list[bool] = []

    def relation(name: str, attrs: AttributesImpl) -> None:
        if name == "Relationship" and attrs["Type"].endswith("/worksheet"):
            targets[attrs["Id"]] = posixpath.normpath(posixpath.join("/xl", attrs["Target"])).lstrip("/")

    def entry(name: str, attrs: AttributesImpl) -> None:
        if name == "sheet":
            key = next((attrs[key] for key in attrs.getNames() if local_name(key) == "id"), "")
            sheets.append((attrs["name"], attrs.get("state", "visible") != "visible", key))
        elif name == "workbookPr":
            dates.append(attrs.get("date1904", "0") in ("1", "true"))

    parts.feed("xl/_rels/workbook.xml.rels", _Elements(relation))
    parts.feed(HOME, _Elements(entry))
    listed = [Listed(title, hidden, targets[key]) for title, hidden, key in sheets if key in targets]
    return listed, any(dates)


def _date_styles(parts: Unfolding) -> frozenset[str]:
    """The numbers of the cell styles that show a date or a time."""
    formats = dict(BUILTIN_FORMATS)
    styles: list[int] = []
    within: list[str] = []

    def found(name: str, attrs: AttributesImpl) -> None:
        if name == "numFmt":
            formats[int(attrs["numFmtId"])] = attrs["formatCode"]
        elif name in ("cellStyleXfs", "cellXfs", "cellStyles", "dxfs"):
            within.append(name)
        elif name == "xf" and within[-1:] == ["cellXfs"]:
            styles.append(int(attrs.get("numFmtId", "0")))

    if parts.has("xl/styles.xml"):
        parts.feed("xl/styles.xml", _Elements(found))
    return frozenset(str(number) for number, key in enumerate(styles) if is_date_format(formats.get(key, "General")))


class _Cells(ContentHandler):
    """Fills a grid with the cells of one sheet."""

    def __init__(self, grid: Grid, meaning: Meaning, most_rows: int) -> None:
        super().__init__()
        self._grid, self._meaning, self._most_rows = grid, meaning, most_rows
        self._row = self._column = self._count = 0
        self._kind = self._style = ""
        self._has_formula = self._listens = self._aside = False
        self._pieces: list[str] = []

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - the interface's name
        tag = local_name(name)
        if tag == "c":
            self._begin_cell(attrs)
        elif tag in ("v", "t"):
            self._listens = not self._aside
        elif tag == "row":
            self._row, self._column = int(attrs.get("r", str(self._row + 1))), 0
        elif tag == "f":
            self._has_formula = True
        elif tag == "rPh":
            self._aside = True
        elif tag == "mergeCell":
            self._grid.merged.append(_merged(attrs["ref"]))

    def characters(self, content: str) -> None:
        if self._listens:
            self._pieces.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802 - the interface's name
        tag = local_name(name)
        self._listens = False
        if tag == "rPh":
            self._aside = False
        elif tag == "c":
            self._end_cell("".join(self._pieces))

    def _begin_cell(self, attrs: AttributesImpl) -> None:
        letters = attrs.get("r", "").rstrip("0123456789")
        self._column = column_index_from_string(letters) if letters else self._column + 1
        self._kind, self._style = attrs.get("t", "n"), attrs.get("s", "")
        self._has_formula = False
        self._pieces.clear()
        self._count += 1
        if self._count > MOST_CELLS:
            raise FileRefused(
                N_("The sheet “%(sheet)s” has millions of cells. Remove the empty formatted ones."),
                sheet=self._grid.title,
            )

    def _end_cell(self, text: str) -> None:
        if self._column > MOST_COLUMNS:
            return
        cell = self._cell(text) if text.strip() else _missing(has_formula=self._has_formula)
        if cell is not None:
            self._grid.put(self._row, self._column, cell, most_rows=self._most_rows)

    def _cell(self, text: str) -> Cell | None:
        match self._kind:
            case "s":
                return self._meaning.texts[int(text)].strip() or None
            case "str" | "inlineStr":
                return text
            case "b":
                return text.strip() == "1"
            case "e":
                return InvalidInput(N_("The cell holds the error %(error)s; type the value itself."), error=text)
            case "d":
                return _understood(datetime.fromisoformat, text)
            case _:
                return self._number(text)

    def _number(self, text: str) -> Cell:
        number = _understood(_finite, text)
        if isinstance(number, InvalidInput):
            return number
        if self._style not in self._meaning.date_styles:
            return int(text) if text.lstrip("-").isdigit() else number
        epoch = CALENDAR_MAC_1904 if self._meaning.since_1904 else CALENDAR_WINDOWS_1900
        try:
            return _day(from_excel(number, epoch))
        except (OverflowError, ValueError):
            return InvalidInput(N_("%(number)s cannot be a date; write it like 2026-01-05."), number=text)


def _understood(read: Callable[[str], T], text: str) -> T | InvalidInput:
    """What stands in a cell; where no spreadsheet programme would have written it, the reason."""
    try:
        return read(text)
    except ValueError:
        return InvalidInput(N_("The cell holds something that cannot be understood; type the value itself."))


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _merged(reference: str) -> Merged:
    left, top, right, bottom = range_boundaries(reference)
    return Merged(reference, left or 1, top or 1, right or MOST_COLUMNS, bottom or MOST_ROWS)


def _missing(*, has_formula: bool) -> InvalidInput | None:
    """A formula that was never reckoned has no value to take."""
    if has_formula:
        return InvalidInput(N_("The cell holds a formula without a value; type the value itself."))
    return None


def _day(moment: object) -> Cell:
    if moment is None or not hasattr(moment, "strftime"):
        return InvalidInput(N_("The cell holds a length of time; type the value itself."))
    return moment  # type: ignore[return-value]  # openpyxl says object; what has strftime is a date, datetime or time
