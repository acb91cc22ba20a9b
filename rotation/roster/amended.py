"""What the small versions have changed of those before them, as it was written down when they were put in force."""

from collections.abc import Mapping
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation.district.weeks import Week
from rotation.roster.rosters import Roster, RosterEdit


class Deed(StrEnum):
    """By what a version came about in which all but a few terms are those of the version before."""

    STOOD_IN = "stood_in"
    LEFT_EMPTY = "left_empty"
    SWAPPED = "swapped"


Seat = tuple[str, Week, str]
"""A place, a week and a member."""


def changed_seats(session: Session, district_id: int) -> Mapping[int, frozenset[Seat]]:
    """By the key of each small version: the seats that it gave to members, took from them, or of whose days it took."""
    query = select(RosterEdit.roster_id, RosterEdit.detail).join(Roster, Roster.id == RosterEdit.roster_id)
    mine = query.where(Roster.district_id == district_id, RosterEdit.what.in_([deed.value for deed in Deed]))
    return {
        key: frozenset((place, Week.parse(week), member) for week, place, member in (*detail["out"], *detail["into"]))
        for key, detail in session.execute(mine)
    }
