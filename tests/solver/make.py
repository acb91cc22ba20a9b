"""Random problems and rosters. Everything follows from the `Random` that is handed in."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import combinations
from random import Random

from solver import Assignment, Dislikes, History, Member, Problem, Village, Weights, Zone
from solver.problem import TEAM, TROUBLESHOOTER

SKILLS = ("roads", "water", "law", "健康", "mediation")


@dataclass(frozen=True)
class Size:
    """The most of each that a problem may have; the least is 0, or 1 of weeks."""

    members: int = 9
    villages: int = 3
    zones: int = 2
    weeks: int = 6


SMALL = Size()
MEDIUM = Size(members=30, villages=6, zones=3, weeks=16)


def problem(random: Random, size: Size = SMALL) -> Problem:
    """A problem with something of everything, pins that a hidden roster keeps, and sometimes a baseline."""
    bare = _bare(random, size)
    hidden = legal_roster(random, bare, filled=random.choice((0.3, 0.7, 1.0)))
    pinned = random.sample(hidden, random.randint(0, min(3, len(hidden))))
    return replace(bare, pinned=tuple(pinned), baseline=_baseline(random, bare))


def _bare(random: Random, size: Size) -> Problem:
    zones = tuple(
        Zone(f"z{number}", *_home(random), troubleshooters=random.choice((0, 1, 1, 2)))
        for number in range(random.randint(0, size.zones))
    )
    weeks = random.randint(1, size.weeks)
    people = [f"m{number:02}" for number in range(random.choice((0, 1, size.members, random.randint(2, size.members))))]
    villages = tuple(
        _village(random, f"村{number}", weeks, zones, people) for number in range(random.randint(0, size.villages))
    )
    places = [place.id for place in (*villages, *zones)]
    nobody = random.random() < 0.03
    members = tuple(_member(random, member, weeks, places, people) for member in people)
    pairs = list(combinations(people, 2))
    return Problem(
        start=date(2026, 1, 5) + timedelta(weeks=random.randint(-60, 60)),
        weeks=weeks,
        members=tuple(replace(m, unavailable=frozenset(range(weeks))) for m in members) if nobody else members,
        villages=villages,
        zones=zones,
        team_size=random.choice((1, 2, 3, 3, 4)),
        rest_weeks=random.choice((0, 1, 1, 2)),
        spacing_weeks=random.choice((0, 2, 3, 5)),
        continuity_weeks=random.choice((0, 1, 3, 8)),
        weights=_weights(random),
        apart=tuple(random.sample(pairs, min(len(pairs), random.randint(0, 3)))),
    )


def _weights(random: Random) -> Weights:
    points = [random.choice((0, 1, 7, random.randint(0, 400))) for _ in range(6)]
    return Weights(*points, km=random.choice((0, 2, 0.37, 1.5)))


def _home(random: Random) -> tuple[float | None, float | None]:
    if random.random() < 0.15:
        return None, None
    return round(random.uniform(32.0, 32.3), 5), round(random.uniform(118.8, 119.2), 5)


def _village(random: Random, name: str, weeks: int, zones: tuple[Zone, ...], people: list[str]) -> Village:
    known = [*people, "gone1", "gone2"]
    return Village(
        name,
        random.choice([None, *(zone.id for zone in zones)]),
        *_home(random),
        closed=_some(random, range(weeks + 2), 0.1),
        last_served={member: random.randint(-9, -1) for member in _some(random, known, random.choice((0, 0.3)))},
        wants={
            week: skills for week in range(weeks + 1) if (skills := _some(random, SKILLS, random.choice((0, 0, 0.4))))
        },
    )


def _member(random: Random, name: str, weeks: int, places: list[str], people: list[str]) -> Member:
    return Member(
        name,
        lead=random.random() < 0.6,
        roles=random.choice(
            (frozenset({TEAM}), frozenset({TEAM, TROUBLESHOOTER}), _some(random, (TEAM, TROUBLESHOOTER), 0.5))
        ),
        skills=_some(random, SKILLS, 0.3),
        **dict(zip(("lat", "lon"), _home(random), strict=True)),
        max_km=random.choice((None, None, 12.0, round(random.uniform(0, 40), 1))),
        unavailable=_some(random, range(-1, weeks + 2), random.choice((0, 0.1, 0.4))),
        recused=_some(random, places, 0.1),
        max_terms=random.choice((None, None, None, random.randint(0, 4))),
        dislikes=Dislikes(_some(random, range(weeks + 1), 0.1), _some(random, places, 0.1)),
        owes=random.choice((0, 0, random.randint(-150, 150))),
        history=_history(random, name, places, people),
    )


def _history(random: Random, name: str, places: list[str], people: list[str]) -> History:
    others = [other for other in (*people, "gone1") if other != name]
    often = random.choice((0, 0.2))
    return History(
        last_week=random.choice((None, random.randint(-6, -1))),
        villages={place: random.randint(0, 3) for place in _some(random, [*places, "gone village"], often)},
        partners={other: random.randint(0, 3) for other in _some(random, others, often)},
    )


def _some(random: Random, things, chance):
    return frozenset(thing for thing in things if random.random() < chance)


def _baseline(random: Random, bare: Problem) -> tuple[Assignment, ...] | None:
    if random.random() < 0.6:
        return None
    lines = legal_roster(random, bare, filled=0.8)
    if random.random() < 0.3:
        lines.append(Assignment(random.randrange(bare.weeks), "gone village", "gone1"))
    return tuple(lines)


def legal_roster(random: Random, problem: Problem, filled: float = 1.0) -> list[Assignment]:
    """A roster that breaks no rule (pins aside), with up to so many of the seats filled, greedily and at random."""
    seats = [
        (week, place)
        for week in range(problem.weeks)
        for place in problem.place_of
        for _ in range(problem.seats_in(place, week))
        if random.random() < filled
    ]
    random.shuffle(seats)
    draft = _Draft(problem)
    for week, place in seats:
        fitting = [member for member in problem.members if draft.fits(member, week, place)]
        if fitting:
            draft.seat(random.choice(fitting), week, place)
    return draft.assignments


@dataclass
class _Draft:
    problem: Problem
    assignments: list[Assignment] = field(default_factory=list)

    def fits(self, member: Member, week: int, place: str) -> bool:
        return (
            self.problem.may_serve(member.id, place)
            and week not in member.unavailable
            and self._has_rested(member, week)
            and (place in self.problem.zone_of or self._fits_team(member, week, place))
        )

    def _has_rested(self, member: Member, week: int) -> bool:
        weeks = [term.week for term in self.assignments if term.member == member.id]
        if member.max_terms is not None and len(weeks) >= member.max_terms:
            return False
        last = member.history.last_week
        run = weeks if last is None else [last, *weeks]
        return all(abs(week - other) > self.problem.rest_weeks for other in run) and week not in weeks

    def _fits_team(self, member: Member, week: int, place: str) -> bool:
        team = [self.problem.member_of[t.member] for t in self.assignments if (t.week, t.place) == (week, place)]
        pairs = {frozenset(pair) for pair in self.problem.apart}
        followers = sum(not mate.lead for mate in [*team, member])
        return followers < self.problem.team_size and not any({member.id, mate.id} in pairs for mate in team)

    def seat(self, member: Member, week: int, place: str) -> None:
        self.assignments.append(Assignment(week, place, member.id))


def broken_roster(random: Random, problem: Problem) -> list[Assignment]:
    """A roster that may break any rule: strays, doubles, closed villages, crowds."""
    lines = legal_roster(random, problem) if random.random() < 0.5 else []
    lines += _anything(random, problem, random.choice((1, 3, 12)))
    random.shuffle(lines)
    return lines[: random.randint(0, len(lines))] if random.random() < 0.2 else lines


def _anything(random: Random, problem: Problem, count: int) -> Iterator[Assignment]:
    members = [*problem.member_of] * 3 + ["stranger"]
    places = [*problem.place_of] * 3 + ["nowhere"]
    for _ in range(count):
        week = random.choice((random.randrange(problem.weeks),) * 9 + (-1, problem.weeks))
        yield Assignment(week, random.choice(places), random.choice(members))


def rename(problem: Problem, lines: list[Assignment], names: dict[str, str]) -> tuple[Problem, list[Assignment]]:
    """The same problem and roster after members, villages and zones have been given other ids."""

    def new(name: str) -> str:
        return names.get(name, name)

    def all_new(some: frozenset[str]) -> frozenset[str]:
        return frozenset(map(new, some))

    def keys_new(counts: dict[str, int]) -> dict[str, int]:
        return {new(name): count for name, count in counts.items()}

    def terms_new(terms: Iterator[Assignment]) -> list[Assignment]:
        return [Assignment(term.week, new(term.place), new(term.member)) for term in terms]

    def member_new(member: Member) -> Member:
        history = member.history
        return replace(
            member,
            id=new(member.id),
            recused=all_new(member.recused),
            dislikes=replace(member.dislikes, villages=all_new(member.dislikes.villages)),
            history=History(history.last_week, keys_new(history.villages), keys_new(history.partners)),
        )

    renamed = replace(
        problem,
        members=tuple(map(member_new, problem.members)),
        villages=tuple(
            replace(
                village,
                id=new(village.id),
                zone=village.zone and new(village.zone),
                last_served=keys_new(village.last_served),
            )
            for village in problem.villages
        ),
        zones=tuple(replace(zone, id=new(zone.id)) for zone in problem.zones),
        apart=tuple((new(one), new(other)) for one, other in problem.apart),
        pinned=tuple(terms_new(problem.pinned)),
        baseline=None if problem.baseline is None else tuple(terms_new(problem.baseline)),
    )
    return renamed, terms_new(lines)
