"""A roster as the two files of the solver: what was asked, and what is answered by now."""

from dataclasses import replace

from sqlalchemy.orm import Session

from rotation.roster.planning import assignments
from rotation.roster.rosters import Line, Roster, lines, pins
from solver import Assignment, Costs, Problem, Solution, Wishes


def problem_file(session: Session, roster: Roster) -> str:
    """The problem of a roster, with the pins that it has by now."""
    return replace(problem_of_roster(roster), pinned=planned(roster, pins(session, roster))).to_json()


def roster_file(session: Session, roster: Roster) -> str:
    """The weeks that were planned, with their costs and bounds."""
    solution = Solution(
        planned(roster, lines(session, roster)),
        Costs(**roster.costs),
        Costs(**roster.bounds),
        Wishes(**roster.wishes),
        proofs=roster.proofs,
    )
    return solution.to_json()


def problem_of_roster(roster: Roster) -> Problem:
    """The problem that the roster answers."""
    return Problem.from_json(roster.problem)


def planned(roster: Roster, terms: list[Line]) -> tuple[Assignment, ...]:
    """Those terms that were planned, and not kept, in the solver's words."""
    return assignments((line for line in terms if line.week >= roster.start), roster.start)
