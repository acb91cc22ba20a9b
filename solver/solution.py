"""What is answered: who serves where in which week, what it costs, and how good any roster can be at all."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from solver.errors import N_, RosterError
from solver.layout import laid_out
from solver.problem import Assignment, Weights
from solver.reading import Node, document, each, name, one_of, whole

__all__ = ["FEASIBLE", "FORMAT", "OPTIMAL", "TIERS", "Costs", "Solution", "Wishes"]

FORMAT = "one-week-secretary/roster@1"
OPTIMAL = "optimal"
FEASIBLE = "feasible"
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
            }
        )


def _solution(node: Node) -> Solution:
    node.only("format", "status", "assignments", "costs", "bounds", "wishes")
    known = one_of(frozenset({OPTIMAL, FEASIBLE}), N_('%(name)s is no status; it is "optimal" or "feasible"'))
    return Solution(
        status=node.required("status", known),
        assignments=node.required("assignments", each(_assignment)),
        costs=node.required("costs", _tiers),
        bounds=node.required("bounds", _tiers),
        wishes=node.required("wishes", _wishes),
    )


def _assignment(node: Node) -> Assignment:
    node.only("week", "place", "member")
    return Assignment(
        week=node.required("week", whole(-LARGEST, LARGEST)),
        place=node.required("place", name),
        member=node.required("member", name),
    )


def _tiers(node: Node) -> Costs:
    return Costs(**_numbers(node, TIERS))


def _wishes(node: Node) -> Wishes:
    return Wishes(**_numbers(node, tuple(_counts(Wishes()))))


def _numbers(node: Node, keys: tuple[str, ...]) -> dict[str, int]:
    node.only(*keys)
    return {key: node.required(key, whole(-LARGEST, LARGEST)) for key in keys}


def _line(assignment: Assignment) -> dict[str, str | int]:
    return {"week": assignment.week, "place": assignment.place, "member": assignment.member}


def _counts(thing: Costs | Wishes) -> Mapping[str, int]:
    return asdict(thing)
