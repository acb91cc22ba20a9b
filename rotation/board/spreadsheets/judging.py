"""What may not be stored: the rules of the district, held against the rows of a file."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from typing import Any

from rotation.board.spreadsheets.directory import Directory
from rotation.board.spreadsheets.stored import Values
from rotation.district import rhythm, values
from rotation.district.keeping import Facts, Known
from rotation.district.leave import check_leave
from rotation.district.members import MemberFacts
from rotation.district.offices import OfficeFacts
from rotation.district.villages import VillageFacts, ZoneFacts
from rotation.district.weeks import this_week
from rotation.errors import N_, InvalidInput

FACTS: Mapping[str, type[Facts]] = {
    "members": MemberFacts,
    "villages": VillageFacts,
    "zones": ZoneFacts,
    "offices": OfficeFacts,
}


def known_of(directory: Directory, skills: frozenset[str]) -> Known:
    """What rows may refer to; places have no keys yet, so they are counted."""
    villages, zones = (
        {code: number for number, code in enumerate(directory.names[key])} for key in ("villages", "zones")
    )
    return Known(skills, villages, zones)


def faults(sheet: str, row: Values, known: Known) -> Iterator[InvalidInput]:
    """Everything wrong with the values of a row of that sheet, each with its column as field."""
    if sheet in FACTS:
        return _facts(FACTS[sheet], row, known).faults(known)
    return _FAULTS[sheet](row)


def _facts(kind: type[Facts], row: Values, known: Known) -> Facts:
    facts: dict[str, Any] = {field.name: row[field.name] for field in fields(kind)}
    for key, keys in (("zone_id", known.zones), ("village_id", known.villages)):
        if facts.get(key) is not None:
            facts[key] = keys[facts[key]]
    return kind(**{key: tuple(value) if isinstance(value, list) else value for key, value in facts.items()})


def _faults_of_leave(row: Values) -> Iterator[InvalidInput]:
    return check_leave(row["first_day"], row["last_day"], row["reason"])


def _faults_of_recusal(row: Values) -> Iterator[InvalidInput]:
    return values.text("reason", row["reason"])


def _faults_of_pair(row: Values) -> Iterator[InvalidInput]:
    if row["first_id"] == row["second_id"]:
        yield InvalidInput(N_("A member cannot be kept apart from themselves."), field="second_id")
    yield from values.text("reason", row["reason"])


def _faults_of_training(row: Values) -> Iterator[InvalidInput]:
    return values.day("completed", row["completed"])


def _faults_of_day(row: Values) -> Iterator[InvalidInput]:
    yield from values.day("day", row["day"])
    yield from values.text("name", row["name"], most=values.NAME)


def _faults_of_past_term(row: Values) -> Iterator[InvalidInput]:
    yield from values.day("week", row["week"].monday)
    if row["week"] > this_week():
        yield InvalidInput(
            N_("Week %(week)s has not begun, so nobody has served in it. Weeks to come belong into a plan."),
            field="week",
            week=str(row["week"]),
        )


_FAULTS: Mapping[str, Callable[[Values], Iterator[InvalidInput]]] = {
    "leave": _faults_of_leave,
    "recusals": _faults_of_recusal,
    "apart": _faults_of_pair,
    "training": _faults_of_training,
    "days": _faults_of_day,
    "past": _faults_of_past_term,
}


def stagger(rows: list[tuple[Values, Values | None]], others: list[Values]) -> None:
    """Give each village without an offset one: its own if its rhythm stays, else that which fewest others have.

    `rows` are the villages of the file, each with what is stored of it; `others` all those not in the file.
    """
    used = Counter((one["open_every"], one["open_offset"]) for one in others)
    waiting = []
    for row, stored in sorted(rows, key=lambda pair: str(pair[0]["code"])):
        if row["open_offset"] is None and stored and stored["open_every"] == row["open_every"]:
            row["open_offset"] = stored["open_offset"]
        if row["open_offset"] is None:
            waiting.append(row)
        else:
            used[row["open_every"], row["open_offset"]] += 1
    for row in waiting:
        every = row["open_every"]
        row["open_offset"] = rhythm.least_used_offset(every, used) if 1 <= every <= rhythm.MOST_WEEKS else 0
        used[every, row["open_offset"]] += 1


def villages_left(zone: str, villages: Iterator[Values]) -> InvalidInput | None:
    """Why a zone cannot be made inactive: villages that are served belong to it."""
    left = [one["name"] for one in villages if one["zone_id"] == zone and one["active"]]
    if not left:
        return None
    return InvalidInput(
        N_("Zone %(zone)s is still needed by these villages: %(villages)s. Give them another zone first."),
        field="active",
        zone=zone,
        villages=tuple(left),
    )
