"""What is stored of a district, as the values that sheets show; and the way back into the tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from rotation.board.spreadsheets.kinds import as_kept
from rotation.board.spreadsheets.sheets import Sheet
from rotation.district.codes import codes_in_use
from rotation.district.members import Member
from rotation.district.villages import District

Values = dict[str, Any]
Identity = tuple[Any, ...]
CODED = ("members", "villages", "zones", "offices")


@dataclass(frozen=True, slots=True)
class Held:
    """A stored thing: its values as a sheet shows them, and its row."""

    values: Values
    row: Any


@dataclass(frozen=True, slots=True)
class Stored:
    """Everything stored of a district by sheet and identity; `taken` are the codes of the whole installation."""

    district_id: int
    sheets: Mapping[str, dict[Identity, Held]]
    taken: frozenset[str]

    def names(self, sheet: str) -> dict[str, str]:
        """The names of all things of a sheet by their codes, inactive ones too."""
        return {str(code): held.values["name"] for (code,), held in self.sheets[sheet].items()}

    def all_names(self) -> dict[str, str]:
        """The names of everything that has a code."""
        return {code: name for sheet in CODED for code, name in self.names(sheet).items()}


def identity_of(sheet: Sheet, values: Mapping[str, Any]) -> Identity:
    """By what a row is known."""
    return tuple(values[key] for key in sheet.identity)


def stored(session: Session, district: District, layout: Mapping[str, Sheet], *, hold: bool = False) -> Stored:
    """Read all of it; with `hold`, against other writers until the unit of work ends."""
    if hold:
        session.execute(select(District.id).with_for_update())
    rows = {key: list(session.scalars(_query(sheet, district.id, hold=hold))) for key, sheet in layout.items()}
    codes = {row.id: row.code for key in ("members",) for row in rows[key]}
    places = {key: {row.id: row.code for row in rows[key]} for key in ("zones", "villages")} | {"members": codes}
    sheets = {key: _by_identity(layout[key], found, places) for key, found in rows.items()}
    return Stored(district.id, sheets, frozenset(codes_in_use(session)))


def _query(sheet: Sheet, district_id: int, *, hold: bool) -> Select[Any]:
    model = sheet.model
    if hasattr(model, "district_id"):
        query = select(model).where(model.district_id == district_id)
    else:
        query = select(model).join(Member, Member.id == getattr(model, sheet.identity[0]))
        query = query.where(Member.district_id == district_id)
    return query.with_for_update(of=model).execution_options(populate_existing=True) if hold else query


def _by_identity(sheet: Sheet, rows: list[Any], codes: Mapping[str, Mapping[int, str]]) -> dict[Identity, Held]:
    held = [Held(_values(sheet, row, codes), row) for row in rows]
    return dict(sorted(((identity_of(sheet, one.values), one) for one in held), key=lambda pair: pair[0]))


def _values(sheet: Sheet, row: Any, codes: Mapping[str, Mapping[int, str]]) -> Values:
    values = {column.key: _plain(getattr(row, column.key)) for column in sheet.columns}
    for column, reference in sheet.references:
        if column.key.endswith("_id") and values[column.key] is not None:
            values[column.key] = codes[reference.sheets[0]][values[column.key]]
    return in_pair_order(sheet, values)


def _plain(value: Any) -> Any:
    """The value as it would be read from a cell: lists and their like sorted, numbers as spreadsheets keep them."""
    if isinstance(value, float):
        return as_kept(value)
    if isinstance(value, dict):
        return {week: sorted(skills) for week, skills in sorted(value.items()) if skills}
    return sorted(value) if isinstance(value, list) else value


def in_pair_order(sheet: Sheet, values: Values) -> Values:
    """The values with the two of a pair in order, because a pair has none."""
    if sheet.identity == ("first_id", "second_id"):
        first, second = sorted((values["first_id"], values["second_id"]))
        return values | {"first_id": first, "second_id": second}
    return values
