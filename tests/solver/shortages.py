"""Generated shortages, and a judge of their explanations that shares nothing with how they are found."""

from dataclasses import dataclass, replace
from itertools import combinations
from random import Random

from ortools.sat.python import cp_model

from solver import Assignment, Problem
from solver.problem import TEAM, TROUBLESHOOTER
from tests.solver import make

BOTH = frozenset({TEAM, TROUBLESHOOTER})


@dataclass(frozen=True)
class Case:
    """A problem, a roster with as few vacancies as can be, and one of its empty seats."""

    problem: Problem
    roster: tuple[Assignment, ...]
    week: int
    place: str


def cases(count, size=make.SMALL, seed=0):
    """So many shortages, most of them of a few seats only."""
    random = Random(seed)
    while count:
        problem = replace(make.problem(random, size), baseline=None)
        roster = fullest(problem)
        vacancies = problem.seats - len(roster)
        if vacancies and (vacancies <= problem.seats // 5 or random.random() < 0.02):
            count -= 1
            yield Case(problem, roster, *random.choice(_empty_seats(problem, roster)))


def _empty_seats(problem, roster):
    return [
        (week, place)
        for week in range(problem.weeks)
        for place in problem.place_of
        if filled(roster, place, week) < problem.seats_in(place, week)
    ]


def filled(roster, place, week):
    return sum((line.place, line.week) == (place, week) for line in roster)


class Whole:
    """One model of everything: who serves where and when."""

    def __init__(self, problem):
        self.problem = problem
        self.model = cp_model.CpModel()
        self.sits = {
            (member.id, week, place): self.model.new_bool_var("")
            for member in problem.members
            for place in problem.place_of
            if problem.may_serve(member.id, place)
            for week in range(problem.weeks)
            if week not in member.unavailable
        }
        self._members()
        self._teams()
        for pin in problem.pinned:
            self.model.add(self.sits[pin.member, pin.week, pin.place] == 1)

    def _members(self):
        for member in self.problem.members:
            terms = [self._sum(member.id, week) for week in range(self.problem.weeks)]
            run = self.problem.rest_weeks + 1
            for week in range(self.problem.weeks):
                self.model.add(sum(terms[week : week + run]) <= 1)
                last = member.history.last_week
                if last is not None and week - last <= self.problem.rest_weeks:
                    self.model.add(terms[week] == 0)
            if member.max_terms is not None:
                self.model.add(sum(terms) <= member.max_terms)

    def _sum(self, member, week):
        return sum(self.sits.get((member, week, place), 0) for place in self.problem.place_of)

    def team(self, place, week):
        return {m: self.sits[m, week, place] for m in self.problem.member_of if (m, week, place) in self.sits}

    def _teams(self):
        problem = self.problem
        pairs = {frozenset(pair) for pair in problem.apart}
        for place in problem.place_of:
            for week in range(problem.weeks):
                team = self.team(place, week)
                self.model.add(sum(team.values()) <= problem.seats_in(place, week))
                if place in problem.village_of:
                    followers = [sits for member, sits in team.items() if not problem.member_of[member].lead]
                    self.model.add(sum(followers) <= problem.team_size - 1)
                    for one, other in combinations(team, 2):
                        if {one, other} in pairs:
                            self.model.add(team[one] + team[other] <= 1)

    def solve(self):
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        return solver, solver.solve(self.model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)


def fullest(problem):
    """A roster with the fewest vacancies."""
    whole = Whole(problem)
    whole.model.maximize(sum(whole.sits.values()))
    solver, found = whole.solve()
    assert found
    return tuple(
        Assignment(week, place, member)
        for (member, week, place), sits in whole.sits.items()
        if solver.boolean_value(sits)
    )


def can_fill(case, problem):
    """Whether, in this problem, the roster's filled seats and the empty one can all be filled."""
    whole = Whole(problem)
    for place in problem.place_of:
        for week in range(problem.weeks):
            asked = filled(case.roster, place, week) + ((place, week) == (case.place, case.week))
            whole.model.add(sum(whole.team(place, week).values()) == asked)
    return whole.solve()[1]


def with_only(problem, facts):
    """The problem in which of all facts only these hold."""
    about = {}
    for fact in facts:
        about.setdefault(fact.kind, []).append(fact)
    return replace(
        problem,
        rest_weeks=problem.rest_weeks if "rest" in about else 0,
        members=tuple(_with_only(problem, member, about) for member in problem.members),
        apart=tuple((fact.member, fact.other) for fact in about.get("apart", ())),
        pinned=tuple(Assignment(fact.week, fact.place, fact.member) for fact in about.get("pinned", ())),
    )


def _with_only(problem, member, about):
    def mine(kind):
        return [fact for fact in about.get(kind, ()) if fact.member == member.id]

    roles = set(BOTH)
    if "no_team_role" in about and TEAM not in member.roles:
        roles.remove(TEAM)
    if "no_troubleshooter_role" in about and TROUBLESHOOTER not in member.roles:
        roles.remove(TROUBLESHOOTER)
    return replace(
        member,
        lead=member.lead or "needs_a_lead" not in about,
        roles=frozenset(roles),
        unavailable=frozenset(fact.week for fact in mine("away")),
        recused=frozenset(fact.place for fact in mine("recused")),
        max_km=member.max_km if mine("out_of_reach") else None,
        max_terms=member.max_terms if mine("at_max_terms") else None,
        history=member.history if mine("served_before") else replace(member.history, last_week=None),
    )
