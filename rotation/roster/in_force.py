"""The roster in force as today's facts judge it, from one week on: what stand-ins and swaps are weighed against."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from sqlalchemy.orm import Session

from rotation.district.villages import District
from rotation.district.weeks import Week
from rotation.errors import N_, Conflict
from rotation.roster.planning import assignments, problem_from
from rotation.roster.plans import plan_of
from rotation.roster.rosters import Line, Roster, lines, published
from rotation.roster.words import Words, week_in_words
from rotation.settings import Settings
from solver import Assignment, Problem


@dataclass(frozen=True)
class InForce:
    """The published roster from `start` on, and the problem that today's facts make of these weeks."""

    roster: Roster
    start: Week
    lines: tuple[Line, ...]
    problem: Problem
    words: Words
    today: date

    @cached_property
    def terms(self) -> tuple[Assignment, ...]:
        """The terms in the solver's words; those of members and places that are gone are left out."""
        members, places = self.problem.member_of, self.problem.place_of
        return tuple(
            one for one in assignments(self.lines, self.start) if one.member in members and one.place in places
        )

    def number(self, week: Week) -> int:
        """A week as the problem counts it."""
        return week - self.start

    def line(self, week: Week, member: str) -> Line:
        """A member's term; Conflict where there is none."""
        found = next((line for line in self.lines if line.week == week and line.member == member), None)
        if found is None:
            raise Conflict(
                N_("%(member)s does not serve in the week of %(week)s any more."),
                member=self.words.member(member),
                week=self.words.week(self.number(week)),
            )
        return found


def in_force(session: Session, district: District, settings: Settings, since: Week, *, today: date) -> InForce:
    """The published roster from a week on; Conflict where none is published, or it does not reach that week."""
    roster = published(session, district.id)
    if roster is None or roster.end <= since:
        raise Conflict(N_("No roster has been published for the week of %(week)s."), week=week_in_words(since))
    plan = replace(plan_of(roster).starting(since), baseline_until=None)
    problem = problem_from(session, district, plan, settings, today=today)
    known = tuple(line for line in lines(session, roster) if line.week >= since)
    return InForce(roster, since, known, problem, Words.of(session, district.id, since), today)
