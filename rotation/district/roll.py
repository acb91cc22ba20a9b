"""The roll: a district's members as a planner looks through them, with what they can do in a week."""

import unicodedata
from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy.orm import Session

from rotation.district.leave import Leave, leave_overlapping, weeks_away
from rotation.district.members import Member, members
from rotation.district.training import Training, first_week_to_lead, first_week_to_serve, trainings
from rotation.district.weeks import Week
from rotation.district.working_days import calendar

ACTIVE, INACTIVE, ALL = "active", "inactive", "all"


@dataclass(frozen=True, slots=True)
class Entry:
    """One member in one week: from when trained to serve and to lead, and whether away in this week."""

    member: Member
    week: Week
    serves_from: Week | None
    leads_from: Week | None
    leave: tuple[Leave, ...]
    away: bool

    @property
    def is_trained(self) -> bool:
        """Whether the basic training allows to serve in this week."""
        return self.serves_from is not None and self.serves_from <= self.week

    @property
    def is_lead(self) -> bool:
        """Whether a plan beginning with this week could count on the member as a lead."""
        return self.leads_from is not None and self.leads_from <= self.week

    @property
    def can_serve(self) -> bool:
        """Whether the member could serve in this week: active, trained and not away."""
        return self.member.active and self.is_trained and not self.away


@dataclass(frozen=True, slots=True)
class Search:
    """What a planner looks for; what is left empty finds everybody."""

    words: str = ""
    state: str = ACTIVE
    role: str = ""
    skill: str = ""
    only_leads: bool = False
    only_away: bool = False
    only_untrained: bool = False

    def finds(self, entry: Entry) -> bool:
        """Whether the entry is one of those looked for."""
        return (
            self.state in (ALL, ACTIVE if entry.member.active else INACTIVE)
            and (not self.role or self.role in entry.member.roles)
            and (not self.skill or self.skill in entry.member.skills)
            and (entry.is_lead or not self.only_leads)
            and (entry.away or not self.only_away)
            and not (self.only_untrained and entry.is_trained)
            and self._names(entry.member)
        )

    def _names(self, member: Member) -> bool:
        """Every word stands in the name or number, or its digits in the telephone number."""
        plain = f"{member.name.casefold()}\n{member.code}"
        digits = "".join(filter(str.isdigit, member.phone))
        words = unicodedata.normalize("NFKC", self.words).casefold().split()
        return all(word in plain or (word.isdigit() and word in digits) for word in words)


def roll(session: Session, district_id: int, week: Week) -> list[Entry]:
    """All members of a district by code, inactive ones too, as they stand in `week`."""
    courses: dict[int, list[Training]] = defaultdict(list)
    leave: dict[int, list[Leave]] = defaultdict(list)
    for training in trainings(session, district_id):
        courses[training.member_id].append(training)
    for row in leave_overlapping(session, district_id, week.monday, week.sunday):
        leave[row.member_id].append(row)
    days = calendar(session, district_id)
    return [
        Entry(
            member,
            week,
            first_week_to_serve(courses[member.id]),
            first_week_to_lead(courses[member.id]),
            tuple(leave[member.id]),
            week in weeks_away(leave[member.id], days),
        )
        for member in members(session, district_id, inactive=True)
    ]
