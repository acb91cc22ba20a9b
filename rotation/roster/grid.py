"""A roster as it is looked at: weeks against places, one member's year, one village's year."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from rotation.district.members import Member
from rotation.district.villages import District, Village, Zone, villages, zones
from rotation.district.weeks import Week
from rotation.errors import N_, NotFound
from rotation.roster.files import problem_of_roster
from rotation.roster.plans import plan_of
from rotation.roster.rosters import Roster, Term
from solver import Problem


@dataclass(frozen=True, slots=True)
class Seated:
    """A member in a seat."""

    code: str
    name: str
    pinned: bool
    lead: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One place in one week: who serves, and how many seats it has. A closed village has none."""

    members: tuple[Seated, ...]
    seats: int

    @property
    def vacancies(self) -> int:
        """Seats that are empty."""
        return max(0, self.seats - len(self.members))

    @property
    def closed(self) -> bool:
        """Whether nobody is to serve here."""
        return self.seats == 0


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A village, or a zone with its troubleshooters; `zone` is the code of the zone that a village belongs to."""

    code: str
    name: str
    name_en: str
    zone: str | None
    is_zone: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """Weeks against places. Weeks before `start` were kept as they had been published."""

    weeks: tuple[Week, ...]
    places: tuple[PlaceRow, ...]
    cells: Mapping[tuple[str, Week], Cell]
    start: Week

    @property
    def vacancies(self) -> int:
        """Empty seats in all the cells."""
        return sum(cell.vacancies for cell in self.cells.values())


def weeks_of(session: Session, roster: Roster) -> list[Week]:
    """All weeks of a roster, from the first that was kept to the last that was planned."""
    kept = session.scalar(select(func.min(Term.week)).where(Term.roster_id == roster.id))
    first = min(kept, roster.start) if kept else roster.start
    return [first + n for n in range(roster.end - first)]


def grid(
    session: Session, district: District, roster: Roster, weeks: Iterable[Week], *, zone: str = "", place: str = ""
) -> Grid:
    """The roster in these weeks; of one zone and its villages where `zone` is given, of one place with `place`."""
    shown = tuple(weeks)
    every = place_rows(session, district)
    places = [row for row in every if zone in ("", row.zone, row.code) and place in ("", row.code)]
    narrowed = () if len(places) == len(every) else (Term.place.in_([row.code for row in places]),)
    serving = _serving(session, district, roster, shown, *narrowed)
    seats = _Seats(roster, problem_of_roster(roster), {row.code: row for row in _tables(session, district)})
    rows = tuple(
        row for row in places if row.code in seats.served_places or any((row.code, w) in serving for w in shown)
    )
    cells = {
        (row.code, week): Cell(tuple(serving.get((row.code, week), ())), seats.of(row.code, week))
        for row in rows
        for week in shown
    }
    return Grid(shown, rows, cells, roster.start)


def place_rows(session: Session, district: District) -> list[PlaceRow]:
    """Zone after zone: its villages by code, then the zone itself; villages without a zone last."""
    rows = zones(session, district.id, inactive=True)
    code_of = {zone.id: zone.code for zone in rows}
    found = [PlaceRow(zone.code, zone.name, zone.name_en, zone.code, is_zone=True) for zone in rows]
    for village in villages(session, district.id, inactive=True):
        zone = code_of.get(village.zone_id) if village.zone_id else None
        found.append(PlaceRow(village.code, village.name, village.name_en, zone, is_zone=False))
    return sorted(found, key=lambda row: (row.zone is None, row.zone or "", row.is_zone, row.code))


def _tables(session: Session, district: District) -> Iterator[Village | Zone]:
    yield from villages(session, district.id, inactive=True)
    yield from zones(session, district.id, inactive=True)


@dataclass(frozen=True)
class _Seats:
    """How many seats a place has: in the plan's weeks as its problem says, before them as the tables say."""

    roster: Roster
    problem: Problem
    tables: Mapping[str, Village | Zone]

    @property
    def served_places(self) -> set[str]:
        return {*self.problem.village_of, *(zone.id for zone in self.problem.zones if zone.troubleshooters)}

    def of(self, place: str, week: Week) -> int:
        if week >= self.roster.end:
            return 0
        if self.roster.start <= week < self.roster.end:
            return self.problem.seats_in(place, week - self.roster.start) if place in self.problem.place_of else 0
        row = self.tables[place]
        if isinstance(row, Zone):
            return row.troubleshooters
        return 0 if row.is_closed(week) else plan_of(self.roster).team_size


def _serving(
    session: Session, district: District, roster: Roster, weeks: Sequence[Week], *conditions: ColumnElement[bool]
) -> dict[tuple[str, Week], list[Seated]]:
    leads = {member.id for member in problem_of_roster(roster).members if member.lead}
    found: dict[tuple[str, Week], list[Seated]] = defaultdict(list)
    query = (
        select(Term.place, Term.week, Term.member, Member.name, Term.pinned)
        .join(Member, Member.code == Term.member)
        .where(Term.roster_id == roster.id, Member.district_id == district.id, *conditions)
        .order_by(Term.member)
    )
    if weeks:
        query = query.where(Term.week.between(min(weeks), max(weeks)))
    for place, week, code, name, pinned in session.execute(query):
        found[place, week].append(Seated(code, name, pinned, code in leads))
    return found


@dataclass(frozen=True, slots=True)
class MemberTerm:
    """One term of a member: where, and with whom (codes and names)."""

    week: Week
    place: PlaceRow
    partners: tuple[Seated, ...]
    pinned: bool


def member_year(session: Session, district: District, roster: Roster, code: str) -> list[MemberTerm]:
    """All terms of one member in a roster, in order; the kept ones too."""
    query = select(Term.week, Term.place).where(Term.roster_id == roster.id, Term.member == code)
    served = dict(session.execute(query).all())
    places = {row.code: row for row in place_rows(session, district)}
    serving = _serving(session, district, roster, sorted(served))
    found = []
    for week, place in sorted(served.items()):
        team = serving[place, week]
        pinned = any(one.pinned for one in team if one.code == code)
        found.append(MemberTerm(week, places[place], tuple(one for one in team if one.code != code), pinned))
    return found


def village_year(session: Session, district: District, roster: Roster, code: str) -> list[tuple[Week, Cell]]:
    """One village or zone, week by week, over the weeks that were planned and those kept before them."""
    rows = [row for row in place_rows(session, district) if row.code == code]
    if not rows:
        raise NotFound(N_("There is no village or zone “%(code)s”."), code=code)
    weeks = weeks_of(session, roster)
    shown = grid(session, district, roster, weeks, place=code)
    return [(week, shown.cells[code, week]) for week in weeks if (code, week) in shown.cells]
