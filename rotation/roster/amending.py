"""A next version of the roster in force in which a few terms are others: a stand-in, a swap.

The version before stays as it was. Only the terms that change are new; all others are taken over as they stand. So is
its problem, unless somebody comes in with whom nobody had planned: the costs of a version are always those that its
own problem counts.
"""

from dataclasses import asdict, dataclass, replace

from sqlalchemy import insert, literal, select, tuple_
from sqlalchemy.orm import Session

from rotation.district.villages import District
from rotation.district.weeks import Week
from rotation.errors import N_, Conflict
from rotation.roster.amended import Deed
from rotation.roster.desk import Counted, still_proven
from rotation.roster.editing import Change
from rotation.roster.files import planned, problem_of_roster
from rotation.roster.in_force import InForce
from rotation.roster.latecomers import latecomers, with_latecomers
from rotation.roster.planning import problem_from
from rotation.roster.plans import plan_of
from rotation.roster.publishing import put_in_force
from rotation.roster.rosters import (
    Line,
    Roster,
    Term,
    add_lines,
    in_order,
    lines,
    log,
    next_number,
    published,
    spelt,
)
from rotation.settings import Settings
from solver import Assignment, Costs, Difference, Problem, Wishes, audit, edited

_TAKEN_OVER = ("title", "start", "weeks", "baseline_until", "rules")


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change of the published roster with the key `base`, and what it adds to that roster's costs.

    `problem` is the problem file by which these are counted, where that is not the one of `base`.
    """

    base: int
    change: Change
    added: Difference
    problem: str = ""


def amendment(session: Session, district: District, at: InForce, change: Change, settings: Settings) -> Amendment:
    """Count what a change adds to the costs of the roster in force; nothing is stored, and no lock is held."""
    roster, problem, before = at.roster, problem_of_roster(at.roster), lines(session, at.roster)
    known = tuple(one for one in planned(roster, before) if one.member in problem.member_of)
    found = edited(problem, known, *(planned(roster, in_order(side)) for side in (change.out, change.into)))
    late = latecomers(at, change, found.broken)
    asked = with_latecomers(problem, _today(session, district, at, settings), at, late) if late else problem
    if asked == problem:
        return Amendment(roster.id, change, found.difference)
    after = planned(roster, in_order((set(before) - change.out) | change.into))
    return Amendment(roster.id, change, _recounted(roster, asked, after), asked.to_json())


def _today(session: Session, district: District, at: InForce, settings: Settings) -> Problem:
    """What today's facts make of the plan of the roster in force."""
    plan = replace(plan_of(at.roster), baseline_until=None)
    return problem_from(session, district, plan, settings, today=at.today)


def _recounted(roster: Roster, problem: Problem, after: tuple[Assignment, ...]) -> Difference:
    """What these terms cost by another problem more than the roster by its own."""
    found = audit(problem, after)
    return Difference(found.costs, found.wishes) + -Difference(Costs(**roster.costs), Wishes(**roster.wishes))


def amend(session: Session, district: District, wanted: Amendment, *, by: str, what: Deed, note: str = "") -> Roster:
    """Put the roster with the change in force.

    Conflict where another version has been published meanwhile that touches the same members, teams or places.
    """
    session.get_one(District, district.id, with_for_update=True)
    base = published(session, district.id)
    if base is None or not _still_fits(session, base, wanted):
        raise Conflict(N_("Another version of the roster has been published meanwhile; look at it again."))
    made = _draft(session, district, base, wanted, by)
    session.add(made)
    session.flush()
    _take_over(session, base, made, wanted.change.out)
    add_lines(session, made, wanted.change.into)
    put_in_force(session, district, made, by, note)
    log(session, made, by, what.value, out=spelt(wanted.change.out), into=spelt(wanted.change.into))
    return made


def _still_fits(session: Session, base: Roster, wanted: Amendment) -> bool:
    """Whether nothing has changed since that the rules, or the costs of this change, depend on."""
    if base.id == wanted.base:
        return True
    before = session.get_one(Roster, wanted.base)
    if wanted.problem or before.problem != base.problem:
        return False
    return _near(session, before, wanted.change) == _near(session, base, wanted.change)


def _near(session: Session, roster: Roster, change: Change) -> tuple[set[Line], set[Line]]:
    """The terms in the places of a change, and those of its members with the teams in which they serve."""
    lines_of_change = change.out | change.into
    places = sorted({line.place for line in lines_of_change})
    mine = Term.roster_id == roster.id, Term.member.in_(sorted({line.member for line in lines_of_change}))
    teams = select(Term.place, Term.week).where(*mine)
    return (
        set(lines(session, roster, Term.place.in_(places))),
        set(lines(session, roster, tuple_(Term.place, Term.week).in_(teams))),
    )


def _draft(session: Session, district: District, base: Roster, wanted: Amendment, by: str) -> Roster:
    before = Counted(Costs(**base.costs), Wishes(**base.wishes))
    after = before.plus(wanted.added)
    bounds = Costs() if wanted.problem else still_proven(before.costs, after.costs, Costs(**base.bounds))
    return Roster(
        **{name: getattr(base, name) for name in _TAKEN_OVER},
        district_id=district.id,
        number=next_number(session, district.id),
        base_id=base.id,
        problem=wanted.problem or base.problem,
        costs=asdict(after.costs),
        bounds=asdict(bounds),
        proofs={} if wanted.problem else base.proofs,
        wishes=asdict(after.wishes),
        made_by=by,
    )


def _take_over(session: Session, base: Roster, made: Roster, but: frozenset[Line]) -> None:
    names = ("week", "place", "member", "pinned", "first_day", "last_day")
    there = select(literal(made.id), *(getattr(Term, name) for name in names)).where(Term.roster_id == base.id)
    gone: list[tuple[Week, str]] = [(line.week, line.member) for line in but]
    if gone:
        there = there.where(tuple_(Term.week, Term.member).not_in(gone))
    session.execute(insert(Term).from_select(["roster_id", *names], there))
