"""The columns of a certificate: what each costs, which rows pay for it, and the least that all can cost together.

Built from the problem alone, in whole numbers.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from solver.certificates.certificate import Named
from solver.distance import travel_points
from solver.problem import Member, Problem, Village, Zone
from solver.solution import TIERS, Costs

__all__ = ["Columns"]


class Columns:
    """All columns, for a bound on one tier with those before it at these costs. Prices are in units of 1 / scale."""

    def __init__(self, problem: Problem, costs: Costs, tier: str, scale: int, multipliers: Named) -> None:
        self.problem = problem
        self.vacancies = costs.vacancies if tier != TIERS[0] else problem.seats
        self.tier = tier
        self.scale = scale
        self._paid = multipliers

    def least(self) -> int:
        """The sum over all columns of what each costs at least, less what the rows pay for it."""
        terms = sum(sum(self._terms_of(member)) for member in self.problem.members)
        return terms + sum(upper * min(0, price) for upper, price in self._others())

    def _y(self, *row: str) -> int:
        return self._paid.get(row, 0)

    def _wish(self, points: int) -> int:
        """The cost of a wish: nothing while an earlier tier is looked at."""
        return self.scale * points if self.tier == "wishes" else 0

    def _terms_of(self, member: Member) -> Iterator[int]:
        """For each place and week of a member: what a term there costs at least."""
        pins = {pin.week: pin.place for pin in self.problem.pinned if pin.member == member.id}
        weeks = self._open_weeks(member, pins)
        weekly = {week: self._weekly(member, week) for week in weeks}
        for place in self.problem.place_of.values():
            if self.problem.may_serve(member.id, place.id):
                yield from self._terms_in(member, place, weekly, pins)

    def _terms_in(
        self, member: Member, place: Village | Zone, weekly: Mapping[int, int], pins: Mapping[int, str]
    ) -> Iterator[int]:
        fixed, rows = self._fixed(member, place), self._rows_of(place, member)
        for week, paid in weekly.items():
            row = rows[week]
            if row is not None and pins.get(week, place.id) == place.id:
                price = fixed - paid - row + self._change(member, place, week)
                yield price if week in pins else min(0, price)

    def _open_weeks(self, member: Member, pins: Mapping[int, str]) -> list[int]:
        """Neither away, nor resting from the last term before week 0 or round a pin."""
        rest, last = self.problem.rest_weeks, member.history.last_week
        first = 0 if last is None else max(0, last + rest + 1)
        weeks = set(range(first, self.problem.weeks)) - member.unavailable
        return sorted(week for week in weeks if all(week == pin or abs(week - pin) > rest for pin in pins))

    def _weekly(self, member: Member, week: int) -> int:
        """What a term in a week costs (below 0) and is paid, wherever it is."""
        resting = range(max(0, week - self.problem.rest_weeks), week + 1)
        crowded = range(week - self.problem.window_weeks + 1, week + 1)
        disliked = self._wish(self.problem.weights.disliked) if week in member.dislikes.weeks else 0
        paid = sum(self._y("rest", member.id, str(first)) for first in resting)
        paid += sum(self._y("crowding", member.id, str(first)) for first in crowded)
        return paid + self._y("filled") - self._y("terms", member.id) - disliked

    def _fixed(self, member: Member, place: Village | Zone) -> int:
        """What a term in a place costs less what it is paid, whenever it is."""
        problem = self.problem
        points = travel_points(problem.weights.km, problem.km(member.id, place.id))
        points += problem.weights.disliked if place.id in member.dislikes.villages else 0
        price = self._wish(points) - (self.scale if self.tier == "vacancies" else 0)
        if isinstance(place, Village):
            price -= self._y("visits", member.id, place.id)
            price -= (problem.team_size - 1) * self._y("partners", member.id)
        return price

    def _change(self, member: Member, place: Village | Zone, week: int) -> int:
        """What a term costs as a change from the baseline, against not serving."""
        if self.problem.baseline is None:
            return 0
        old = self.problem.baseline_of.get((member.id, week))
        change = int(old != place.id) - int(old is not None)
        return ((self.scale if self.tier == "changes" else 0) - self._y("changes")) * change

    def _rows_of(self, place: Village | Zone, member: Member) -> Sequence[int | None]:
        """By week, what a place's rows pay for a member; None where it has no seats. Alike for members alike."""
        wanted = self._wanted[place.id]
        key = place.id, member.lead, wanted & member.skills
        if key not in self._rows:
            self._rows[key] = [self._row(place, week, *key[1:]) for week in range(self.problem.weeks)]
        return self._rows[key]

    @cached_property
    def _rows(self) -> dict[tuple[str, bool, frozenset[str]], Sequence[int | None]]:
        return {}

    @cached_property
    def _wanted(self) -> Mapping[str, frozenset[str]]:
        """The skills that a place ever wants."""
        found = {village.id: frozenset().union(*village.wants.values()) for village in self.problem.villages}
        return found | {zone.id: frozenset() for zone in self.problem.zones}

    def _row(self, place: Village | Zone, week: int, lead: bool, skills: frozenset[str]) -> int | None:  # noqa: FBT001
        if not self.problem.seats_in(place.id, week):
            return None
        paid = self._y("seats", place.id, str(week))
        if isinstance(place, Village):
            paid += 0 if lead else self._y("leads", place.id, str(week))
            met = skills & place.wants.get(week, frozenset())
            paid += sum(self._y("skills", place.id, str(week), skill) for skill in met)
        return paid

    def _others(self) -> Iterator[tuple[int, int]]:
        """Upper limit (the lower one is 0) and price of all other columns that some row pays for."""
        yield from self._steps()
        weights, size, weeks = self.problem.weights, self.problem.team_size, self.problem.weeks
        for village in self.problem.villages:
            strange = self._y("continuity", village.id)
            unknown = self._y("unknown", village.id)
            yield weeks, self._wish(weights.no_continuity) - strange - unknown
            yield self.vacancies // size, -strange - unknown - self._y("empties")
            for member in self.problem.members:
                yield weeks, self._wish(weights.repeat_village) + self._y("visits", member.id, village.id) - strange
        for row, multiplier in self._paid.items():
            if row[0] == "skills":
                yield 1, self._wish(weights.unmet_skill) - multiplier
            if row[0] == "crowding":
                yield self.problem.window_weeks, self._wish(weights.crowding) + multiplier
        for member in self.problem.members:
            again = self._y("partners", member.id)
            yield (size - 1) * weeks, again + self._y("meetings")
            yield (size - 1) * self.vacancies, again - self._y("lost")
        yield size * self.problem.seats, self._wish(weights.repeat_partner) - 2 * self._y("meetings")

    def _steps(self) -> Iterator[tuple[int, int]]:
        """Each member's first, second, third ... term."""
        problem, price = self.problem, self.scale if self.tier == "unfairness" else 0
        each = price - self._y("unfairness")
        for member in problem.members:
            share, paid = problem.shares[member.id], self._y("terms", member.id)
            most = -(-problem.weeks // (problem.rest_weeks + 1))
            for term in range(most if member.max_terms is None else min(most, member.max_terms)):
                yield 1, each * (50 * (2 * term + 1) - share) - paid
