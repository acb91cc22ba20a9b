"""A generated district with drafts, made without the solver: whoever may serve, serves, fewest terms first."""

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import product
from random import Random

from sqlalchemy.orm import Session

import solver
from rotation.district.members import Member, Role
from rotation.district.training import Course, Training
from rotation.district.villages import District, Village, Zone
from rotation.district.weeks import today
from rotation.roster.planning import Asked, draft, problem_of
from rotation.roster.plans import Plan, default_plan
from rotation.roster.rosters import Roster, published
from rotation.settings import Settings

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
GIVEN = "建国秀英德明桂兰志强玉珍"


def furnish(session: Session, district: District, *, members: int = 16, villages: int = 2, prefix: str = "") -> None:
    """Give an empty district members who can all serve, every other one a lead, villages and one zone."""
    random = Random(members)
    zone = Zone(district_id=district.id, code=f"{prefix}z1", name="东片", name_en="East zone", troubleshooters=1)
    session.add(zone)
    session.flush()
    names = [a + b + c for a, b, c in product(SURNAMES, GIVEN[:6], GIVEN[6:])]
    people = [
        _member(district, f"{prefix}m{n:03d}", name)
        for n, name in enumerate(random.sample(names * (1 + members // len(names)), members), 1)
    ]
    places = [_village(district, zone, f"{prefix}v{n:02d}", n) for n in range(1, villages + 1)]
    session.add_all([*people, *places])
    session.flush()
    for n, person in enumerate(people):
        courses = [Course.BASIC, Course.LEAD][: 1 + (n % 2 == 0)]
        session.add_all(Training(member_id=person.id, course=one, completed=date(2020, 1, 6)) for one in courses)


def _member(district: District, code: str, name: str) -> Member:
    roles = [Role.TEAM.value, Role.TROUBLESHOOTER.value]
    return Member(district_id=district.id, code=code, name=name, roles=roles, lat=32.1, lon=118.9)


def _village(district: District, zone: Zone, code: str, n: int) -> Village:
    name = f"{'甲乙丙丁戊己庚辛壬癸'[n % 10]}村{n}"
    return Village(
        district_id=district.id,
        zone_id=zone.id,
        code=code,
        name=name,
        name_en=f"Village {n}",
        lat=32.1,
        lon=118.9 + n / 100,
    )


def make_draft(
    session: Session, district: District, settings: Settings, *, weeks: int = 4, title: str = "", turn: int = 0
) -> Roster:
    """A draft of the plan that is offered, of so many weeks; another `turn` seats other people."""
    plan = replace(default_plan(session, district, settings, today=today()), weeks=weeks, title=title)
    if plan.baseline_until and plan.baseline_until >= plan.end:
        plan = replace(plan, baseline_until=plan.end + -1)
    return draft_of_plan(session, district, settings, plan, turn=turn)


def draft_of_plan(session: Session, district: District, settings: Settings, plan: Plan, *, turn: int = 0) -> Roster:
    """A draft of that plan."""
    problem = problem_of(session, district, plan, settings, today=today())
    asked = Asked(plan, problem, published(session, district.id), "planner")
    return draft(session, district, asked, seated(problem, turn))


def seated(problem: solver.Problem, turn: int = 0) -> solver.Solution:
    """A roster that breaks no rule, found by going through weeks and places once."""
    found: list[solver.Assignment] = []
    order = sorted(problem.members, key=lambda member: member.id)
    order = order[turn:] + order[:turn]
    terms: Counter[str] = Counter()
    last = {member.id: member.history.last_week for member in problem.members}
    for week in range(problem.weeks):
        for place in problem.place_of:
            team: list[solver.Member] = []
            for member in sorted(order, key=lambda one: terms[one.id]):
                rested = last[member.id] is None or week - last[member.id] > problem.rest_weeks
                full = len(team) == problem.seats_in(place, week)
                last_seat = len(team) == problem.seats_in(place, week) - 1
                leads = member.lead or any(one.lead for one in team) or not last_seat
                if (
                    not full
                    and rested
                    and leads
                    and week not in member.unavailable
                    and problem.may_serve(member.id, place)
                ):
                    team.append(member)
                    last[member.id] = week
                    terms[member.id] += 1
            found += [solver.Assignment(week, place, member.id) for member in team]
    judged = solver.audit(problem, found)
    return solver.Solution(tuple(found), judged.costs, solver.Costs(), judged.wishes)
