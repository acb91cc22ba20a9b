"""The solver's whole face: what is asked, what is answered, and who judges it.

Nothing here loads OR-Tools, NumPy or Numba until a problem is first solved.
"""

from solver.audit import Audit, audit, details, untruths
from solver.certificates import Certificate, CertificateError
from solver.charges import Charge
from solver.checking import Verdict, Word, check_certificate
from solver.choices import Choices, choices
from solver.distance import km, reaches
from solver.edits import Edited, breaches, edited
from solver.errors import FileError, OutOfTime, ProblemError, RosterError, Sentence
from solver.facts import Fact
from solver.instead import Instead, instead_of
from solver.limits import Limits, Progress
from solver.options import Move, Option, Refusal
from solver.pins import Conflict, PinConflict, check_pins
from solver.problem import Assignment, Dislikes, History, Member, Problem, Village, Weights, Zone
from solver.rules import Broken
from solver.ruling import RuleCost, rules_in_force, what_rules_cost, without_rule
from solver.shortage import Shortage, WayOut, why_empty
from solver.solution import CHECKED, SOLVER, Costs, Solution, Wishes
from solver.solve import get_ready, solve
from solver.standing import Difference
from solver.standins import Openings, StandIns, openings_for, stand_ins
from solver.swaps import swap, swaps
from solver.vacancies import Vacancy, explain
from solver.where import Where, where_costs_sit

__all__ = [
    "CHECKED",
    "SOLVER",
    "Assignment",
    "Audit",
    "Broken",
    "Certificate",
    "CertificateError",
    "Charge",
    "Choices",
    "Conflict",
    "Costs",
    "Difference",
    "Dislikes",
    "Edited",
    "Fact",
    "FileError",
    "History",
    "Instead",
    "Limits",
    "Member",
    "Move",
    "Openings",
    "Option",
    "OutOfTime",
    "PinConflict",
    "Problem",
    "ProblemError",
    "Progress",
    "Refusal",
    "RosterError",
    "RuleCost",
    "Sentence",
    "Shortage",
    "Solution",
    "StandIns",
    "Vacancy",
    "Verdict",
    "Village",
    "WayOut",
    "Weights",
    "Where",
    "Wishes",
    "Word",
    "Zone",
    "audit",
    "breaches",
    "check_certificate",
    "check_pins",
    "choices",
    "details",
    "edited",
    "explain",
    "get_ready",
    "instead_of",
    "km",
    "openings_for",
    "reaches",
    "rules_in_force",
    "solve",
    "stand_ins",
    "swap",
    "swaps",
    "untruths",
    "what_rules_cost",
    "where_costs_sit",
    "why_empty",
    "without_rule",
]
