"""Which sheet of ours a sheet in a file is, and under which of its columns each header stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rotation.board.spreadsheets.grids import Cell, Grid, address
from rotation.board.spreadsheets.sheets import Column, Sheet
from rotation.board.spreadsheets.words import plain
from rotation.errors import N_, FileRefused, InvalidInput

READING_ONLY = (("轮值表", "roster"), ("轮值名单", "roster list"), ("说明", "help"))
ROWS_ABOVE = 20
Located = tuple[str, InvalidInput]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sheet's headers stand: the row, and the position of each column.

    `faults` are headers that stand twice, or are missing though a row cannot be known without them;
    `unknown` are headers that are none of ours, each with its address.
    """

    sheet: Sheet
    title: str
    row: int
    columns: Mapping[str, int]
    faults: tuple[Located, ...] = ()
    unknown: tuple[Located, ...] = ()

    @property
    def columns_in_use(self) -> frozenset[int]:
        """The positions that hold something of ours."""
        return frozenset(self.columns.values())


def is_known(text: str, layout: Mapping[str, Sheet]) -> bool:
    """Whether any sheet has a column of that header."""
    return any(plain(text.strip('"')) in sheet.by_header for sheet in layout.values())


def is_for_reading_only(title: str) -> bool:
    """Whether a sheet of that name is written for people and never read."""
    return plain(title) in {plain(name) for zh, en in READING_ONLY for name in (zh, en, zh + en, en + zh)}


def sheet_called(title: str, layout: Mapping[str, Sheet]) -> Sheet | None:
    """The sheet of that name, in either language or both."""
    names = {
        plain(name): sheet
        for sheet in layout.values()
        for name in (sheet.key, sheet.zh, sheet.en, sheet.zh + sheet.en, sheet.en + sheet.zh)
    }
    return names.get(plain(title))


def guess(grid: Grid, layout: Mapping[str, Sheet]) -> Place:
    """The sheet whose headers these are, by the headers, then by the file's name; FileRefused where unclear."""
    places = [place for sheet in layout.values() if (place := locate(sheet, grid)) and not place.faults]
    best = max((len(place.columns) for place in places), default=0)
    likely = [place for place in places if len(place.columns) == best]
    if len(likely) > 1:
        stem = grid.title.rpartition(".")[0] or grid.title
        likely = [place for place in likely if sheet_called(stem, layout) is place.sheet] or likely
    if len(likely) != 1:
        raise FileRefused(
            N_("It is unclear what “%(name)s” lists. Name it like members.csv, with headers as in the template."),
            name=grid.title,
        )
    return likely[0]


def locate(sheet: Sheet, grid: Grid) -> Place | None:
    """The row, among the first, with most headers of the sheet; None where no row has one."""
    rows = [(number, cells) for number, cells in grid.in_order()][:ROWS_ABOVE]
    counts = [(len(_columns(sheet, cells)), -number) for number, cells in rows]
    best, above = max(counts, default=(0, 0))
    return _place(sheet, grid.title, -above, grid.rows[-above]) if best else None


def _columns(sheet: Sheet, cells: Mapping[int, Cell]) -> dict[str, int]:
    found: dict[str, int] = {}
    for position, cell in sorted(cells.items()):
        column = _column(sheet, cell)
        if column is not None:
            found.setdefault(column.key, position)
    return found


def _column(sheet: Sheet, cell: Cell) -> Column | None:
    return sheet.by_header.get(plain(cell)) if isinstance(cell, str) else None


def _place(sheet: Sheet, title: str, row: int, cells: Mapping[int, Cell]) -> Place:
    columns = _columns(sheet, cells)
    faults = (*_doubled(sheet, row, cells, columns), *_missing(sheet, row, columns))
    return Place(sheet, title, row, columns, faults, tuple(_unknown(sheet, row, cells)))


def _doubled(sheet: Sheet, row: int, cells: Mapping[int, Cell], columns: Mapping[str, int]) -> Iterator[Located]:
    for position, cell in sorted(cells.items()):
        column = _column(sheet, cell)
        if column and columns[column.key] != position:
            problem = InvalidInput(
                N_("The column “%(column)s” stands here a second time; keep one of the two."), column=column.title
            )
            yield address(row, position), problem


def _missing(sheet: Sheet, row: int, columns: Mapping[str, int]) -> Iterator[Located]:
    numbered = bool(sheet.matched_by) and set(sheet.identity) <= set(columns)
    for key in sheet.matched_by[:1] or sheet.identity:  # the name: a telephone alone names nobody
        if key not in columns and not numbered:
            problem = InvalidInput(N_("The column “%(column)s” is missing; add it."), column=sheet.by_key[key].title)
            yield address(row, 1), problem


def _unknown(sheet: Sheet, row: int, cells: Mapping[int, Cell]) -> Iterator[Located]:
    for position, cell in sorted(cells.items()):
        if isinstance(cell, str) and _column(sheet, cell) is None:
            problem = InvalidInput(N_("The column “%(column)s” is none of ours and was left aside."), column=cell)
            yield address(row, position), problem
