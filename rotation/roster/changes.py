"""What differs between rosters: the notices that a plan means, and drafts side by side."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session, aliased

from rotation.district.villages import District
from rotation.district.weeks import Week
from rotation.roster.planning import lines_of
from rotation.roster.plans import Plan
from rotation.roster.rosters import Line, Roster, Term, lines, published
from rotation.roster.standing import what_stands
from solver import Problem


@dataclass(frozen=True, slots=True, order=True)
class Notice:
    """A member who must be told: another place in this week than was published, or none, or one at all.

    `days_before` and `days_after` are the first and the last day where it was, or is, not the whole week.
    """

    week: Week
    member: str
    before: str | None
    after: str | None
    days_before: tuple[date, ...] = ()
    days_after: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """A member who does not have the same place and days in all the rosters.

    `places` is in their order, None for none; `days` likewise, none of them for the whole week.
    """

    week: Week
    member: str
    places: tuple[str | None, ...]
    days: tuple[tuple[date, ...], ...]


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
    return surprises(told(session, district), terms, start)


def told(
    session: Session, district: District, *, members: Collection[str] = (), weeks: Collection[Week] = ()
) -> list[Line]:
    """What has been published, and everybody has been told; of some members and weeks only where they are given."""
    in_force = published(session, district.id)
    if in_force is None:
        return []
    return lines(session, in_force, *_about(members, weeks))


def _about(members: Collection[str], weeks: Collection[Week]) -> Iterator[ColumnElement[bool]]:
    if members:
        yield Term.member.in_(members)
    if weeks:
        yield Term.week.in_(weeks)


def count_notices(session: Session, district: District, roster: Roster, *, today: date | None = None) -> int:
    """How many notices publishing a draft means, without reading them; with `today` as in `notices_of`."""
    start = max(roster.start, Week.of(today) + 1) if today else roster.start
    in_force = published(session, district.id)
    if in_force is None:
        return session.scalar(select(func.count()).where(Term.roster_id == roster.id, Term.week >= start)) or 0
    mine, theirs = aliased(Term), aliased(Term)
    same_key = (mine.week == theirs.week, mine.member == theirs.member, mine.roster_id == roster.id)
    told_otherwise = ~exists().where(theirs.roster_id == in_force.id, *same_key[:2], theirs.place == mine.place)
    not_any_more = ~exists().where(*same_key)
    after = select(func.count()).where(mine.roster_id == roster.id, mine.week >= start, told_otherwise)
    gone = select(func.count()).where(theirs.roster_id == in_force.id, theirs.week >= start, not_any_more)
    return (session.scalar(after) or 0) + (session.scalar(gone) or 0)


def surprises(before: Iterable[Line], after: Iterable[Line], start: Week) -> tuple[Notice, ...]:
    """Every member and week from `start` on in which two rosters differ."""
    both = [[line for line in terms if line.week >= start] for terms in (before, after)]
    return tuple(Notice(one.week, one.member, one.places[0], one.places[1], *one.days) for one in differing(both))


def notices_of(session: Session, district: District, roster: Roster, *, today: date) -> tuple[Notice, ...]:
    """The notices that publishing this draft means; nothing is said of weeks that have begun."""
    return notices(session, district, lines(session, roster), max(roster.start, Week.of(today) + 1))


def compare(session: Session, rosters: Sequence[Roster]) -> Comparison:
    """Rosters side by side: their costs are theirs, and here is who serves elsewhere in which."""
    first = max((_first_week(session, roster) for roster in rosters), default=None)
    end = min((roster.end for roster in rosters), default=None)
    if first is None or end is None:
        raise ValueError("there is nothing to compare")
    found = differing([lines(session, roster) for roster in rosters])
    return Comparison(tuple(rosters), first, end, tuple(one for one in found if first <= one.week < end))


def _first_week(session: Session, roster: Roster) -> Week:
    first = session.scalar(select(func.min(Term.week)).where(Term.roster_id == roster.id))
    return min(first, roster.start) if first else roster.start


def differing(columns: Sequence[Sequence[Line]]) -> list[Difference]:
    """The members and weeks whose place or days are not the same in all of these."""
    serving = [{(line.week, line.member): line for line in column} for column in columns]
    keys = sorted(set().union(*serving), key=lambda key: (key[0].monday, key[1]))
    rows = (_difference(week, member, [one.get((week, member)) for one in serving]) for week, member in keys)
    return [row for row in rows if len(set(zip(row.places, row.days, strict=True))) > 1]


def _difference(week: Week, member: str, served: Sequence[Line | None]) -> Difference:
    places = tuple(line.place if line else None for line in served)
    return Difference(week, member, places, tuple(line.days if line else () for line in served))


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a plan means for those who have been told already, before it is solved.

    `bound` are the published terms that the plan tries to keep, `lost` those among them that cannot stand any
    more (so many notices at least), `free` those from its start on that no longer bind.
    """

    bound: tuple[Line, ...]
    free: tuple[Line, ...]
    lost: tuple[Line, ...]


def foreseen(session: Session, district: District, plan: Plan, problem: Problem) -> Foreseen:
    """What a plan means against the published roster; `problem` is that of the plan."""
    after = [line for line in told(session, district) if line.week >= plan.start]
    bound = set(lines_of(problem.baseline or (), plan.start))
    standing, _ = what_stands(problem, problem.baseline or ())
    lost = bound - set(lines_of(standing, plan.start))
    return Foreseen(tuple(sorted(bound)), tuple(line for line in after if line not in bound), tuple(sorted(lost)))
