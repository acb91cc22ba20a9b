"""What a column and a sheet of the workbook are, and by what a row is known."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rotation.board.spreadsheets.kinds import Kind, Reference
from rotation.board.spreadsheets.list_kinds import references_in
from rotation.board.spreadsheets.words import plain


@dataclass(frozen=True)
class Column:
    """A column: `key` is the attribute of the stored thing; `blank` what an empty cell means.

    `also` are further headers that people use; `note` says in both languages what to write.
    """

    key: str
    zh: str
    en: str
    kind: Kind
    blank: Any = ""
    needed: bool = False
    note: str = ""
    width: int = 12
    also: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The header, in both languages."""
        return f"{self.zh} {self.en}"

    @cached_property
    def headers(self) -> frozenset[str]:
        """Every header that is read as this column, as headers are compared."""
        both = (f"{self.zh}{self.en}", f"{self.en}{self.zh}", self.zh, self.en, self.key, *self.also)
        return frozenset(plain(header) for header in both)


@dataclass(frozen=True)
class Sheet:
    """A sheet: what its rows are stored as, and the columns by which a row is known (`identity`).

    Rows that differ only outside `near` are the same thing changed. `prefix` begins the numbers given to
    rows without one, where things have numbers; such a row is matched by `matched_by`.
    """

    key: str
    zh: str
    en: str
    model: type[Any]
    columns: tuple[Column, ...]
    identity: tuple[str, ...]
    near: tuple[str, ...] = ()
    prefix: str = ""
    matched_by: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The sheet's name, in both languages."""
        return f"{self.zh} {self.en}"

    @cached_property
    def by_key(self) -> dict[str, Column]:
        """The columns by their keys."""
        return {column.key: column for column in self.columns}

    @cached_property
    def by_header(self) -> dict[str, Column]:
        """The columns by every header that is read as one."""
        return {header: column for column in reversed(self.columns) for header in column.headers}

    @cached_property
    def references(self) -> tuple[tuple[Column, Reference], ...]:
        """The columns that name what stands in other sheets."""
        found = ((column, references_in(column.kind)) for column in self.columns)
        return tuple((column, reference) for column, reference in found if reference)
