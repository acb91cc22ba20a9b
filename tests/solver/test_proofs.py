"""Bounds carried from one roster to another."""

import pytest

from solver.bounds.multipliers import SCALE
from solver.certificates.certificate import TierProof
from solver.proofs.proven import Proofs
from solver.solution import Costs

AS_PROVEN = (3, 0, 1000)
PER_STEP = {("unfairness",): -5 * SCALE}
"""Each step of 200 more unfairness may save 5 points of wishes."""


@pytest.mark.parametrize(("unfairness", "bound"), [(1000, 40), (1400, 30), (600, 50), (3000, 0)])
def test_a_bound_on_the_wishes_goes_for_other_unfairness_by_what_that_is_worth(unfairness, bound):
    proofs = Proofs()
    proofs.certify(AS_PROVEN, TierProof(40, PER_STEP))
    assert proofs.of(Costs(3, 0, unfairness, 99)).wishes == bound


def test_a_bound_that_may_have_been_below_nothing_is_not_carried():
    proofs = Proofs()
    proofs.certify(AS_PROVEN, TierProof(0, PER_STEP))
    assert proofs.of(Costs(3, 0, 600, 9)).wishes == 0
