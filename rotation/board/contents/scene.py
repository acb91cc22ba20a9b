"""The moment of which a board tells: the village, its week, and who may be named by the consents of that moment."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation.board.contents.parts import Named, Person, Responsible, Team
from rotation.district.members import Member
from rotation.district.offices import Office
from rotation.district.villages import District, Village
from rotation.district.weeks import CHINA, Week
from rotation.record.duty import Duty, duty
from rotation.record.sealing import Secret, seal
from rotation.record.tasks import Holding, Task
from rotation.roster.serving import Serving, serving

Teams = dict[tuple[str, Week], tuple[Serving, ...]]


@dataclass(frozen=True)
class Scene:
    """A village in a week, at the moment when its board is issued."""

    session: Session
    village: Village
    week: Week
    at: datetime
    _names: dict[str, str] = field(default_factory=dict)

    @property
    def last_week(self) -> Week:
        """The week before, whose promises and counts stand on the board."""
        return self.week + -1

    @property
    def since(self) -> datetime:
        """From when on what happened is new to this board: the beginning of the week before."""
        return datetime.combine(self.last_week.monday, time(), CHINA)

    @cached_property
    def duty(self) -> Duty:
        """Who is on duty in this week."""
        return duty(self.session, self.village.district_id, self.week, [self.village.id])

    def teams(self, weeks: Iterable[Week]) -> Teams:
        """Who serves in these weeks, by place."""
        return serving(self.session, self.village.district_id, weeks)

    def team(self) -> Team:
        """Who serves in the village and its zone this week, or which office is there instead."""
        teams = self.teams([self.week])
        people = teams.get((self.village.code, self.week), ())
        zone = self.duty.zone(self.village.id)
        office = None if people else self.duty.office(self.village.id)
        return Team(
            tuple(map(self._person, people)),
            tuple(map(self._person, teams.get((zone or "", self.week), ()))),
            is_closed=self.village.is_closed(self.week),
            office=named(office) if office else None,
        )

    def responsible(self, task: Task, teams: Teams) -> Responsible:
        """The one responsible for a task, as the board keeps them."""
        holder = task.holder
        if holder.kind is Holding.OFFICE:
            office = self.session.scalar(select(Office).where(Office.code == holder.code))
            return Responsible(office=named(office) if office else Named(holder.code))
        team = teams.get((holder.place or "", holder.week), ()) if holder.week else ()
        there = next((self._person(one) for one in team if one.member == holder.code), None)
        return Responsible(there or self._gone(holder.code))

    def _person(self, one: Serving) -> Person:
        return Person(one.member, self._sealed(one.member, one.name), one.position, one.troubleshooter, one.days)

    def _gone(self, code: str) -> Person:
        """Somebody who is responsible, and whom the roster in force has in that place no more."""
        member = self.session.scalar(select(Member).where(Member.code == code))
        return Person(code, self._sealed(code, member.name if member and member.named_in_public else None), None)

    def _sealed(self, code: str, name: str | None) -> str | None:
        if name is None:
            return None
        if code not in self._names:
            self._names[code] = seal(self.session, name, Secret.NAME)
        return self._names[code]


def named(thing: District | Village | Office) -> Named:
    """A place or an office by its names."""
    return Named(thing.name, thing.name_en)
