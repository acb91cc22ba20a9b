"""The solver's whole face: what is asked, what is answered, and who judges it.

Nothing here loads OR-Tools, NumPy or Numba until a problem is first solved.
"""

from solver.certificates.certificate import Certificate, CertificateError
from solver.certificates.checking import Verdict, Word, check_certificate
from solver.distance import km, reaches
from solver.errors import FileError, OutOfTime, ProblemError, RosterError, Sentence
from solver.judge.audit import Audit, audit, details, untruths
from solver.judge.charges import Charge
from solver.judge.edits import Edited, breaches, edited
from solver.judge.pins import Conflict, PinConflict, check_pins
from solver.judge.rules import Broken
from solver.judge.standing import Difference
from solver.limits import Limits, Progress
from solver.openings.choices import Choices, choices
from solver.openings.instead import Instead, instead_of
from solver.openings.options import Move, Option, Refusal
from solver.openings.standins import Openings, StandIns, openings_for, stand_ins
from solver.openings.swaps import swap, swaps
from solver.problem import Assignment, Dislikes, History, Member, Problem, Village, Weights, Zone
from solver.reasons.facts import Fact
from solver.reasons.ruling import RuleCost, rules_in_force, what_rules_cost, without_rule
from solver.reasons.shortage import Shortage, WayOut, why_empty
from solver.reasons.vacancies import Vacancy, explain
from solver.reasons.where import Where, where_costs_sit
from solver.solution import CHECKED, SOLVER, Costs, Solution, Wishes
from solver.solve import get_ready, solve

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
