"""What the tables say of a district, gathered in a few queries: who may serve, where, and when not."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from rotation.district import training, working_days
from rotation.district.leave import Leave, weeks_away
from rotation.district.members import Apart, Member, Recusal, members
from rotation.district.training import Training
from rotation.district.villages import Village, Zone, villages, zones
from rotation.district.weeks import DayKind, Week

T = TypeVar("T")


@dataclass(frozen=True)
class Facts:
    """A district as it stands: all its members, villages and zones, inactive ones too, and what limits them.

    Leave, training and recusals are by the member's database id, `apart` is pairs of codes.
    """

    members: list[Member]
    villages: list[Village]
    zones: list[Zone]
    leave: dict[int, list[Leave]]
    training: dict[int, list[Training]]
    recusals: dict[int, list[Recusal]]
    apart: list[tuple[str, str]]
    calendar: dict[date, DayKind]

    @cached_property
    def away(self) -> dict[str, frozenset[Week]]:
        """By member's code: the weeks that leave makes unavailable."""
        return {
            member.code: frozenset(weeks_away(self.leave.get(member.id, ()), self.calendar)) for member in self.members
        }

    @cached_property
    def serves_from(self) -> dict[str, Week | None]:
        """By member's code: the first week after the basic training; None where it has not been completed."""
        return {member.code: training.first_week_to_serve(self.training.get(member.id, ())) for member in self.members}

    @cached_property
    def pairs_apart(self) -> frozenset[frozenset[str]]:
        """Two by two, the codes of those who are kept apart."""
        return frozenset(map(frozenset, self.apart))

    @cached_property
    def member_of(self) -> dict[str, Member]:
        """Members by code."""
        return {member.code: member for member in self.members}

    @cached_property
    def place_of(self) -> dict[str, Village | Zone]:
        """Villages and zones by code."""
        places: list[Village | Zone] = [*self.villages, *self.zones]
        return {place.code: place for place in places}

    def is_trained(self, member: str, week: Week) -> bool:
        """Whether the member has completed the basic training before this week."""
        first = self.serves_from.get(member)
        return first is not None and week >= first

    def is_available(self, member: str, week: Week) -> bool:
        """Whether the member has been trained before this week and is not away in it."""
        return self.is_trained(member, week) and week not in self.away[member]

    def is_lead(self, member: Member, before: Week) -> bool:
        """Whether the member was qualified to lead before the week `before` begins."""
        return training.is_lead(self.training.get(member.id, ()), before)


def facts(session: Session, district_id: int) -> Facts:
    """Everything that a plan of this district depends on."""
    return Facts(
        members=members(session, district_id, inactive=True),
        villages=villages(session, district_id, inactive=True),
        zones=zones(session, district_id, inactive=True),
        leave=_by_member(_of_members(session, district_id, Leave), lambda row: row.member_id),
        training=_by_member(training.trainings(session, district_id), lambda row: row.member_id),
        recusals=_by_member(_of_members(session, district_id, Recusal), lambda row: row.member_id),
        apart=_pairs_apart(session, district_id),
        calendar=working_days.calendar(session, district_id),
    )


def _of_members(session: Session, district_id: int, kind: type[T]) -> list[T]:
    member_id = kind.member_id  # type: ignore[attr-defined]
    return list(session.scalars(select(kind).join(Member, Member.id == member_id).filter_by(district_id=district_id)))


def _by_member(rows: Iterable[T], owner: Callable[[T], int]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for row in rows:
        found[owner(row)].append(row)
    return dict(found)


def _pairs_apart(session: Session, district_id: int) -> list[tuple[str, str]]:
    first, second = aliased(Member), aliased(Member)
    query = (
        select(first.code, second.code)
        .select_from(Apart)
        .join(first, first.id == Apart.first_id)
        .join(second, second.id == Apart.second_id)
        .where(first.district_id == district_id, first.active, second.active)
        .order_by(first.code, second.code)
    )
    return [(one, other) for one, other in session.execute(query)]
