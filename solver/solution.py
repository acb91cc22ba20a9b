"""What is answered: who serves where in which week, what it costs, and how good any roster can be at all."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from solver.errors import N_, RosterError
from solver.layout import laid_out
from solver.problem import Assignment, Weights
from solver.reading import Node, document, every, mapping, name, one_of, whole

if TYPE_CHECKING:
    from solver.certificates.certificate import Certificate

__all__ = ["CHECKED", "FEASIBLE", "FORMAT", "OPTIMAL", "SOLVER", "TIERS", "Costs", "Solution", "Wishes"]

FORMAT = "one-week-secretary/roster@1"
OPTIMAL = "optimal"
FEASIBLE = "feasible"
CHECKED = "checked"
SOLVER = "solver"
TIERS = ("vacancies", "changes", "unfairness", "wishes")
LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True, order=True)
class Costs:
    """The four tiers, compared in their order; or a proven lower bound on each, given the tiers before it."""

    vacancies: int = 0
    changes: int = 0
    unfairness: int = 0
    wishes: int = 0


@dataclass(frozen=True, slots=True)
class Wishes:
    """How often each wish is unmet; `travel` is in points already."""

    unmet_skill: int = 0
    repeat_partner: int = 0
    disliked: int = 0
    no_continuity: int = 0
    repeat_village: int = 0
    crowding: int = 0
    travel: int = 0

    def points(self, weights: Weights) -> int:
        """The tier of wishes: the sum of count x weight, and of the travel points."""
        return (
            self.unmet_skill * weights.unmet_skill
            + self.repeat_partner * weights.repeat_partner
            + self.disliked * weights.disliked
            + self.no_continuity * weights.no_continuity
            + self.repeat_village * weights.repeat_village
            + self.crowding * weights.crowding
            + self.travel
        )


@dataclass(frozen=True, slots=True)
class Solution:
    """A roster with its costs and bounds. `status` follows from them, unless a file stated it otherwise."""

    assignments: tuple[Assignment, ...]
    costs: Costs
    bounds: Costs
    wishes: Wishes
    status: str = ""
    proofs: Mapping[str, str] = field(default_factory=dict)
    """By tier: whose word its bound is, CHECKED (its certificate was recounted) or SOLVER; empty where nobody says."""
    certificate: "Certificate | None" = field(default=None, compare=False, repr=False)
    """What makes the checked bounds certain; a file of its own."""

    def __post_init__(self) -> None:
        """Fill in the status that costs and bounds amount to."""
        if not self.status:
            object.__setattr__(self, "status", OPTIMAL if self.costs == self.bounds else FEASIBLE)

    @staticmethod
    def from_json(text: str | bytes) -> "Solution":
        """Read a roster file; RosterError says what in it is wrong, and where. Its truth is for the audit."""
        return _solution(document(text, FORMAT, RosterError))

    def to_json(self) -> str:
        """The roster file, an assignment a line, in the order of weeks, places and members."""
        return laid_out(
            {
                "format": FORMAT,
                "status": self.status,
                "assignments": [_line(assignment) for assignment in sorted(self.assignments)],
                "costs": _counts(self.costs),
                "bounds": _counts(self.bounds),
                "wishes": _counts(self.wishes),
                **({"proofs": dict(self.proofs)} if self.proofs else {}),
            }
        )


def _solution(node: Node) -> Solution:
    """Other keys are somebody else's: all that a roster says has to be there, so a misspelt one is missed."""
    known = one_of(frozenset({OPTIMAL, FEASIBLE}), N_('%(name)s is no status; it is "optimal" or "feasible"'))
    return Solution(
        status=node.required("status", known),
        assignments=node.required("assignments", every(_assignment)),
        costs=node.required("costs", _tiers),
        bounds=node.required("bounds", _bounds),
        wishes=node.required("wishes", _wishes),
        proofs=node.optional("proofs", mapping(_tier, _word), {}),
    )


def _assignment(node: Node) -> Assignment:
    node.must_be_object()
    return Assignment(
        week=node.required("week", whole(-LARGEST, LARGEST)),
        place=node.required("place", name),
        member=node.required("member", name),
    )


_tier = one_of(frozenset(TIERS), N_("there is no tier %(name)s"))
_word = one_of(frozenset({CHECKED, SOLVER}), N_('%(name)s is nobody\'s word; it is "checked" or "solver"'))


def _bounds(node: Node) -> Costs:
    node.only(*TIERS)
    return _tiers(node)


def _tiers(node: Node) -> Costs:
    return Costs(**_numbers(node, TIERS))


def _wishes(node: Node) -> Wishes:
    return Wishes(**_numbers(node, tuple(_counts(Wishes()))))


def _numbers(node: Node, keys: tuple[str, ...]) -> dict[str, int]:
    node.must_be_object()
    return {key: node.required(key, whole(-LARGEST, LARGEST)) for key in keys}


def _line(assignment: Assignment) -> dict[str, str | int]:
    return {"week": assignment.week, "place": assignment.place, "member": assignment.member}


def _counts(thing: Costs | Wishes) -> Mapping[str, int]:
    return asdict(thing)
