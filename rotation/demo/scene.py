"""Where the sample's field record is played: the district, its people in their roles, chance, and the agenda."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation.demo.agenda import Agenda
from rotation.district.offices import Level, Office
from rotation.district.villages import District, Village, Zone
from rotation.district.weeks import DayKind, Week
from rotation.district.working_days import calendar
from rotation.record.duty import Duty, duty, week_of
from rotation.record.roles import Hand, Role
from rotation.record.slips import Slip, receipt
from rotation.record.tasks import Holding, Task
from rotation.record.voices import Speaker
from rotation.settings import Settings

SEED = 20151009
_OF_LEVEL = {Level.VILLAGE: Role.COMMITTEE, Level.TOWNSHIP: Role.TOWNSHIP, Level.DISTRICT: Role.DISTRICT}
VILLAGER = Hand(Role.VILLAGER)


@dataclass
class Scene:
    """Everything that a deed needs; `slip_key` is the installation's key for slips.

    `pictured` tasks have photos; `releases` counts how often texts were released.
    """

    session: Session
    settings: Settings
    district: District
    slip_key: bytes
    agenda: Agenda = field(default_factory=Agenda)
    random: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311 - a sample that is the same each time
    pictured: set[str] = field(default_factory=set)
    releases: int = 0

    @property
    def folder(self) -> Path:
        """Where photos are kept."""
        return self.settings.instance

    @cached_property
    def villages(self) -> list[Village]:
        """The district's villages."""
        query = select(Village).where(Village.district_id == self.district.id, Village.active)
        return list(self.session.scalars(query.order_by(Village.code)))

    @cached_property
    def offices(self) -> dict[str, Office]:
        """The district's offices by their codes."""
        query = select(Office).where(Office.district_id == self.district.id, Office.active)
        return {office.code: office for office in self.session.scalars(query.order_by(Office.code))}

    @cached_property
    def zones(self) -> dict[str, int]:
        """The keys of the zones by their codes."""
        query = select(Zone).where(Zone.district_id == self.district.id)
        return {zone.code: zone.id for zone in self.session.scalars(query)}

    @cached_property
    def calendar(self) -> dict[date, DayKind]:
        """The district's holidays and make-up workdays."""
        return calendar(self.session, self.district.id)

    @cached_property
    def planner(self) -> Hand:
        """The district's planner."""
        return Hand(Role.PLANNER, "planner", district=self.district.id)

    def happens(self, share: float) -> bool:
        """Whether something happens that does in this share of cases."""
        return self.random.random() < share

    def duty(self, week: Week) -> Duty:
        """Who is on duty in a week."""
        return duty(self.session, self.district.id, week)

    def team(self, village: Village, day: date) -> tuple[str, ...]:
        """Who serves in a village on a day."""
        return self.duty(Week.of(day)).team(village.id)

    def lead(self, village: Village, at: datetime) -> Hand | None:
        """The one of the team on duty who answers; None where there is no team."""
        code = self.duty(week_of(at)).lead(village.id)
        return secretary(code) if code else None

    def committee(self, village: Village) -> Hand:
        """The village's own office."""
        own = next(office for office in self.offices.values() if office.village_id == village.id)
        return self.office(own.code)

    def speaks_for(self, village: Village, at: datetime) -> Hand:
        """Who may release, withdraw and mark in a village: the team, else the committee."""
        return self.lead(village, at) or self.committee(village)

    def office(self, code: str) -> Hand:
        """Somebody who acts for an office."""
        return Hand(_OF_LEVEL[self.offices[code].level], code, office=code)

    def official(self, village: Village) -> Hand:
        """The township's official who inspects a village."""
        zone = next(code for code, key in self.zones.items() if key == village.zone_id)
        return Hand(Role.OFFICIAL, f"official-{zone}", office=f"o-{zone}", villages=(village.code,))

    def above(self, level: Level, village: Village) -> Hand | None:
        """An office that may grant what somebody of this level asks for."""
        zone = next(code for code, key in self.zones.items() if key == village.zone_id)
        if level is Level.VILLAGE:
            return self.office(f"o-{zone}")
        departments = [office.code for office in self.offices.values() if office.level is Level.DISTRICT]
        return self.office(self.random.choice(departments)) if level is Level.TOWNSHIP else None

    def responsible(self, task: Task) -> Hand:
        """The one responsible for a task."""
        held = task.holder
        if held.kind is Holding.OFFICE:
            return self.office(held.code)
        return troubleshooter(held.code) if held.place in self.zones else secretary(held.code)

    def villager(self, village: Village, at: datetime, *, with_slip: bool) -> Speaker:
        """A villager on the site, with a receipt or without."""
        return Speaker(VILLAGER, self.slip(village, at) if with_slip else None)

    def slip(self, village: Village, at: datetime) -> Slip:
        """A slip made on the spot."""
        return receipt(self.session, self.slip_key, village.id, at).slip


def secretary(code: str) -> Hand:
    """A member as a secretary."""
    return Hand(Role.SECRETARY, code, member=code)


def troubleshooter(code: str) -> Hand:
    """A member as a troubleshooter."""
    return Hand(Role.TROUBLESHOOTER, code, member=code)
