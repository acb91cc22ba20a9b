"""How a stored value stands in a cell, and how it is said in a preview."""

from collections.abc import Mapping
from typing import Any

from rotation.board.spreadsheets.kinds import Reference, Written
from rotation.board.spreadsheets.sheets import Column, Sheet
from rotation.board.spreadsheets.stored import Values

Labels = Mapping[str, str]


def written(column: Column, value: Any, labels: Labels) -> Written:
    """What stands in the cell; nothing where an empty cell means the same."""
    if not value and value is not False and value != 0 and value == column.blank:
        return None
    if value is None:
        return None
    if isinstance(column.kind, Reference):
        return labels.get(value, str(value))
    return column.kind.write(value)


def said(column: Column, value: Any, labels: Labels) -> str:
    """The value as text, as a preview shows it."""
    cell = written(column, value, labels)
    return "" if cell is None else str(cell)


def label(sheet: Sheet, values: Values, labels: Labels) -> str:
    """What names a row: number and name, or by what it is known."""
    if sheet.prefix:
        return f"{values['code']} {values['name']}"
    return " · ".join(said(sheet.by_key[key], values[key], labels) for key in sheet.identity)


def id_of(sheet: Sheet, values: Values) -> str:
    """A name of the row for forms, the same as long as it is known by the same."""
    return "-".join((sheet.key, *(str(values[key]) for key in sheet.identity)))
