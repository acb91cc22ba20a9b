"""A bound holds whatever the solver of the programme says."""

import numpy as np
import pytest

from solver.engine.linear import INFINITE, Method, Programme


def knapsack() -> tuple[Programme, np.ndarray]:
    """Minimise -3a - 2b - c with 2a + b + c <= 2 and a + b >= 1, all 0 to 1: -4 at a = b = 0.5... or whole -3."""
    programme = Programme()
    columns = programme.columns(3, 0, 1, integer=True)
    programme.row(columns, [2, 1, 1], -INFINITE, 2)
    programme.row(columns[:2], 1, 1, INFINITE)
    return programme, np.array([-3, -2, -1])


@pytest.mark.parametrize("seed", range(50))
def test_no_multipliers_prove_more_than_is_so(seed):
    programme, cost = knapsack()
    multipliers = np.random.default_rng(seed).normal(scale=5.0, size=programme.height)
    assert programme.proven(cost, multipliers) <= -3


@pytest.mark.parametrize("method", [Method.SIMPLEX, Method.INTERIOR, Method.FIRST_ORDER])
def test_the_solvers_multipliers_prove_the_relaxation(method):
    programme, cost = knapsack()
    answer = programme.solve(cost, method, 10.0)
    assert programme.proven(cost, answer.multipliers) == -3


def test_numbers_too_large_for_machine_words_are_counted_all_the_same():
    programme = Programme()
    column = programme.columns(1, 0, 1)
    programme.row(column, 10**12, 10**12, INFINITE)
    assert programme.proven(np.array([2**40]), np.array([1.0])) <= 2**40


def test_what_cannot_be_is_said_to_be_infeasible():
    programme = Programme()
    programme.row(programme.columns(2, 0, 1, integer=True), 1, 3, INFINITE)
    assert not programme.solve(np.zeros(2), Method.INTEGER, 10.0).feasible


def test_entries_at_the_same_place_add_up():
    programme = Programme()
    row, column = programme.rows(1, 0, 5), programme.columns(2, 0, 1)
    programme.put(row, column[0], 2)
    programme.put(row, column, [3, 4])
    rows, columns, factors = programme.entries()
    assert (rows.tolist(), columns.tolist(), factors.tolist()) == ([0, 0], [0, 1], [5, 4])
