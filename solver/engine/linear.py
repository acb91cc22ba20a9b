"""Linear programmes in rows and columns: built with NumPy, solved with HiGHS or PDLP, trusting neither.

A bound comes from the multipliers of the rows alone, recounted in whole numbers: whatever a solver answers, the
bound that is made of it holds (weak duality).
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any

import numpy as np
from ortools.math_opt import model_pb2  # type: ignore[import-untyped]
from ortools.math_opt.python import mathopt  # type: ignore[import-untyped]

from solver.engine.ground import Array

__all__ = ["INFINITE", "Answer", "Approach", "Method", "Programme"]

INFINITE = float("inf")
SCALE = 2**20
"""Multipliers are rounded to whole multiples of 1 / SCALE."""


class Method(Enum):
    """How to solve: exactly with integers, or only the linear relaxation."""

    INTEGER = "integer"
    SIMPLEX = "simplex"
    INTERIOR = "interior"
    FIRST_ORDER = "first order"


@dataclass(frozen=True)
class Answer:
    """What a solver said: the columns' values, the rows' multipliers, the bound that it claims."""

    feasible: bool
    """False where the solver says that there is no answer at all."""
    optimal: bool
    values: Array | None = None
    multipliers: Array | None = None
    claim: float = -INFINITE


class Programme:
    """Minimise cost over columns with bounds, subject to rows. All its numbers are whole."""

    def __init__(self) -> None:
        self._columns: list[tuple[Array, Array, Array]] = []
        self._rows: list[tuple[Array, Array]] = []
        self._entries: list[tuple[Array, Array, Array]] = []
        self.width = 0
        self.height = 0

    def copy(self) -> "Programme":
        """The same columns, rows and entries, to add to apart."""
        twin = Programme()
        twin._columns, twin._rows, twin._entries = [*self._columns], [*self._rows], [*self._entries]
        twin.width, twin.height = self.width, self.height
        return twin

    def columns(self, count: int, lower: Any, upper: Any, *, integer: bool = False) -> Array:
        """Add columns within these bounds; their numbers."""
        parts = (np.broadcast_to(np.asarray(part, dtype=np.float64), count) for part in (lower, upper, integer))
        self._columns.append(tuple(parts))  # type: ignore[arg-type]
        self.width += count
        return np.arange(self.width - count, self.width)

    def rows(self, count: int, lower: Any, upper: Any) -> Array:
        """Add rows within these bounds; their numbers."""
        parts = (np.broadcast_to(np.asarray(part, dtype=np.float64), count) for part in (lower, upper))
        self._rows.append(tuple(parts))  # type: ignore[arg-type]
        self.height += count
        return np.arange(self.height - count, self.height)

    def put(self, rows: Any, columns: Any, factors: Any = 1) -> None:
        """Add entries to rows; entries at the same place add up."""
        parts = np.broadcast_arrays(rows, columns, factors)
        self._entries.append(tuple(part.ravel().astype(np.int64) for part in parts))  # type: ignore[arg-type]

    def row(self, columns: Any, factors: Any, lower: float, upper: float) -> int:
        """Add one row with its entries; its number."""
        number = self.rows(1, lower, upper)
        self.put(number, columns, factors)
        return int(number[0])

    def column_bounds(self) -> tuple[Array, Array, Array]:
        """Lower bounds, upper bounds and whether whole numbers are asked, of all columns."""
        lower, upper, integer = (np.concatenate(parts) for parts in zip(*self._columns, strict=True))
        return lower, upper, integer.astype(np.bool_)

    def row_bounds(self) -> tuple[Array, Array]:
        """Lower and upper bounds of all rows."""
        lower, upper = (np.concatenate(parts) for parts in zip(*self._rows, strict=True))
        return lower, upper

    def entries(self) -> tuple[Array, Array, Array]:
        """Rows, columns and factors, each place once, row by row."""
        rows, columns, factors = (np.concatenate(parts) for parts in zip(*self._entries, strict=True))
        places, where = np.unique(rows * self.width + columns, return_inverse=True)
        summed = np.zeros(len(places), dtype=np.int64)
        np.add.at(summed, where, factors)
        return places // self.width, places % self.width, summed

    def solve(self, cost: Array, method: Method, seconds: float) -> Answer:
        """Ask the solver; an answer without values where the time was too short."""
        model = mathopt.Model.from_model_proto(self.proto(cost, integer=method is Method.INTEGER))
        return self.answer(_solved(model, method, seconds, mathopt.ModelSolveParameters()))

    def answer(self, result: mathopt.SolveResult | None) -> Answer:
        """What a solver's result says of the columns and rows."""
        if result is None:
            return Answer(feasible=True, optimal=False)
        reason = result.termination.reason
        reasons = mathopt.TerminationReason
        feasible = reason not in (reasons.INFEASIBLE, reasons.INFEASIBLE_OR_UNBOUNDED)
        optimal = reason is mathopt.TerminationReason.OPTIMAL
        claim = result.termination.objective_bounds.dual_bound
        values = multipliers = None
        if result.solutions and result.solutions[0].primal_solution is not None:
            values = _dense(result.solutions[0].primal_solution.variable_values, self.width)
        if result.solutions and result.solutions[0].dual_solution is not None:
            multipliers = _dense(result.solutions[0].dual_solution.dual_values, self.height)
        return Answer(feasible, optimal, values, multipliers, claim)

    def proto(self, cost: Array, *, integer: bool) -> model_pb2.ModelProto:
        """The programme as the solvers read it."""
        lower, upper, whole = self.column_bounds()
        proto = model_pb2.ModelProto()
        proto.variables.ids.extend(range(self.width))
        proto.variables.lower_bounds.extend(lower.tolist())
        proto.variables.upper_bounds.extend(upper.tolist())
        proto.variables.integers.extend((whole & integer).tolist())
        priced = np.nonzero(cost)[0]
        proto.objective.linear_coefficients.ids.extend(priced.tolist())
        proto.objective.linear_coefficients.values.extend(cost[priced].tolist())
        lower, upper = self.row_bounds()
        proto.linear_constraints.ids.extend(range(self.height))
        proto.linear_constraints.lower_bounds.extend(lower.tolist())
        proto.linear_constraints.upper_bounds.extend(upper.tolist())
        rows, columns, factors = self.entries()
        proto.linear_constraint_matrix.row_ids.extend(rows.tolist())
        proto.linear_constraint_matrix.column_ids.extend(columns.tolist())
        proto.linear_constraint_matrix.coefficients.extend(factors.tolist())
        return proto

    def proven(self, cost: Array, multipliers: Array) -> int:
        """A lower bound on the cost of every answer, counted in whole numbers from these multipliers (rounded up).

        For multipliers y it is y b + the sum over columns of min(0, c - y A) u, with all lower bounds 0.
        """
        lower, upper = self.row_bounds()
        whole = np.rint(np.clip(multipliers, -(2.0**20), 2.0**20) * SCALE).astype(np.int64)
        whole[(whole > 0) & np.isinf(lower)] = 0
        whole[(whole < 0) & np.isinf(upper)] = 0
        limits = np.where(whole > 0, lower, np.where(whole < 0, upper, 0)).astype(np.int64)
        reduced = self._reduced(cost, whole)
        most = self.column_bounds()[1].astype(np.int64)
        total = _product(whole, limits) + _product(np.minimum(0, reduced), most)
        return -(-total // SCALE)

    def _reduced(self, cost: Array, multipliers: Array) -> Array:
        """The columns' costs less what the rows pay for them, in units of 1 / SCALE."""
        rows, columns, factors = self.entries()
        reduced = cost.astype(np.int64) * SCALE
        largest = int(np.abs(multipliers).max(initial=0)) * int(np.abs(factors).max(initial=0))
        if largest * self.height + int(np.abs(reduced).max(initial=0)) >= 2**62:
            reduced, multipliers, factors = (part.astype(object) for part in (reduced, multipliers, factors))
        np.subtract.at(reduced, columns, multipliers[rows] * factors)
        return reduced


class Approach:
    """A programme solved by a first-order method, a while at a time: each time from where the last one was."""

    def __init__(self, programme: Programme, cost: Array) -> None:
        self._programme = programme
        self._model = mathopt.Model.from_model_proto(programme.proto(cost, integer=False))
        self._before: list[mathopt.SolutionHint] = []

    def begin_at(self, values: Array, multipliers: Array) -> None:
        """Begin at these columns and multipliers."""
        columns = zip(self._model.variables(), values.tolist(), strict=True)
        rows = zip(self._model.linear_constraints(), multipliers.tolist(), strict=True)
        self._before = [mathopt.SolutionHint(variable_values=dict(columns), dual_values=dict(rows))]

    def go_on(self, seconds: float) -> Answer:
        """The multipliers after so many seconds more."""
        parameters = mathopt.ModelSolveParameters(solution_hints=self._before)
        result = _solved(self._model, Method.FIRST_ORDER, seconds, parameters)
        if result is not None and result.solutions and result.solutions[0].dual_solution is not None:
            primal, dual = result.solutions[0].primal_solution, result.solutions[0].dual_solution
            values = {} if primal is None else primal.variable_values
            self._before = [mathopt.SolutionHint(variable_values=values, dual_values=dual.dual_values)]
        return self._programme.answer(result)


def _solved(
    model: mathopt.Model, method: Method, seconds: float, from_: mathopt.ModelSolveParameters
) -> mathopt.SolveResult | None:
    try:
        return mathopt.solve(model, _solver(method), params=_parameters(method, seconds), model_params=from_)
    except (RuntimeError, ValueError, AttributeError, mathopt.InternalMathOptError):
        return None  # it raises AttributeError where it cannot put its solver's own error into words


def _product(one: Array, other: Array) -> int:
    return sum(a * b for a, b in zip(one.tolist(), other.tolist(), strict=True) if a and b)


def _dense(values: Any, length: int) -> Array:
    dense = np.zeros(length)
    for thing, value in values.items():
        dense[thing.id] = value
    return dense


def _solver(method: Method) -> mathopt.SolverType:
    return mathopt.SolverType.PDLP if method is Method.FIRST_ORDER else mathopt.SolverType.HIGHS


def _parameters(method: Method, seconds: float) -> mathopt.SolveParameters:
    parameters = mathopt.SolveParameters(time_limit=timedelta(seconds=max(0.01, seconds)))
    if method is Method.INTEGER:
        parameters.relative_gap_tolerance, parameters.absolute_gap_tolerance = 0.0, 0.9
    if method is Method.INTERIOR:
        parameters.highs.string_options.update({"solver": "ipm", "run_crossover": "off"})
    if method is Method.FIRST_ORDER:
        parameters.threads = 1
        accuracy = parameters.pdlp.termination_criteria.simple_optimality_criteria
        accuracy.eps_optimal_relative = accuracy.eps_optimal_absolute = 1e-6
    return parameters
