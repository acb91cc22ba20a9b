"""The solver's whole face: what is asked, what is answered, and who judges it.

Nothing here loads OR-Tools, NumPy or Numba until a problem is first solved.
"""

from solver.audit import Audit, audit, details, untruths
from solver.charges import Charge
from solver.errors import FileError, ProblemError, RosterError, Sentence
from solver.limits import Limits, Progress
from solver.options import Move, Option, Refusal
from solver.pins import Conflict, PinConflict, check_pins
from solver.problem import Assignment, Dislikes, History, Member, Problem, Village, Weights, Zone
from solver.rules import Broken
from solver.solution import Costs, Solution, Wishes
from solver.solve import solve
from solver.standing import Difference
from solver.standins import Openings, StandIns, openings_for, stand_ins
from solver.swaps import swap, swaps
from solver.vacancies import Vacancy, explain

__all__ = [
    "Assignment",
    "Audit",
    "Broken",
    "Charge",
    "Conflict",
    "Costs",
    "Difference",
    "Dislikes",
    "FileError",
    "History",
    "Limits",
    "Member",
    "Move",
    "Openings",
    "Option",
    "PinConflict",
    "Problem",
    "ProblemError",
    "Progress",
    "Refusal",
    "RosterError",
    "Sentence",
    "Solution",
    "StandIns",
    "Vacancy",
    "Village",
    "Weights",
    "Wishes",
    "Zone",
    "audit",
    "check_pins",
    "details",
    "explain",
    "openings_for",
    "solve",
    "stand_ins",
    "swap",
    "swaps",
    "untruths",
]
