"""Certificates: what makes a bound certain without trusting whoever found it.

A certificate is a JSON file of the format "one-week-secretary/certificate@1". It says of each tier a bound and, for
rows of a linear relaxation of the problem, whole multipliers in units of 1 / `scale`. `problem` is the SHA-256
digest of the problem as `Problem.to_json` writes it.

    {"format": "one-week-secretary/certificate@1",
     "problem": "9f86d081…",
     "scale": 1048576,
     "tiers": {"unfairness": {"bound": 2278221, "multipliers": {"filled": -1, "seats": {"v01": {"0": -5}}}}}}

For multipliers y of the rows A x with limits b, and columns with costs c between l and u, no roster costs less than
y b + the sum over columns of (c - y A) l or (c - y A) u, whichever is less (weak duality). A multiplier above 0 takes
the row's lower limit, one below 0 its upper limit; a row that has no such limit cannot have such a multiplier.

Columns are 0 or 1 for each member, place and week in which the member may serve (role, reach, recusals, leave, rest
from history and round pins; a pin leaves one place, and is 1), and what is named below. V, C, U are what the tiers
before cost, S is all seats, T the team's size, R is spacing_weeks, but at most
26 more than there are weeks. Rows, by family and key:

    seats place week          members there          at least its seats - V (after the first tier), at most its seats
    filled                    all terms              S - V (after the first tier)
    leads village week        members but leads      at most T - 1
    rest member week          the member's terms in this week and the rest_weeks after it    at most 1
    terms member              first, second, third ... term (each 0 or 1) - the member's terms    0
    changes                   changes from the baseline by terms    at most C - the baseline's lines (after two tiers)
    unfairness                what the first, second, third ... terms add (in units of 200)    at most U (after three)
    visits member village     visits - repeats (0 to the weeks; a repeat_village each)    at most 1, 0 where known
    skills village week skill members who have it + unmet (0 or 1; an unmet_skill)    at least 1
    crowding member week      the member's terms in the R weeks from this week on - crowded (0 to R; a crowding each)
                              at most 1, 0 where the last term before week 0 lies there too
    continuity village        all repeats there + strange (0 to the weeks; a no_continuity each) + idle (0 to V // T)
                              at least the teams that need somebody who served there lately
    unknown village           strange + idle        at least the teams whose members cannot have served there lately
    empties                   all idle               at most V // T
    partners member           (T - 1) x the member's terms in villages - met again - alone (each 0 or more)
                              at most the partners that the member may meet for the first time
    lost                      all alone              at most (T - 1) x V
    meetings                  2 x repeated pairs (a repeat_partner each) - all met again    at least 0

The last nine are of use for the wishes only. solver.certificates.checking builds these rows anew from the problem.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from solver.errors import N_, FileError
from solver.problem import Problem
from solver.reading import Node, document, name, one_of, whole
from solver.solution import TIERS

__all__ = ["DEPTHS", "FORMAT", "Certificate", "CertificateError", "Named", "TierProof", "digest"]

FORMAT = "one-week-secretary/certificate@1"
LARGEST = 2**62
DEPTHS: Mapping[str, int] = {
    "seats": 2,
    "filled": 0,
    "leads": 2,
    "rest": 2,
    "terms": 1,
    "changes": 0,
    "unfairness": 0,
    "visits": 2,
    "skills": 3,
    "crowding": 2,
    "continuity": 1,
    "unknown": 1,
    "empties": 0,
    "partners": 1,
    "lost": 0,
    "meetings": 0,
}
"""Families of rows, and how many keys name a row of each."""

Named = Mapping[tuple[str, ...], int]
"""Multipliers by the family and keys of their row."""


class CertificateError(FileError):
    """The certificate file is not one: which place in it, what is wrong, what is allowed."""


@dataclass(frozen=True, slots=True)
class TierProof:
    """A bound on one tier, and the multipliers that prove it."""

    bound: int
    multipliers: Named


@dataclass(frozen=True, slots=True)
class Certificate:
    """What is certain of a roster's tiers, for the problem with this digest."""

    problem: str
    scale: int
    tiers: Mapping[str, TierProof] = field(default_factory=dict)

    @staticmethod
    def from_json(text: str | bytes) -> "Certificate":
        """Read a certificate file; CertificateError says what in it is wrong, and where."""
        return _certificate(document(text, FORMAT, CertificateError))

    def to_json(self) -> str:
        """The certificate file, a family of rows a line."""
        tiers = ",\n".join(f"{json.dumps(tier)}: {_spelt(proof)}" for tier, proof in self.tiers.items())
        head = f'"format": "{FORMAT}",\n"problem": {json.dumps(self.problem)},\n"scale": {self.scale}'
        return f'{{\n{head},\n"tiers": {{\n{tiers}\n}}\n}}\n'


def digest(problem: Problem) -> str:
    """What a certificate knows its problem by."""
    return hashlib.sha256(problem.to_json().encode()).hexdigest()


def _spelt(proof: TierProof) -> str:
    families: dict[str, Any] = {}
    for (family, *keys), multiplier in proof.multipliers.items():
        table, last = families, family
        for key in keys:
            table, last = table.setdefault(last, {}), key
        table[last] = multiplier
    lines = (f"  {json.dumps(family)}: {json.dumps(rows, ensure_ascii=False)}" for family, rows in families.items())
    return f'{{"bound": {proof.bound}, "multipliers": {{\n' + ",\n".join(lines) + "\n}}"


def _certificate(node: Node) -> Certificate:
    node.only("format", "problem", "scale", "tiers")
    return Certificate(
        problem=node.required("problem", name),
        scale=node.required("scale", whole(1, LARGEST)),
        tiers=node.required("tiers", _tiers),
    )


def _tiers(node: Node) -> dict[str, TierProof]:
    node.only(*TIERS)
    return {tier: _proof(node.at(tier)) for tier in node.value}


def _proof(node: Node) -> TierProof:
    node.only("bound", "multipliers")
    return TierProof(node.required("bound", whole(0, LARGEST)), node.required("multipliers", _multipliers))


def _multipliers(node: Node) -> dict[tuple[str, ...], int]:
    node.must_be_object()
    family_of = one_of(DEPTHS.keys(), N_("there is no family of rows %(name)s"))
    found: dict[tuple[str, ...], int] = {}
    for key in node.value:
        family = family_of(Node(key, node.at(key).path, node.error))
        _gather(node.at(family), (family,), DEPTHS[family], found)
    return found


def _gather(node: Node, keys: tuple[str, ...], depth: int, found: dict[tuple[str, ...], int]) -> None:
    if depth == 0:
        found[keys] = whole(-LARGEST, LARGEST)(node)
        return
    node.must_be_object()
    for key in node.value:
        _gather(node.at(key), (*keys, key), depth - 1, found)
