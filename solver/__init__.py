"""The solver's whole face: what is asked, what is answered, and who judges it.

Nothing here loads OR-Tools, NumPy or Numba until a problem is first solved.
"""

from solver.audit import Audit, audit, details, untruths
from solver.charges import Charge
from solver.errors import FileError, ProblemError, RosterError, Sentence
from solver.limits import Limits, Progress
from solver.pins import Conflict, PinConflict, check_pins
from solver.problem import Assignment, Dislikes, History, Member, Problem, Village, Weights, Zone
from solver.rules import Broken
from solver.solution import Costs, Solution, Wishes
from solver.solve import solve
from solver.vacancies import Vacancy, explain

__all__ = [
    "Assignment",
    "Audit",
    "Broken",
    "Charge",
    "Conflict",
    "Costs",
    "Dislikes",
    "FileError",
    "History",
    "Limits",
    "Member",
    "PinConflict",
    "Problem",
    "ProblemError",
    "Progress",
    "RosterError",
    "Sentence",
    "Solution",
    "Vacancy",
    "Village",
    "Weights",
    "Wishes",
    "Zone",
    "audit",
    "check_pins",
    "details",
    "explain",
    "solve",
    "untruths",
]
