"""From the tables to the solver's problem, and from its answer to a draft."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy.orm import Session

import solver
from rotation.district.members import Member
from rotation.district.villages import District, Village, Zone
from rotation.district.weeks import Week
from rotation.roster.facts import Facts, facts
from rotation.roster.history import Past, owes, past
from rotation.roster.plans import Plan, check_plan
from rotation.roster.rosters import Line, Roster, add_lines, in_order, lines, log, next_number, published
from rotation.settings import Settings
from solver import Assignment, Problem, Solution


def problem_of(
    session: Session, district: District, plan: Plan, settings: Settings, *, today: date, pins: Iterable[Line] = ()
) -> Problem:
    """The solver's problem for a plan, from today's facts.

    Its week 0 is the plan's start; whatever lies before is history. Left out are members, villages and zones
    that are inactive, though they may stand in the history and in the baseline. InvalidInput where the plan
    cannot be.
    """
    check_plan(plan, today=today)
    return problem_from(session, district, plan, settings, today=today, pins=pins)


def problem_from(
    session: Session, district: District, plan: Plan, settings: Settings, *, today: date, pins: Iterable[Line] = ()
) -> Problem:
    """The same, whatever the plan: it may begin in the week that runs, to judge what is in force."""
    known = facts(session, district.id)
    before = past(session, district.id, plan.start)
    owed = owes(known, before.terms, Week.of(today), settings.roster.owes_limit)
    return Problem(
        start=plan.start.monday,
        weeks=plan.weeks,
        members=_members(known, plan, before, owed),
        villages=tuple(_village(village, known, plan, before) for village in known.villages if village.active),
        zones=tuple(_zone(zone) for zone in known.zones if zone.active),
        team_size=plan.team_size,
        rest_weeks=plan.rest_weeks,
        spacing_weeks=plan.spacing_weeks,
        continuity_weeks=plan.continuity_weeks,
        weights=solver.Weights(**asdict(plan.weights)),
        apart=tuple(known.apart),
        pinned=assignments(pins, plan.start),
        baseline=_baseline(session, district, plan),
    )


def assignments(terms: Iterable[Line], start: Week) -> tuple[Assignment, ...]:
    """Terms in the solver's words: weeks counted from `start`."""
    return tuple(Assignment(line.week - start, line.place, line.member) for line in in_order(terms))


def lines_of(answer: Iterable[Assignment], start: Week) -> list[Line]:
    """The solver's assignments as terms."""
    return [Line(start + one.week, one.place, one.member) for one in sorted(answer)]


def _baseline(session: Session, district: District, plan: Plan) -> tuple[Assignment, ...] | None:
    """The published roster's terms up to the last week in which it binds; None where it does not bind."""
    in_force = published(session, district.id)
    if in_force is None or plan.baseline_until is None or plan.baseline_until < plan.start:
        return None
    last = min(plan.baseline_until, plan.end + -1)
    return assignments((line for line in lines(session, in_force) if plan.start <= line.week <= last), plan.start)


def _members(known: Facts, plan: Plan, before: Past, owed: dict[str, int]) -> tuple[solver.Member, ...]:
    partners = before.partners(village.code for village in known.villages)
    active = [member for member in known.members if member.active]
    here = {member.code for member in active}
    places = {code for code, place in known.place_of.items() if place.active}
    villages = {village.code for village in known.villages if village.active}
    return tuple(
        solver.Member(
            id=member.code,
            lead=known.is_lead(member, plan.start),
            roles=frozenset(member.roles),
            skills=frozenset(member.skills),
            lat=member.lat,
            lon=member.lon,
            max_km=member.max_km,
            unavailable=_unavailable(known, member, plan),
            recused=frozenset(row.place for row in known.recusals.get(member.id, ()) if row.place in places),
            max_terms=member.max_terms,
            dislikes=_dislikes(member, plan, places),
            owes=owed[member.code],
            history=solver.History(
                last_week=before.last_week.get(member.code),
                villages=_kept(before.visits.get(member.code, {}), villages),
                partners=_kept(partners.get(member.code, {}), here),
            ),
        )
        for member in active
    )


def _kept(counts: dict[str, int], known: set[str]) -> dict[str, int]:
    return {code: count for code, count in sorted(counts.items()) if code in known}


def _unavailable(known: Facts, member: Member, plan: Plan) -> frozenset[int]:
    trained = known.serves_from[member.code]
    first = plan.weeks if trained is None else min(max(0, trained - plan.start), plan.weeks)
    return frozenset(range(first)) | _numbers(known.away[member.code], plan)


def _dislikes(member: Member, plan: Plan, places: set[str]) -> solver.Dislikes:
    return solver.Dislikes(
        weeks=_numbers(map(Week.parse, member.disliked_weeks), plan),
        villages=frozenset(place for place in member.disliked_places if place in places),
    )


def _numbers(weeks: Iterable[Week], plan: Plan) -> frozenset[int]:
    return frozenset(week - plan.start for week in weeks if plan.start <= week < plan.end)


def _village(village: Village, known: Facts, plan: Plan, before: Past) -> solver.Village:
    zones = {zone.id: zone.code for zone in known.zones if zone.active}
    weeks = [plan.start + n for n in range(plan.weeks)]
    wanted = {n: frozenset(village.wanted(week)) for n, week in enumerate(weeks)}
    return solver.Village(
        id=village.code,
        zone=zones.get(village.zone_id) if village.zone_id else None,
        lat=village.lat,
        lon=village.lon,
        closed=frozenset(n for n, week in enumerate(weeks) if village.is_closed(week)),
        last_served=dict(sorted(before.last_served.get(village.code, {}).items())),
        wants={n: skills for n, skills in wanted.items() if skills},
    )


def _zone(zone: Zone) -> solver.Zone:
    return solver.Zone(id=zone.code, lat=zone.lat, lon=zone.lon, troubleshooters=zone.troubleshooters)


@dataclass(frozen=True, slots=True)
class Asked:
    """A plan with its problem, the published roster that it takes up, and who asked for it."""

    plan: Plan
    problem: Problem
    base: Roster | None
    by: str


def draft(session: Session, district: District, asked: Asked, solution: Solution) -> Roster:
    """Store an answer as a draft: the terms kept from the base before the plan's start, then the answer's."""
    made = _roster(session, district, asked, solution)
    session.add(made)
    session.flush()
    start = asked.plan.start
    kept = [line for line in lines(session, asked.base) if line.week < start] if asked.base else []
    add_lines(session, made, [*kept, *lines_of(solution.assignments, start)], lines_of(asked.problem.pinned, start))
    log(session, made, asked.by, "drafted", costs=made.costs, bounds=made.bounds)
    return made


def _roster(session: Session, district: District, asked: Asked, solution: Solution) -> Roster:
    return Roster(
        district_id=district.id,
        number=_claimed_number(session, district),
        title=asked.plan.title,
        base_id=asked.base.id if asked.base else None,
        start=asked.plan.start,
        weeks=asked.plan.weeks,
        baseline_until=asked.plan.baseline_until,
        rules=asked.plan.to_json(),
        problem=asked.problem.to_json(),
        costs=asdict(solution.costs),
        bounds=asdict(solution.bounds),
        proofs=dict(solution.proofs),
        wishes=asdict(solution.wishes),
        made_by=asked.by,
    )


def _claimed_number(session: Session, district: District) -> int:
    """The next roster's number; the district is locked, so that no two rosters get the same."""
    session.get_one(District, district.id, with_for_update=True)
    return next_number(session, district.id)
