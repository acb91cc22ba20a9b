"""Who is on duty: computed from the roster in force, for one week and the places asked for.

The holder of a village in a week is its team's lead; without a lead, the member with the lowest number; where no
team comes (closed, nobody planned, no roster for the week), the office that the village names.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from rotation.district.members import Member
from rotation.district.offices import Level, Office
from rotation.district.training import Course, Training
from rotation.district.villages import Village, Zone
from rotation.district.weeks import CHINA, Week
from rotation.record.tasks import Holder, Holding, Task
from rotation.roster.rosters import Roster, Status, Term

_UPWARDS = tuple(Level)
_KEPT = "duty"


def day_of(at: datetime) -> date:
    """The day in Asia/Shanghai at a moment."""
    return at.astimezone(CHINA).date()


def week_of(at: datetime) -> Week:
    """The week in Asia/Shanghai at a moment; it begins on Monday at 00:00 there."""
    return Week.of(day_of(at))


@dataclass(frozen=True)
class Duty:
    """A district's week: by place (a village's or a zone's code) the members who serve, lowest number first."""

    week: Week
    teams: dict[str, tuple[str, ...]]
    leads: frozenset[str]
    villages: dict[int, Village]
    zones: dict[int, str]
    offices: tuple[Office, ...]

    def team(self, village_id: int) -> tuple[str, ...]:
        """Who serves in a village; nobody where it is closed this week or served no more."""
        village = self.villages[village_id]
        return self.teams.get(village.code, ()) if village.active and not village.is_closed(self.week) else ()

    def troubleshooters(self, village_id: int) -> tuple[str, ...]:
        """Who serves in the zone of a village."""
        zone = self.zone(village_id)
        return self.teams.get(zone, ()) if zone else ()

    def zone(self, village_id: int) -> str | None:
        """The code of a village's zone, where it has one."""
        return self.zones.get(self.villages[village_id].zone_id or 0)

    def lead(self, village_id: int) -> str | None:
        """The one of a village's team who answers: its lead, else the lowest number; None without a team."""
        team = self.team(village_id)
        return min(team, key=lambda member: (member not in self.leads, member), default=None)

    def holder(self, village_id: int) -> Holder | None:
        """Who is responsible in a village this week; None where there is neither a team nor any office."""
        lead = self.lead(village_id)
        if lead:
            return self.as_member(lead, self.villages[village_id].code)
        office = self.office(village_id)
        return Holder(Holding.OFFICE, office.code, until_team=True) if office else None

    def as_member(self, member: str, place: str) -> Holder:
        """A member on duty in a place this week, as the one responsible."""
        return Holder(Holding.MEMBER, member, place, self.week)

    def office(self, village_id: int) -> Office | None:
        """The office that answers where no team does: the village's own, else the first of the levels above."""
        own = [office for office in self.offices if office.village_id == village_id]
        above = (office for level in _UPWARDS[1:] for office in self.offices if office.level == level)
        return own[0] if own else next(above, None)

    def is_on_duty(self, holder: Holder, village_id: int) -> bool:
        """Whether a member who is responsible serves there this week, in the village's team or in its zone."""
        there = (*self.team(village_id), *self.troubleshooters(village_id))
        return holder.kind is Holding.OFFICE or holder.code in there

    def due(self, task: Task) -> Holder | None:
        """To whom the responsibility for a task passes now; None where it stays.

        What the last troubleshooter held goes to the next one, and where the zone has none, to the village.
        """
        held = task.holder
        if held.kind is Holding.OFFICE:
            return self._back_from_office(task)
        if self.is_on_duty(held, task.village_id):
            return None
        zone = self.zone(task.village_id)
        nearest = self.troubleshooters(task.village_id)
        if zone and held.place == zone and nearest:
            return self.as_member(nearest[0], zone)
        return self.holder(task.village_id)

    def _back_from_office(self, task: Task) -> Holder | None:
        lead = self.lead(task.village_id) if task.until_team else None
        return self.as_member(lead, self.villages[task.village_id].code) if lead else None


def keep(session: Session) -> None:
    """Let a session ask only once who is on duty where: for those who do very much while no roster changes."""
    session.info[_KEPT] = {}


def duty(
    session: Session,
    district_id: int,
    week: Week,
    villages: Collection[int] | None = None,
    *,
    day: date | None = None,
) -> Duty:
    """Who is on duty in a district in a week; only what concerns these villages (their keys) where they are named.

    With a `day`, only those whose days it is, where a stand-in serves part of the week.
    """
    kept: dict[object, Duty] = session.info.get(_KEPT, {})
    asked = (district_id, week, None if villages is None else frozenset(villages), day)
    if asked not in kept:
        kept[asked] = _duty(session, district_id, week, villages, day)
    return kept[asked]


def duty_at(session: Session, district_id: int, at: datetime, villages: Collection[int] | None = None) -> Duty:
    """Who is on duty at a moment."""
    return duty(session, district_id, week_of(at), villages, day=day_of(at))


def _duty(session: Session, district_id: int, week: Week, villages: Collection[int] | None, day: date | None) -> Duty:
    there = _villages(session, district_id, villages)
    zones = _zones(session, there.values())
    places = {*(village.code for village in there.values()), *zones.values()}
    teams = _teams(session, district_id, week, places if villages is not None else None, day)
    served = {member for team in teams.values() for member in team}
    offices = session.scalars(
        select(Office).where(Office.district_id == district_id, Office.active).order_by(Office.code)
    )
    return Duty(week, teams, _leads(session, served, week), there, zones, tuple(offices))


def _villages(session: Session, district_id: int, wanted: Collection[int] | None) -> dict[int, Village]:
    query = select(Village).where(Village.district_id == district_id)
    found = session.scalars(query if wanted is None else query.where(Village.id.in_(list(wanted))))
    return {village.id: village for village in found}


def _zones(session: Session, villages: Collection[Village]) -> dict[int, str]:
    keys = {village.zone_id for village in villages if village.zone_id}
    return {key: code for key, code in session.execute(select(Zone.id, Zone.code).where(Zone.id.in_(keys)))}  # noqa: C416 - rows are no pairs to mypy


def _teams(
    session: Session, district_id: int, week: Week, places: Collection[str] | None, day: date | None
) -> dict[str, tuple[str, ...]]:
    query = (
        select(Term.place, Term.member)
        .join(Roster, Roster.id == Term.roster_id)
        .join(Member, Member.code == Term.member)
        .where(Roster.district_id == district_id, Roster.status == Status.PUBLISHED, Term.week == week, Member.active)
    )
    if places is not None:
        query = query.where(Term.place.in_(sorted(places)))
    if day is not None:
        query = query.where(or_(Term.first_day.is_(None), and_(Term.first_day <= day, Term.last_day >= day)))
    found: dict[str, list[str]] = defaultdict(list)
    for place, member in session.execute(query):
        found[place].append(member)
    return {place: tuple(sorted(team)) for place, team in found.items()}


def _leads(session: Session, members: Collection[str], week: Week) -> frozenset[str]:
    query = (
        select(Member.code)
        .join(Training, Training.member_id == Member.id)
        .where(Member.code.in_(sorted(members)), Training.course == Course.LEAD, Training.completed < week.monday)
    )
    return frozenset(session.scalars(query))
