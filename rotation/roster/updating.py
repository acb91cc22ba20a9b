"""Bringing up to date a draft that is behind: others have published meanwhile, or its first weeks have begun."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation.district.villages import District
from rotation.district.weeks import Week
from rotation.errors import N_, Conflict
from rotation.roster.changes import Difference, differing
from rotation.roster.drafts import draft_of
from rotation.roster.planning import Asked, assignments, draft, lines_of, problem_of
from rotation.roster.plans import Plan, plan_of
from rotation.roster.rosters import Line, Roster, Status, in_order, lines, log, pins, published, spelt
from rotation.roster.standing import what_stands
from rotation.roster.words import Words
from rotation.settings import Settings
from solver import Assignment, Broken, Costs, Problem, Sentence, Solution, audit

EMPTY = N_("In %(place)s a seat stays empty in the week of %(week)s")


@dataclass(frozen=True, slots=True)
class Update:
    """A draft brought up to date: the new one, and what fell: terms that could not be taken over, each with the reason.

    Seats are among it that others have emptied since.
    """

    roster: Roster
    dropped: tuple[Sentence, ...]


def between(session: Session, roster: Roster) -> list[Roster]:
    """The versions published since the one that this draft took up, oldest first."""
    base = session.get(Roster, roster.base_id) if roster.base_id else None
    later = Roster.version > (base.version or 0) if base else Roster.version.is_not(None)
    query = select(Roster).where(Roster.district_id == roster.district_id, Roster.status != Status.DRAFT, later)
    return list(session.scalars(query.order_by(Roster.version)))


def came_between(session: Session, roster: Roster, *, today: date) -> list[Difference]:
    """Whose place in weeks to come has changed since: `places` are those of the old and the published version."""
    base = session.get(Roster, roster.base_id) if roster.base_id else None
    in_force = published(session, roster.district_id)
    both = [lines(session, one) if one else [] for one in (base, in_force)]
    return [one for one in differing(both) if one.week > Week.of(today)]


def bring_up_to_date(
    session: Session, district: District, number: int, settings: Settings, *, by: str, today: date
) -> Update:
    """Make a new draft of one that is behind; the old one stays as it is.

    Weeks that have begun become those of the published roster, and so do the weeks before the plan. So does whatever
    the draft had left as it was, and others have changed since (a stand-in, a swap). All other terms stay where
    today's facts allow it; each that falls is named. Nothing is proven of the new draft until
    it is solved again. Conflict where it is not behind, or all its weeks have begun.
    """
    session.get_one(District, district.id, with_for_update=True)  # before the roster, as publishing does
    old = draft_of(session, district.id, number)
    in_force = published(session, district.id)
    plan = _moved(old, in_force, today)
    problem = problem_of(session, district, plan, settings, today=today)
    fixed = set(_planned(pins(session, old), plan))
    mine = _planned(lines(session, old), plan)
    merged = _planned(_merged(session, old, in_force), plan)
    terms, fallen = what_stands(problem, merged, fixed)
    problem = replace(problem, pinned=tuple(one for one in terms if one in fixed))
    made = draft(session, district, Asked(plan, problem, in_force, by), _answer(problem, terms))
    before, after, emptied = set(lines_of(mine, plan.start)), set(lines_of(terms, plan.start)), _emptied(mine, merged)
    told = {"into": spelt(after - before), "dropped": spelt(before - after)}
    empty = [[str(plan.start + week), place] for week, place in emptied]
    log(session, made, by, "updated", of=old.number, **told, empty=empty)
    return Update(made, _said(session, district, plan, fallen, emptied))


def _moved(old: Roster, in_force: Roster | None, today: date) -> Plan:
    plan = plan_of(old)
    start = max(plan.start, Week.of(today) + 1)
    if start == plan.start and old.base_id == (in_force.id if in_force else None):
        raise Conflict(N_("Roster %(number)s is up to date."), number=old.number)
    moved = plan.starting(start)
    if not moved.weeks:
        raise Conflict(N_("All weeks of roster %(number)s have begun; make a new plan."), number=old.number)
    if old.base_id is None and in_force is not None and in_force.end > start:
        return replace(moved, baseline_until=in_force.end + -1)  # nobody had been told anything; by now they have
    return moved


def _merged(session: Session, old: Roster, in_force: Roster | None) -> list[Line]:
    """The draft's terms, with the changes that were published since to those that it had left as they were."""
    base = session.get(Roster, old.base_id) if old.base_id else None
    mine, then, now = (_by_key(session, one) for one in (old, base, in_force))
    if base is None:
        return in_order(mine.values())
    for key in then.keys() | now.keys():
        if then.get(key) != now.get(key) and mine.get(key) == then.get(key):
            mine.pop(key, None)
            if key in now:
                mine[key] = now[key]
    return in_order(mine.values())


def _emptied(before: Iterable[Assignment], after: Iterable[Assignment]) -> list[tuple[int, str]]:
    """The week and place of each seat that was filled before and is not after."""
    seats = [Counter((term.week, term.place) for term in terms) for terms in (before, after)]
    return sorted((seats[0] - seats[1]).elements())


def _by_key(session: Session, roster: Roster | None) -> dict[tuple[Week, str], Line]:
    return {(line.week, line.member): line for line in lines(session, roster)} if roster else {}


def _planned(terms: list[Line], plan: Plan) -> tuple[Assignment, ...]:
    return assignments((line for line in terms if plan.start <= line.week < plan.end), plan.start)


def _answer(problem: Problem, terms: list[Assignment]) -> Solution:
    found = audit(problem, terms)
    return Solution(tuple(terms), found.costs, Costs(), found.wishes)


def _said(
    session: Session, district: District, plan: Plan, fallen: list[Broken], emptied: list[tuple[int, str]]
) -> tuple[Sentence, ...]:
    words = Words.of(session, district.id, plan.start)
    broken = (words.broken(one.rule, one.detail) for one in fallen)
    return (*broken, *(words.said(EMPTY, {"week": week, "place": place}) for week, place in emptied))
