"""What differs between rosters: the notices that a plan means, and drafts side by side."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rotation.district.villages import District
from rotation.district.weeks import Week
from rotation.roster.rosters import Line, Roster, Term, lines, published


@dataclass(frozen=True, slots=True, order=True)
class Notice:
    """A member who must be told: another place in this week than was published, or none, or one at all."""

    week: Week
    member: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """A member who does not have the same place in all the rosters; `places` is in their order, None for none."""

    week: Week
    member: str
    places: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Rosters side by side, over the weeks from `first` to before `end`, which all of them cover."""

    rosters: tuple[Roster, ...]
    first: Week
    end: Week
    differences: tuple[Difference, ...]

    @property
    def by_member(self) -> Counter[str]:
        """In how many weeks each member's place differs."""
        return Counter(difference.member for difference in self.differences)


def notices(session: Session, district: District, terms: Iterable[Line], start: Week) -> tuple[Notice, ...]:
    """Every member and week from `start` on in which these terms differ from the published roster."""
    in_force = published(session, district.id)
    before = lines(session, in_force) if in_force else []
    return tuple(
        Notice(week, member, was, becomes)
        for week, member, (was, becomes) in _differing([before, list(terms)])
        if week >= start
    )


def notices_of(session: Session, district: District, roster: Roster, *, today: date) -> tuple[Notice, ...]:
    """The notices that publishing this draft means; nothing is said of weeks that have begun."""
    return notices(session, district, lines(session, roster), max(roster.start, Week.of(today) + 1))


def compare(session: Session, rosters: Sequence[Roster]) -> Comparison:
    """Rosters side by side: their costs are theirs, and here is who serves elsewhere in which."""
    first = max((_first_week(session, roster) for roster in rosters), default=None)
    end = min((roster.end for roster in rosters), default=None)
    if first is None or end is None:
        raise ValueError("there is nothing to compare")
    differing = _differing([lines(session, roster) for roster in rosters])
    found = (Difference(*difference) for difference in differing)
    return Comparison(tuple(rosters), first, end, tuple(one for one in found if first <= one.week < end))


def _first_week(session: Session, roster: Roster) -> Week:
    first = session.scalar(select(func.min(Term.week)).where(Term.roster_id == roster.id))
    return min(first, roster.start) if first else roster.start


def _differing(columns: Sequence[Sequence[Line]]) -> list[tuple[Week, str, tuple[str | None, ...]]]:
    serving = [{(line.week, line.member): line.place for line in column} for column in columns]
    keys = sorted(set().union(*serving))
    rows = ((week, member, tuple(one.get((week, member)) for one in serving)) for week, member in keys)
    return [row for row in rows if len(set(row[2])) > 1]
