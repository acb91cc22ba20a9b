"""On which mornings villages hear people, as it stood at each moment: weekdays, closed weeks, holidays and the like.

Publications are kept; these rules are not, so each is noted here with the moment at which it was found changed: a
hearing that a holiday takes away stays in feeds as a cancelled one, just as one that a publication takes away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from rotation.district.hearing_days import hearing_days
from rotation.district.villages import Village, villages
from rotation.district.weeks import DayKind, Week
from rotation.district.working_days import calendar
from rotation.store import Base

T = TypeVar("T")
Since = Sequence[tuple[datetime, T]]
_DISTRICT = ""


class HearingRule(Base):
    """By which rule a village has heard people since a moment; the first that is known, since ever.

    `place` is the village's code, `rule` its weekdays and closed weeks; where `place` is empty, the rule is the
    district's holidays and make-up workdays.
    """

    __tablename__ = "calendar_rule"

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("district.id"), index=True)
    place: Mapped[str] = mapped_column(String(40))
    since: Mapped[datetime]
    rule: Mapped[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Mornings:
    """The rules of a district's villages, each with the moment since when, first things first."""

    villages: Mapping[str, Since[Village]]
    days: Since[Mapping[date, DayKind]]

    def of(self, place: str, week: Week, moment: datetime) -> tuple[date, ...]:
        """The days of a week with a morning hearing, by the rules noted before `moment`; a zone has none."""
        if place not in self.villages:
            return ()
        return hearing_days(_before(self.villages[place], moment), week, _before(self.days, moment))

    def changes(self, places: set[str]) -> list[datetime]:
        """The moments at which the rules of any of these places changed, in order."""
        rules = [self.days, *(self.villages[place] for place in places if place in self.villages)]
        return sorted({since for known in rules for since, _rule in known[1:]})


def are_noted(session: Session, district_id: int) -> bool:
    """Whether the rules are those that were noted last."""
    return not _unnoted(session, district_id)


def note(session: Session, district_id: int, now: datetime) -> None:
    """Note the rules that have changed, as of now; always later than those before, whatever the clock says."""
    noted = max((row.since for row in _rows(session, district_id)), default=None)
    since = max(now, noted + timedelta.resolution) if noted else now
    for place, rule in _unnoted(session, district_id).items():
        session.add(HearingRule(district_id=district_id, place=place, since=since, rule=rule))
    session.flush()


def mornings(session: Session, district_id: int) -> Mornings:
    """The rules of a district as far as they were noted."""
    known: dict[str, list[tuple[datetime, Village]]] = {}
    days: list[tuple[datetime, Mapping[date, DayKind]]] = []
    for row in _rows(session, district_id):
        if row.place == _DISTRICT:
            days.append((row.since, {date.fromisoformat(day): DayKind(kind) for day, kind in row.rule.items()}))
        else:
            known.setdefault(row.place, []).append((row.since, Village(**row.rule)))
    return Mornings(known, days)


def _before(known: Since[T], moment: datetime) -> T:
    return next((rule for since, rule in reversed(known) if since < moment), known[0][1])


def _unnoted(session: Session, district_id: int) -> dict[str, dict[str, Any]]:
    newest = {row.place: row.rule for row in _rows(session, district_id)}
    rules = {village.code: _rule(village) for village in villages(session, district_id, inactive=True)}
    special = calendar(session, district_id)
    rules[_DISTRICT] = {day.isoformat(): kind.value for day, kind in special.items()}
    return {place: rule for place, rule in rules.items() if newest.get(place) != rule}


def _rule(village: Village) -> dict[str, Any]:
    return {
        "hearing_days": sorted(village.hearing_days),
        "open_every": village.open_every,
        "open_offset": village.open_offset,
        "closed_weeks": sorted(village.closed_weeks),
    }


def _rows(session: Session, district_id: int) -> Sequence[HearingRule]:
    query = select(HearingRule).where(HearingRule.district_id == district_id)
    return session.scalars(query.order_by(HearingRule.since, HearingRule.id)).all()
