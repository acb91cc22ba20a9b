"""What was weighed, written into the tables; whoever calls commits."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from rotation.board.spreadsheets.sheets import Sheet
from rotation.board.spreadsheets.stored import Values
from rotation.board.spreadsheets.weighing import Weighed, Weighing

Keys = dict[str, dict[str, int]]


def store(session: Session, weighing: Weighing) -> None:
    """Add and change what the file says; let go what was ticked. Nobody with a number is ever deleted."""
    keys: Keys = {
        sheet: {str(code): held.row.id for (code,), held in weighing.stored.sheets[sheet].items()}
        for sheet in ("zones", "villages", "members")
    }
    for weighed in weighing.sheets:
        _let_go(session, weighed)
        made = _written(session, weighed, keys, weighing.stored.district_id)
        session.flush()
        if weighed.sheet.key in keys:
            keys[weighed.sheet.key] |= {row.code: row.id for row in made}


def _let_go(session: Session, weighed: Weighed) -> None:
    for held in weighed.leaves:
        if weighed.sheet.prefix:
            held.row.active = False
        else:
            session.delete(held.row)


def _written(session: Session, weighed: Weighed, keys: Keys, district_id: int) -> list[Any]:
    """The rows that are new."""
    made = []
    for entry in weighed.writes:
        attributes = _attributes(weighed.sheet, entry.values, keys)
        if entry.held is not None:
            _change(entry.held.row, attributes)
        else:
            belongs = {"district_id": district_id} if hasattr(weighed.sheet.model, "district_id") else {}
            made.append(weighed.sheet.model(**attributes, **belongs))
    session.add_all(made)
    return made


def _attributes(sheet: Sheet, values: Values, keys: Keys) -> dict[str, Any]:
    """The values with database keys where the table holds them; of a pair, the lower first."""
    attributes = dict(values)
    for column, reference in sheet.references:
        if column.key.endswith("_id") and values[column.key] is not None:
            attributes[column.key] = keys[reference.sheets[0]][values[column.key]]
    if sheet.identity == ("first_id", "second_id"):
        attributes["first_id"], attributes["second_id"] = sorted((attributes["first_id"], attributes["second_id"]))
    return attributes


def _change(row: Any, attributes: Mapping[str, Any]) -> None:
    for name, value in attributes.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
