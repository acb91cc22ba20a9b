"""The rows of a certificate: which there are, and between which limits each lies. Built from the problem alone."""

from collections.abc import Mapping
from functools import cached_property

from solver.certificates.certificate import CertificateError, Named
from solver.errors import N_
from solver.problem import Member, Problem, Village
from solver.solution import TIERS, Costs

__all__ = ["RowLimits"]

Limits = tuple[int | None, int | None]
FREE: Limits = (None, None)


class RowLimits:
    """The limits of each row, for a bound on one tier with those before it at these costs."""

    def __init__(self, problem: Problem, costs: Costs, tier: str, scale: int) -> None:
        self.problem = problem
        self.costs = costs
        self.scale = scale
        self.known = TIERS.index(tier)
        """How many tiers are known."""
        self.vacancies = costs.vacancies if self.known else 0

    def total(self, multipliers: Named) -> int:
        """The sum of multiplier x limit. CertificateError where there is no such row, or no such limit."""
        return sum(y * self._limit(row, y) for row, y in multipliers.items() if y)

    def _limit(self, row: tuple[str, ...], multiplier: int) -> int:
        family, *keys = row
        try:
            lower, upper = getattr(self, f"_{family}")(*keys)
        except (KeyError, ValueError):
            raise CertificateError(".".join(row), N_("there is no such row in this problem")) from None
        limit = lower if multiplier > 0 else upper
        if limit is None:
            raise CertificateError(".".join(row), N_("a multiplier of this sign means nothing in this row"))
        return int(limit)

    def _member(self, key: str) -> Member:
        return self.problem.member_of[key]

    def _village(self, key: str) -> Village:
        return self.problem.village_of[key]

    def _week(self, key: str, first: int = 0) -> int:
        week = int(key)
        if str(week) != key or not first <= week < self.problem.weeks:
            raise KeyError(key)
        return week

    def _seats(self, place: str, week: str) -> Limits:
        seats = self.problem.seats_in(self.problem.place_of[place].id, self._week(week))
        return (max(0, seats - self.vacancies) if self.known else 0), seats

    def _filled(self) -> Limits:
        filled = self.problem.seats - self.vacancies
        return (filled, filled) if self.known else FREE

    def _leads(self, village: str, week: str) -> Limits:
        if not self.problem.seats_in(self._village(village).id, self._week(week)):
            raise KeyError(week)
        return 0, self.problem.team_size - 1

    def _rest(self, member: str, week: str) -> Limits:
        self._member(member)
        self._week(week)
        return 0, 1

    def _terms(self, member: str) -> Limits:
        self._member(member)
        return 0, 0

    def _changes(self) -> Limits:
        changes = self.costs.changes - len(self.problem.baseline_of)
        return None, changes if self.known > TIERS.index("changes") else None

    def _unfairness(self) -> Limits:
        nobody = sum(share**2 for share in self.problem.shares.values())
        known = self.known > TIERS.index("unfairness")
        return None, (self.costs.unfairness - nobody) // 200 if known else None

    def _visits(self, member: str, village: str) -> Limits:
        return None, 0 if self._member(member).history.villages.get(self._village(village).id, 0) else 1

    def _skills(self, village: str, week: str, skill: str) -> Limits:
        wants, when = self._village(village).wants, self._week(week)
        if skill not in wants[when] or not self.problem.seats_in(village, when):
            raise KeyError(skill)
        return 1, None

    def _crowding(self, member: str, week: str) -> Limits:
        first = self._week(week, 1 - max(1, self.problem.window_weeks))
        last = self._member(member).history.last_week
        return None, 0 if last is not None and last >= first else 1

    def _continuity(self, village: str) -> Limits:
        """A village's first team needs nobody; a first visit is of use where only `last_served` knows the member."""
        problem, place = self.problem, self._village(village)
        if not problem.continuity_weeks:
            raise KeyError(village)
        teams = sum(problem.seats_in(village, week) > 0 for week in range(problem.weeks))
        lately = [
            member
            for member, week in place.last_served.items()
            if week >= -problem.continuity_weeks
            and member in problem.member_of
            and not problem.member_of[member].history.villages.get(village, 0)
            and problem.may_serve(member, village)
        ]
        return max(0, teams - (not place.last_served) - len(lately)), None

    def _unknown(self, village: str) -> Limits:
        """Weeks with a team, but not the village's first, in which nobody can serve who served there lately."""
        problem, place = self.problem, self._village(village)
        memory, rest = problem.continuity_weeks, problem.rest_weeks
        if not memory:
            raise KeyError(village)
        before = [week for member, week in place.last_served.items() if self._may(member, village)]
        teams = [week for week in range(problem.weeks) if problem.seats_in(village, week)]
        unknown = 0
        for week in teams:
            is_first = not place.last_served and week == teams[0]
            lately = any(week - memory <= other < week - rest for other in teams)
            unknown += not is_first and not lately and all(other < week - memory for other in before)
        return unknown, None

    def _may(self, member: str, village: str) -> bool:
        return member in self.problem.member_of and self.problem.may_serve(member, village)

    def _empties(self) -> Limits:
        return None, self.vacancies // self.problem.team_size if self.known else None

    def _partners(self, member: str) -> Limits:
        self._member(member)
        return None, sum(self._is_fresh(member, other) for other in self.problem.member_of if other != member)

    def _is_fresh(self, one: str, other: str) -> bool:
        """Whether the two may meet for the first time: where both may serve, in a week that both have."""
        partners, others = self._member(one).history.partners, self._member(other).history.partners
        if partners.get(other, 0) or others.get(one, 0) or frozenset({one, other}) in self.problem.apart_pairs:
            return False
        (places, weeks), (their_places, their_weeks) = self._reach[one], self._reach[other]
        return bool(places & their_places and weeks & their_weeks)

    @cached_property
    def _reach(self) -> Mapping[str, tuple[frozenset[str], frozenset[int]]]:
        """By member: the villages, and the weeks neither away nor resting from the last term before week 0."""
        problem, found = self.problem, {}
        for member in problem.members:
            last = member.history.last_week
            first = 0 if last is None else max(0, last + problem.rest_weeks + 1)
            villages = frozenset(village for village in problem.village_of if problem.may_serve(member.id, village))
            found[member.id] = villages, frozenset(range(first, problem.weeks)) - member.unavailable
        return found

    def _lost(self) -> Limits:
        return None, (self.problem.team_size - 1) * self.vacancies if self.known else None

    def _meetings(self) -> Limits:
        return 0, None
