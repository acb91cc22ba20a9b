"""A district of two zones, three villages and fourteen members, all trained, on Wednesday 2026-01-07."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from rotation.district.members import Member, members
from rotation.district.training import Course, Training
from rotation.district.villages import Village, Zone
from rotation.district.weeks import Week
from rotation.roster.editing import Editor
from rotation.roster.planning import Asked, draft, problem_of
from rotation.roster.plans import default_plan
from rotation.roster.publishing import Signature, publish, review
from rotation.roster.rosters import published
from rotation.store import writing
from solver import Assignment, Costs, Solution, audit

TODAY = date(2026, 1, 7)
THIS = Week.of(TODAY)
NEXT = THIS + 1


@pytest.fixture
def people(session, district):
    """The members' codes m01 to m14; the last two are troubleshooters only, the first five are leads."""
    with writing(session):
        east, west = (
            Zone(district_id=district.id, code=code, name=name) for code, name in (("z1", "东"), ("z2", "西"))
        )
        east.troubleshooters = 1
        session.add_all([east, west])
        session.flush()
        for n, zone in enumerate((east, east, west), 1):
            session.add(
                Village(district_id=district.id, code=f"v0{n}", name=f"村{n}", name_en=f"V{n}", zone_id=zone.id)
            )
        for n in range(1, 15):
            roles = ["team"] if n < 13 else ["troubleshooter"]
            session.add(Member(district_id=district.id, code=f"m{n:02}", name=f"队员{n}", roles=roles, skills=[]))
        session.flush()
        for member in members(session, district.id):
            session.add(Training(member_id=member.id, course=Course.BASIC, completed=date(2025, 1, 10)))
            if member.code <= "m05":
                session.add(Training(member_id=member.id, course=Course.LEAD, completed=date(2025, 1, 10)))
    return [member.code for member in members(session, district.id)]


found_before = {}


def greedy(problem, skip=()):
    """A legal roster of a problem, with whoever served least recently; `skip` is members left out.

    Found once for all tests that ask for the same: it asks the judge at every seat.
    """
    asked = problem.to_json(), tuple(skip)
    if asked not in found_before:
        found_before[asked] = tuple(_greedy(problem, skip))
    return list(found_before[asked])


def _greedy(problem, skip):
    taken, last, terms = [*problem.pinned], {}, {}
    for member in problem.members:
        last[member.id] = member.history.last_week if member.history.last_week is not None else -99
    for week in range(problem.weeks):
        for place in problem.place_of:
            for _ in range(problem.seats_in(place, week)):
                for member in sorted(problem.members, key=lambda m: (last[m.id], not m.lead, m.id)):
                    term = Assignment(week, place, member.id)
                    if member.id in skip or audit(problem, [*taken, term]).broken:
                        continue
                    taken.append(term)
                    last[member.id] = week
                    terms[member.id] = terms.get(member.id, 0) + 1
                    break
    return taken


def answered(problem, terms=None, bounds=None):
    """A solution of a problem: these terms, else greedy ones."""
    terms = greedy(problem) if terms is None else terms
    found = audit(problem, terms)
    return Solution(tuple(terms), found.costs, bounds or Costs(), found.wishes)


@pytest.fixture
def office(session, district, people, settings):
    """What a planner does, in short: plan, draft, publish."""
    settings = replace(settings, roster=replace(settings.roster, weeks=4, team_size=2, seconds=2))

    def plan(today=TODAY, **changes):
        return replace(default_plan(session, district, settings, today=today), **changes)

    def problem(asked=None, today=TODAY, pins=()):
        return problem_of(session, district, asked or plan(today), settings, today=today, pins=pins)

    def drafted(asked=None, today=TODAY, bounds=None, terms=None):
        asked = asked or plan(today)
        with writing(session):
            question = problem(asked, today)
            base = published(session, district.id)
            made = Asked(asked, question, base, "planner")
            return draft(session, district, made, answered(question, terms, bounds))

    def put_in_force(roster, today=TODAY):
        found = review(session, district, roster, settings, today=today)
        with writing(session):
            editor = Editor("planner", today, roster.edits)
            return publish(session, district, roster.number, settings, editor, Signature("note", found.digest))

    return SimpleNamespace(
        plan=plan, problem=problem, drafted=drafted, publish=put_in_force, settings=settings, district=district
    )
