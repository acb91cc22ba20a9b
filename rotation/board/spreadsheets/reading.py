"""From a file to rows of values: which sheet is which, where its headers stand, and what each cell says.

What a cell cannot be is kept as an error with its address, so that all are shown at once; only a file
that cannot be read at all is refused.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from rotation.board.spreadsheets import commas, container, headers, xlsx
from rotation.board.spreadsheets.grids import Cell, Covering, Grid, Merged, address, row_and_column
from rotation.board.spreadsheets.headers import Place
from rotation.board.spreadsheets.layout import sheets_of
from rotation.board.spreadsheets.sheets import Column, Sheet
from rotation.errors import N_, FileRefused, InvalidInput, RotationError
from rotation.settings import Settings


@dataclass(frozen=True, slots=True)
class CellError:
    """What is wrong with a cell (or a row, or a sheet where `address` is empty), and how to mend it."""

    sheet: str
    address: str
    problem: RotationError


@dataclass(frozen=True, slots=True)
class FilledRow:
    """A row of a file: the values of the columns that the sheet has there, wrong ones left out."""

    number: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """A sheet of a file: its rows, and where the headers stand."""

    sheet: Sheet
    place: Place
    rows: tuple[FilledRow, ...]

    @property
    def title(self) -> str:
        """The sheet's name in the file."""
        return self.place.title

    def error(self, row: FilledRow, key: str, problem: RotationError) -> CellError:
        """An error at the cell of a row under the column `key`; at the row's first one where there is none."""
        column = self.place.columns.get(key) or min(self.place.columns.values())
        return CellError(self.title, address(row.number, column), problem)


@dataclass(frozen=True, slots=True)
class Workbook:
    """What a file holds: the sheets that were found, wrong cells, and what was left aside."""

    sheets: tuple[FilledSheet, ...]
    errors: tuple[CellError, ...] = ()
    notices: tuple[CellError, ...] = ()

    def from_above(self, errors: Iterable[CellError]) -> tuple[CellError, ...]:
        """Errors as somebody goes through the file: sheet by sheet, row by row."""
        turn = {one.title: number for number, one in enumerate(self.sheets)}
        return tuple(sorted(errors, key=lambda one: (turn.get(one.sheet, -1), row_and_column(one.address))))


@dataclass(slots=True)
class _Gathered:
    errors: list[CellError] = field(default_factory=list)
    notices: list[CellError] = field(default_factory=list)


def read(data: bytes, filename: str, settings: Settings) -> Workbook:
    """The workbook, or the one sheet of a CSV, in `data`; FileRefused where it cannot be read."""
    layout = sheets_of(settings.skills)
    said = _Gathered()
    found = _found_in(data, filename, settings, layout, said)
    sheets = [_filled(place, grid, said) for place, grid in found]
    return Workbook(tuple(sheets), tuple(said.errors), tuple(said.notices))


def _found_in(
    data: bytes, filename: str, settings: Settings, layout: Mapping[str, Sheet], said: _Gathered
) -> list[tuple[Place, Grid]]:
    limits = settings.spreadsheets
    if (
        filename.lower().endswith(".csv")
        and not data.startswith((container.ZIP, container.OLE, b"MZ"))
        and data.strip()
    ):
        grid = commas.grid(data, filename, most_rows=limits.rows, known=lambda text: headers.is_known(text, layout))
        return [(headers.guess(grid, layout), grid)]
    container.refuse_what_is_no_workbook(data, filename)
    grids = xlsx.grids(data, most_mib=limits.unfolded_mib, most_rows=limits.rows)
    return _assigned(grids, layout, said)


