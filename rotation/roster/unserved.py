"""Published terms that can no longer be served, whatever the reason, and the openings that follow.

This is the one place that says so: whoever changes a fact (leave, a recusal, who is kept apart, training, reach, a
member or a place that is left off or moves, closed weeks, a whole import) does it inside `watched`, and what has
become impossible by it is opened.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache

from sqlalchemy import ColumnElement, or_, select, tuple_
from sqlalchemy.orm import Session

from rotation.district.villages import District
from rotation.district.weeks import CHINA, Week, works_on
from rotation.district.working_days import calendar
from rotation.roster.facts import Facts, facts
from rotation.roster.files import problem_of_roster
from rotation.roster.hindrances import Hindrances, Why, days_left
from rotation.roster.openings import Opening, State, end, live
from rotation.roster.rosters import Line, PastTerm, Roster, Term, lines, published
from rotation.settings import Settings
from rotation.store import now

Span = tuple[date, date]
ALWAYS = (date.min, date.max)


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

    `conditions` on Term narrow them down, to the terms that meet them and those of the same teams and members.
    """
    roster = published(session, district.id)
    if roster is None:
        return {}
    judge = _judge(session, district, roster, today)
    terms = [line for line in _concerned(session, roster, conditions, today) if _is_left(judge.facts, line, today)]
    found = {line: lost for line in terms if (lost := _lost(judge, line, today))}
    standing = [line for line in terms if line not in found]
    for line, why in judge.together(standing, today).items():
        found[line] = Unserved(line, why, days_left(line, today)[0])
    return {(line.week, line.place, line.member): lost for line, lost in found.items()}


def _judge(session: Session, district: District, roster: Roster, today: date) -> Hindrances:
    rest = int(roster.rules.get("rest_weeks", 0))
    recent = (PastTerm.district_id == district.id, PastTerm.week >= Week.of(today) + -rest)
    past: dict[str, set[Week]] = {}
    for member, week in session.execute(select(PastTerm.member, PastTerm.week).where(*recent)):
        past.setdefault(member, set()).add(week)

    @cache
    def planned_leads() -> set[str]:
        return {member.id for member in problem_of_roster(roster).members if member.lead}

    team_size = int(roster.rules.get("team_size", 0))
    return Hindrances(facts(session, district.id), roster.start, team_size, rest, past, planned_leads)


def _concerned(
    session: Session, roster: Roster, conditions: tuple[ColumnElement[bool], ...], today: date
) -> list[Line]:
    coming = Term.week >= Week.of(today)
    if not conditions:
        return lines(session, roster, coming)
    mine = (Term.roster_id == roster.id, coming, *conditions)
    teams = tuple_(Term.place, Term.week).in_(select(Term.place, Term.week).where(*mine))
    return lines(session, roster, coming, or_(teams, Term.member.in_(select(Term.member).where(*mine))))


def _is_left(known: Facts, line: Line, today: date) -> bool:
    """Whether there is a day left to serve: of the week that runs, one on which people work."""
    return line.week > Week.of(today) or any(works_on(day, known.calendar) for day in _covered(line, ALWAYS, today))


def hit_by_leave(session: Session, district: District, member: str, days: Span, *, today: date) -> list[Line]:
    """The published terms that leave of a member on these days would make impossible."""
    roster = published(session, district.id)
    known = calendar(session, district.id)
    mine = (Term.member == member, Term.week >= Week.of(today))
    terms = lines(session, roster, *mine) if roster else []
    return [line for line in terms if any(works_on(day, known) for day in _covered(line, days, today))]


def _lost(judge: Hindrances, line: Line, today: date) -> Unserved | None:
    """A term that falls away by itself, whoever else serves."""
    why, known = judge.alone(line), judge.facts
    if why is not None:
        return Unserved(line, why, days_left(line, today)[0])
    if line.week not in known.away[line.member]:
        return None
    leave = known.leave.get(known.member_of[line.member].id, ())
    away = (_covered(line, (one.first_day, one.last_day), today) for one in leave)
    begins = [days[0] for days in away if any(works_on(day, known.calendar) for day in days)]
    if not begins:
        return None
    return Unserved(line, Why.AWAY, min(begins) if line.week == Week.of(today) else line.week.monday)


def _covered(line: Line, days: Span, today: date) -> list[date]:
    """The days of a term that are left and lie in a span."""
    first, last = days_left(line, today)
    return [day for day in line.week.days() if max(first, days[0]) <= day <= min(last, days[1])]


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
