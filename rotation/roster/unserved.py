"""Published terms that can no longer be served, whatever the reason, and the openings that follow.

This is the one place that says so: whoever changes a fact (leave, a recusal, training, a member or a place that is
left off, closed weeks, a whole import) does it inside `watched`, and what has become impossible by it is opened.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from rotation.district.members import Role
from rotation.district.villages import District, Village
from rotation.district.weeks import CHINA, Week, works_on
from rotation.district.working_days import calendar
from rotation.errors import N_
from rotation.roster.facts import Facts, facts
from rotation.roster.openings import Opening, State, end, live
from rotation.roster.rosters import Line, Term, lines, published
from rotation.settings import Settings
from rotation.store import now

Span = tuple[date, date]


class Why(StrEnum):
    """Why a term can't be served; of several reasons the first."""

    CLOSED = "closed"
    INACTIVE = "inactive"
    UNTRAINED = "untrained"
    WRONG_ROLE = "wrong_role"
    RECUSED = "recused"
    AWAY = "away"


IN_WORDS: Mapping[Why, str] = {
    Why.CLOSED: N_("the place is closed in this week"),
    Why.INACTIVE: N_("does not serve any more"),
    Why.UNTRAINED: N_("has not completed the basic training"),
    Why.WRONG_ROLE: N_("does not have the role that this seat needs"),
    Why.RECUSED: N_("must not serve here"),
    Why.AWAY: N_("is away in this week"),
}


@dataclass(frozen=True, slots=True)
class Unserved:
    """A published term that can't be served from a day on: its Monday where all of it falls away."""

    line: Line
    why: Why
    since: date


Key = tuple[Week, str, str]


def unserved(
    session: Session, district: District, *conditions: ColumnElement[bool], today: date
) -> dict[Key, Unserved]:
    """By week, place and member: the published terms from this week on that today's facts make impossible.

    `conditions` on Term narrow them down.
    """
    roster = published(session, district.id)
    if roster is None:
        return {}
    known = facts(session, district.id)
    terms = lines(session, roster, Term.week >= Week.of(today), *conditions)
    found = (_lost(known, line, today) for line in terms)
    return {(one.line.week, one.line.place, one.line.member): one for one in found if one is not None}


def hit_by_leave(session: Session, district: District, member: str, days: Span, *, today: date) -> list[Line]:
    """The published terms that leave of a member on these days would make impossible."""
    roster = published(session, district.id)
    known = calendar(session, district.id)
    mine = (Term.member == member, Term.week >= Week.of(today))
    terms = lines(session, roster, *mine) if roster else []
    return [line for line in terms if any(works_on(day, known) for day in _covered(line, days, today))]


def _lost(known: Facts, line: Line, today: date) -> Unserved | None:
    why = _whole_reason(known, line)
    if why is not None:
        left = line.week > Week.of(today) or any(works_on(day, known.calendar) for day in _days_left(line, today))
        return Unserved(line, why, _begin(line, today)) if left else None
    if line.week not in known.away[line.member]:
        return None
    leave = known.leave.get(known.member_of[line.member].id, ())
    away = (_covered(line, (one.first_day, one.last_day), today) for one in leave)
    begins = [days[0] for days in away if any(works_on(day, known.calendar) for day in days)]
    if not begins:
        return None
    return Unserved(line, Why.AWAY, min(begins) if line.week == Week.of(today) else line.week.monday)


def _whole_reason(known: Facts, line: Line) -> Why | None:
    """What keeps a member from a term altogether."""
    member, place = known.member_of[line.member], known.place_of[line.place]
    serves_from = known.serves_from[line.member]
    role = Role.TEAM if isinstance(place, Village) else Role.TROUBLESHOOTER
    if not place.active or (isinstance(place, Village) and place.is_closed(line.week)):
        return Why.CLOSED
    if not member.active:
        return Why.INACTIVE
    if serves_from is None or line.week < serves_from:
        return Why.UNTRAINED
    if role not in member.roles:
        return Why.WRONG_ROLE
    return Why.RECUSED if any(one.place == line.place for one in known.recusals.get(member.id, ())) else None


def _begin(line: Line, today: date) -> date:
    return max(today, line.week.monday, *line.days[:1])


def _days_left(line: Line, today: date) -> list[date]:
    last = line.days[1] if line.days else line.week.sunday
    return [day for day in line.week.days() if _begin(line, today) <= day <= last]


def _covered(line: Line, days: Span, today: date) -> list[date]:
    return [day for day in _days_left(line, today) if days[0] <= day <= days[1]]


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who enters the change: the login `by`, for themselves or (`on_behalf`) for those whom it concerns."""

    by: str
    on_behalf: bool = True


@dataclass(frozen=True, slots=True)
class Consequences:
    """The openings that a change has made, and those that it has ended; filled in when the change is done."""

    opened: list[Opening] = field(default_factory=list)
    ended: list[Opening] = field(default_factory=list)


@contextmanager
def watched(
    session: Session,
    district: District,
    settings: Settings,
    reporter: Reporter,
    *conditions: ColumnElement[bool],
    at: datetime | None = None,
) -> Iterator[Consequences]:
    """Change facts inside: terms that become impossible are opened, openings that are needless by it are ended.

    What was impossible before stays as a person has left it.
    """
    when = at or now()
    session.get_one(District, district.id, with_for_update=True)
    today = when.astimezone(CHINA).date()
    found = Consequences()
    before = unserved(session, district, *conditions, today=today)
    yield found
    session.flush()
    after = unserved(session, district, *conditions, today=today)
    rows = {(one.week, one.place, one.member): one for one in live(session, district)}
    for key in sorted(before.keys() | after.keys(), key=lambda one: (one[0].monday, *one[1:])):
        row, was, lost = rows.get(key), before.get(key), after.get(key)
        if lost is None and row is not None:
            end(session, row, State.WITHDRAWN, reporter.by, when)
            found.ended.append(row)
        elif lost and was is None and row is None:
            found.opened.append(_opened(session, district, settings, reporter, lost, when))
        elif lost and was and row and was.since != lost.since:
            row.first_day = _first_day(lost)
    session.flush()


def _first_day(lost: Unserved) -> date | None:
    return None if lost.since == lost.line.week.monday else lost.since


def _opened(
    session: Session, district: District, settings: Settings, reporter: Reporter, lost: Unserved, at: datetime
) -> Opening:
    row = Opening(
        district_id=district.id,
        week=lost.line.week,
        place=lost.line.place,
        member=lost.line.member,
        first_day=_first_day(lost),
        reported_at=at,
        reported_by=reporter.by,
        on_behalf=reporter.on_behalf,
        ask_from=at + timedelta(minutes=settings.stand_ins.wait_minutes),
    )
    session.add(row)
    return row