def _assigned(grids: list[Grid], layout: Mapping[str, Sheet], said: _Gathered) -> list[tuple[Place, Grid]]:
    """Each sheet of ours with the grid that bears its name; a single sheet of any name is known by its headers."""
    shown = [grid for grid in grids if not grid.hidden]
    named = [(sheet, grid) for grid in shown if (sheet := headers.sheet_called(grid.title, layout))]
    if not named:
        _refuse_hidden(grids, layout)
    if not named and len(shown) == 1:
        return [(headers.guess(shown[0], layout), shown[0])]
    if not named:
        raise FileRefused(
            N_("None of the sheets is one of ours. Name them: %(names)s."),
            names=tuple(sheet.title for sheet in layout.values()),
        )
    said.notices.extend(_left_aside(grids, layout))
    return [(place, grid) for sheet, grid in _each_once(named) if (place := _located(sheet, grid, said))]


def _refuse_hidden(grids: list[Grid], layout: Mapping[str, Sheet]) -> None:
    """Where all that is ours is hidden, say so rather than that nothing is ours."""
    for grid in grids:
        if grid.hidden and headers.sheet_called(grid.title, layout):
            raise FileRefused(
                N_("The sheet “%(sheet)s” is hidden. Show it or delete it, and choose the file again."),
                sheet=grid.title,
            )


def _left_aside(grids: list[Grid], layout: Mapping[str, Sheet]) -> Iterator[CellError]:
    for grid in grids:
        known = headers.sheet_called(grid.title, layout)
        if known and grid.hidden:
            problem = InvalidInput(N_("This sheet is hidden and was not read; show it if it is meant."))
            yield CellError(grid.title, "", problem)
        elif not known and not grid.hidden and not headers.is_for_reading_only(grid.title):
            yield CellError(grid.title, "", InvalidInput(N_("This sheet is none of ours and was not read.")))


def _each_once(named: list[tuple[Sheet, Grid]]) -> list[tuple[Sheet, Grid]]:
    first: dict[str, Grid] = {}
    for sheet, grid in named:
        if sheet.key in first:
            raise FileRefused(
                N_("The sheets “%(one)s” and “%(other)s” are the same. Keep one of them."),
                one=first[sheet.key].title,
                other=grid.title,
            )
        first[sheet.key] = grid
    return named


def _located(sheet: Sheet, grid: Grid, said: _Gathered) -> Place | None:
    """Where the headers stand; a sheet without any is an error, an empty one a notice."""
    place = headers.locate(sheet, grid)
    if place is None and grid.rows:
        problem = InvalidInput(
            N_("No headers were found here; the first row must hold them: %(headers)s."),
            headers=tuple(column.title for column in sheet.columns),
        )
        said.errors.append(CellError(grid.title, "", problem))
    elif place is None:
        said.notices.append(CellError(grid.title, "", InvalidInput(N_("This sheet is empty and was left aside."))))
    return place


def _filled(place: Place, grid: Grid, said: _Gathered) -> FilledSheet:
    said.errors.extend(CellError(place.title, where, problem) for where, problem in place.faults)
    said.notices.extend(CellError(place.title, where, problem) for where, problem in place.unknown)
    covering = Covering(grid.merged, place.columns_in_use)
    rows = (
        FilledRow(number, _values(place, covering, number, cells, said))
        for number, cells in grid.in_order()
        if number > place.row and not place.columns_in_use.isdisjoint(cells)
    )
    return FilledSheet(place.sheet, place, tuple(rows))


def _values(place: Place, covering: Covering, number: int, cells: dict[int, Cell], said: _Gathered) -> dict[str, Any]:
    values = {}
    for key, position in place.columns.items():
        try:
            values[key] = _value(place.sheet.by_key[key], cells.get(position), covering.hiding(number, position))
        except InvalidInput as problem:
            said.errors.append(CellError(place.title, address(number, position), problem))
    return values


def _value(column: Column, cell: Cell | None, merged: Merged | None) -> Any:
    if isinstance(cell, InvalidInput):
        raise cell
    if cell is not None:
        return column.kind.read(cell)
    if merged is not None:
        raise InvalidInput(N_("%(cells)s are merged; unmerge them and fill each cell."), cells=merged.reference)
    if column.needed:
        raise InvalidInput(N_("“%(column)s” must not be empty."), column=column.title)
    return column.blank
