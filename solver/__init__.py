"""The solver's whole face: what is asked, what is answered, and who judges it.

Nothing here loads OR-Tools, NumPy or Numba until a problem is first solved.
"""

from solver.errors import FileError, ProblemError, RosterError, Sentence
from solver.problem import Assignment, Dislikes, History, Member, Problem, Village, Weights, Zone
from solver.solution import Costs, Solution, Wishes

__all__ = [
    "Assignment",
    "Costs",
    "Dislikes",
    "FileError",
    "History",
    "Member",
    "Problem",
    "ProblemError",
    "RosterError",
    "Sentence",
    "Solution",
    "Village",
    "Weights",
    "Wishes",
    "Zone",
]
