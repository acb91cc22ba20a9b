"""The seats of a roster that are empty: how many of which kind, week by week, and what keeps members from them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from sqlalchemy.orm import Session

from rotation.district.villages import District
from rotation.district.weeks import Week
from rotation.errors import N_
from rotation.roster.facts import Facts, facts
from rotation.roster.files import planned, problem_of_roster
from rotation.roster.rosters import Roster, lines
from rotation.roster.vacancies import REASONS
from rotation.roster.words import Words
from solver import Assignment, Problem, Sentence, Vacancy, explain

OF_THE_WEEK: Mapping[str, str] = {
    "untrained": N_("basic training not completed before: %(members)s"),
    "away": N_("on leave: %(members)s"),
    "serving": N_("serving in another place: %(count)s"),
    "resting": N_("resting before or after another term: %(members)s"),
}
"""What keeps a member from every seat of a week; all other reasons are a place's own."""


@dataclass(frozen=True, slots=True)
class Kinds:
    """How many seats of each kind are empty. One of a team without a lead is the lead's."""

    secretaries: int = 0
    leads: int = 0
    troubleshooters: int = 0

    @property
    def seats(self) -> int:
        """All of them."""
        return self.secretaries + self.leads + self.troubleshooters

    @staticmethod
    def sum(kinds: Iterable["Kinds"]) -> "Kinds":
        """All together."""
        every = list(kinds)
        return Kinds(
            sum(one.secretaries for one in every),
            sum(one.leads for one in every),
            sum(one.troubleshooters for one in every),
        )


@dataclass(frozen=True, slots=True)
class EmptyPlace:
    """The empty seats of one place in one week, and what keeps members from these alone."""

    place: str
    kinds: Kinds
    reasons: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class EmptyWeek:
    """A week with empty seats: how many members there are, and what keeps them from all of its seats."""

    week: Week
    kinds: Kinds
    members: int
    reasons: tuple[Sentence, ...]
    places: tuple[EmptyPlace, ...]


def empty_seats(session: Session, district: District, roster: Roster) -> list[EmptyWeek]:
    """The weeks with empty seats, in their order."""
    problem, words = problem_of_roster(roster), Words.of(session, district.id, roster.start)
    known = facts(session, district.id)
    teams = _Teams(problem, planned(roster, lines(session, roster)))
    found = explain(problem, teams.lines)
    return [
        _week(roster.start + week, list(some), teams, words, known) for week, some in groupby(found, attrgetter("week"))
    ]


class _Teams:
    """Who serves in each village and week."""

    def __init__(self, problem: Problem, lines: tuple[Assignment, ...]) -> None:
        self.problem = problem
        self.lines = lines
        self._leads = {member.id for member in problem.members if member.lead}
        self._members: dict[tuple[str, int], list[str]] = defaultdict(list)
        for line in lines:
            self._members[line.place, line.week].append(line.member)

    def kinds(self, vacancy: Vacancy) -> Kinds:
        """Which seats are empty."""
        if vacancy.place in self.problem.zone_of:
            return Kinds(troubleshooters=vacancy.seats)
        leads = 0 if self._leads.intersection(self._members[vacancy.place, vacancy.week]) else 1
        return Kinds(secretaries=vacancy.seats - leads, leads=leads)


def _week(week: Week, vacancies: list[Vacancy], teams: _Teams, words: Words, known: Facts) -> EmptyWeek:
    places = tuple(EmptyPlace(one.place, teams.kinds(one), tuple(_own(one, words))) for one in vacancies)
    kinds = Kinds.sum(place.kinds for place in places)
    return EmptyWeek(week, kinds, vacancies[0].members, tuple(_common(week, vacancies, words, known)), places)


def _common(week: Week, vacancies: list[Vacancy], words: Words, known: Facts) -> Iterator[Sentence]:
    groups = {reason: {who for one in vacancies for who in one.reasons.get(reason, ())} for reason in OF_THE_WEEK}
    groups["untrained"] = {who for who in groups["away"] if not known.is_trained(who, week)}
    groups["away"] -= groups["untrained"]
    for reason, template in OF_THE_WEEK.items():
        if kept := groups[reason]:
            yield Sentence(template, {"members": words.some(tuple(sorted(kept))), "count": len(kept)})


def _own(vacancy: Vacancy, words: Words) -> Iterator[Sentence]:
    for reason, members in vacancy.reasons.items():
        if reason not in OF_THE_WEEK:
            yield Sentence(REASONS[reason], {"members": words.some(members), "place": words.place(vacancy.place)})
