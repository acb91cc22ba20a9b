"""What the published versions of a roster have said of an event, one after the other.

Nothing of this is stored: sequence numbers, moments of change and cancellations all follow from the versions. However
old it is, a version that touched an event to come counts in its number; but most versions change a few terms of one
week, and are read by those alone who ask for these, as long as that week is shown.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import accumulate
from typing import Generic, TypeVar

from sqlalchemy import ColumnElement, func, select, tuple_
from sqlalchemy.orm import Session

from rotation.district.weeks import Week
from rotation.roster.amended import Seat, changed_seats
from rotation.roster.rosters import Roster, Status, Term

K = TypeVar("K", bound=Hashable)
C = TypeVar("C", bound=Hashable)
Teams = Mapping[tuple[str, Week], tuple[str, ...]]
"""Who serves, by place and week: the members' codes in order."""
Served = tuple[tuple[str, tuple[date, ...]], ...]
"""A team with everybody's first and last day; none of them for the whole week."""
_BETWEEN = ","


@dataclass(frozen=True, slots=True)
class Version:
    """One publication: when, and the teams that it holds (those that were asked for).

    `days` are the first and the last day, by week and member, of those who serve part of a week.
    """

    at: datetime
    teams: Teams
    days: Mapping[tuple[Week, str], tuple[date, date]] = field(default_factory=dict)

    @property
    def served(self) -> Mapping[tuple[str, Week], Served]:
        """The teams with the days of each member."""
        return {
            (place, week): tuple((one, self.days.get((week, one), ())) for one in team)
            for (place, week), team in self.teams.items()
        }

    def of(self, member: str) -> "Version":
        """What it says of one member: the teams, with those partners whose days are the member's too."""
        mine = {
            (place, week): tuple(one for one in team if self._together(week, member, one))
            for (place, week), team in self.teams.items()
            if member in team
        }
        return Version(self.at, mine, self.days)

    def _together(self, week: Week, one: str, other: str) -> bool:
        whole = (week.monday, week.sunday)
        mine, theirs = self.days.get((week, one), whole), self.days.get((week, other), whole)
        return mine[0] <= theirs[1] and theirs[0] <= mine[1]


@dataclass(frozen=True, slots=True)
class Track(Generic[C]):
    """An event through the versions.

    `content` is the last that it had; `sequence` counts the publications after the `first` that touched it, the last
    of them at `touched`; `gone`: that one took it away. `past` are the contents before, each with when it began and
    ended.
    """

    content: C
    sequence: int
    first: datetime
    touched: datetime
    gone: bool
    past: tuple[tuple[C, datetime, datetime], ...] = ()

    def then(self, content: C | None, at: datetime) -> "Track[C]":
        """The same event after a publication that says `content` of it (None: that it does not take place)."""
        if self.gone if content is None else not self.gone and content == self.content:
            return self
        kept = self.content if content is None else content
        past = (*self.past, (self.content, self.touched, at))
        return Track(kept, self.sequence + 1, self.first, at, gone=content is None, past=past)

    def shown(self, codes: Callable[[C], Iterable[str]]) -> Iterator[tuple[str, datetime, datetime | None]]:
        """The codes of all that it has shown, each with since when and (unless it does still) until when."""
        for content, since, until in (*self.past, (self.content, self.touched, None)):
            yield from ((code, since, until) for code in codes(content))


def tracks(said: Iterable[tuple[datetime, Mapping[K, C]]]) -> dict[K, Track[C]]:
    """Every event that was ever published, by its key; `said` is what each publication holds, first things first."""
    found: dict[K, Track[C]] = {}
    for at, events in said:
        for key, content in events.items():
            before = found.get(key)
            found[key] = before.then(content, at) if before else Track(content, 0, at, at, gone=False)
        for key in found.keys() - events.keys():
            found[key] = found[key].then(None, at)
    return found


def versions(session: Session, district_id: int, since: Week, *, place: str = "", member: str = "") -> list[Version]:
    """The publications of a district, and their teams from the week `since` on.

    Of a `place` its teams only; of a `member` those in which they serve in any of them. Publications that changed none
    of these teams are left out: all that they say of them was said by the one before.
    """
    small = changed_seats(session, district_id)
    published = _published(session, district_id)
    whole = {key for key, _ in published} - small.keys()
    theirs = _teams_of(session, whole, small.values(), member, since) if member else None

    def is_asked(seat: Seat) -> bool:
        return seat[1] >= since and place in ("", seat[0]) and (theirs is None or seat[:2] in theirs)

    read = {key: at for key, at in published if key not in small or any(map(is_asked, small[key]))}
    asked = [Term.roster_id.in_(read), Term.week >= since]
    asked += [Term.place == place] if place else []
    asked += [tuple_(Term.place, Term.week).in_(theirs)] if theirs is not None else []
    teams, days = _teams(session, *asked), _days(session, *asked)
    return [Version(at, teams.get(key, {}), days.get(key, {})) for key, at in read.items()]


def _published(session: Session, district_id: int) -> list[tuple[int, datetime]]:
    """The keys of all versions and the moments of their publication, first things first: none before the last."""
    at = func.coalesce(Roster.published_at, Roster.made_at)
    query = select(Roster.id, at).where(Roster.district_id == district_id, Roster.status != Status.DRAFT)
    rows = session.execute(query.order_by(Roster.version)).all()
    moments = accumulate((moment for _key, moment in rows), max)  # the clock may have gone back between two
    return [(key, moment) for (key, _at), moment in zip(rows, moments, strict=True)]


def _teams_of(
    session: Session, whole: Collection[int], small: Iterable[Iterable[Seat]], member: str, since: Week
) -> set[tuple[str, Week]]:
    """The place and week of every term that a member has in any version: in the whole ones, or by a small one."""
    query = select(Term.place, Term.week).where(Term.roster_id.in_(whole), Term.week >= since, Term.member == member)
    by_small = ((place, week) for seats in small for place, week, who in seats if who == member and week >= since)
    return {*((place, week) for place, week in session.execute(query)), *by_small}


def _days(session: Session, *asked: ColumnElement[bool]) -> dict[int, dict[tuple[Week, str], tuple[date, date]]]:
    """By roster: the days of those who serve part of a week; there are few of them."""
    query = select(Term.roster_id, Term.week, Term.member, Term.first_day, Term.last_day)
    in_part = query.where(*asked, Term.first_day.is_not(None))
    found: dict[int, dict[tuple[Week, str], tuple[date, date]]] = {}
    for roster, week, member, first, last in session.execute(in_part):
        if first and last:
            found.setdefault(roster, {})[week, member] = (first, last)
    return found


def _teams(session: Session, *asked: ColumnElement[bool]) -> dict[int, dict[tuple[str, Week], tuple[str, ...]]]:
    """By roster; one row a team, since a city has three times as many terms."""
    team = (Term.roster_id, Term.week, Term.place)
    query = select(*team, func.aggregate_strings(Term.member, _BETWEEN)).where(*asked).group_by(*team)
    found: dict[int, dict[tuple[str, Week], tuple[str, ...]]] = {}
    for roster, week, place, members in session.execute(query):
        found.setdefault(roster, {})[place, week] = tuple(sorted(members.split(_BETWEEN)))
    return found
