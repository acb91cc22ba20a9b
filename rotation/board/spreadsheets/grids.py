"""A sheet as it stands in a file: rows of raw cells, each under its row and column, before any is understood."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple

from rotation.board.spreadsheets.kinds import Raw
from rotation.errors import N_, FileRefused, InvalidInput

Cell = Raw | InvalidInput
MOST_COLUMNS = 16_384  # no spreadsheet programme has more


@dataclass(frozen=True, slots=True)
class Merged:
    """A block of merged cells: only its first one holds something."""

    reference: str
    first_column: int
    first_row: int
    last_column: int
    last_row: int

    def hides(self, row: int, column: int) -> bool:
        """Whether the cell lies in the block and is not its first."""
        inside = self.first_row <= row <= self.last_row and self.first_column <= column <= self.last_column
        return inside and (row, column) != (self.first_row, self.first_column)


class Covering:
    """The blocks of merged cells by the columns that they lie over: there may be as many blocks as rows."""

    def __init__(self, blocks: Collection[Merged], columns: Iterable[int]) -> None:
        self._blocks = {column: _over(blocks, column) for column in columns}

    def hiding(self, row: int, column: int) -> Merged | None:
        """The block in which the cell lies without being its first; blocks never lie over one another."""
        blocks = self._blocks[column]
        above = bisect_right(blocks, row, key=_first_row)
        return blocks[above - 1] if above and blocks[above - 1].hides(row, column) else None


def _over(blocks: Collection[Merged], column: int) -> list[Merged]:
    return sorted((block for block in blocks if block.first_column <= column <= block.last_column), key=_first_row)


def _first_row(block: Merged) -> int:
    return block.first_row


@dataclass(slots=True)
class Grid:
    """The cells of one sheet that hold something; a cell that cannot be used holds the reason."""

    title: str
    hidden: bool = False
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merged: list[Merged] = field(default_factory=list)

    def put(self, row: int, column: int, cell: Cell, *, most_rows: int) -> None:
        """Keep a cell; FileRefused where rows or columns grow too many."""
        if column > MOST_COLUMNS:
            raise FileRefused(
                N_("The sheet “%(sheet)s” has more than %(most)s columns. Is it the right file?"),
                sheet=self.title,
                most=MOST_COLUMNS,
            )
        if row not in self.rows:
            if len(self.rows) > most_rows:
                raise FileRefused(
                    N_("The sheet “%(sheet)s” has more than %(most)s rows. Split it into several workbooks."),
                    sheet=self.title,
                    most=most_rows,
                )
            self.rows[row] = {}
        self.rows[row][column] = cell

    def in_order(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        """The rows from above, whatever their order in the file."""
        return iter(sorted(self.rows.items()))


def address(row: int, column: int) -> str:
    """Like C7."""
    return f"{get_column_letter(column)}{row}"


def row_and_column(address: str) -> tuple[int, int]:
    """The other way round: C7 is (7, 3); where there is no address, before all cells."""
    return coordinate_to_tuple(address) if address else (0, 0)
