"""How far everybody has to everywhere, at once: who may serve where, and what each way costs.

NumPy's sines may differ from the judge's in their last digit. Wherever that could matter, the judge's own count.
"""

from typing import TYPE_CHECKING

import numpy as np

from solver.distance import EARTH_RADIUS_KM, KM_TO_SPARE, km, travel_points
from solver.problem import TEAM, TROUBLESHOOTER, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solver.distance import Located
    from solver.engine.ground import Array

__all__ = ["distances", "may_serve", "travel"]

DOUBT = 1e-6
"""Km by which two ways of counting never differ, up to so many km from home."""
FAR = 10_000.0


def distances(problem: Problem) -> "Array":
    """M x P: km from each member's home to each place, right to DOUBT; those beyond FAR exactly."""
    places = tuple(problem.place_of.values())
    found = _haversine(_spots(problem.members)[:, None], _spots(places)[None])
    for member, place in np.argwhere(found > FAR).tolist():
        found[member, place] = km(problem.members[member], places[place])
    return found


def _spots(located: "Sequence[Located]") -> "Array":
    """Latitude and longitude in degrees; neither is a number where nothing is known."""
    spots = [(float("nan"), float("nan")) if one.lat is None else (one.lat, one.lon) for one in located]
    return np.array(spots, dtype=np.float64).reshape(-1, 2)


def _haversine(home: "Array", place: "Array") -> "Array":
    north, other = np.radians(home[..., 0]), np.radians(place[..., 0])
    across = np.sin(np.radians(place[..., 1] - home[..., 1]) / 2) ** 2
    chord = np.sin((other - north) / 2) ** 2 + np.cos(north) * np.cos(other) * across
    found: Array = np.nan_to_num(2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, np.sqrt(chord))))
    return found


def may_serve(problem: Problem, far: "Array") -> "Array":
    """M x P: whether role, recusal and reach allow it; `far` is the distances."""
    limit = np.array([np.inf if one.max_km is None else one.max_km for one in problem.members], dtype=np.float64)
    spare = limit.reshape(-1, 1) + KM_TO_SPARE - far
    may = spare >= 0
    members, places = problem.members, list(problem.place_of)
    for member, place in np.argwhere(abs(spare) < DOUBT).tolist():
        may[member, place] = problem.reaches(members[member].id, places[place])
    return may & _has_role(problem) & ~_named(problem, [one.recused for one in members])


def _has_role(problem: Problem) -> "Array":
    roles = np.array([(TEAM in one.roles, TROUBLESHOOTER in one.roles) for one in problem.members], dtype=np.bool_)
    is_zone = np.array([place in problem.zone_of for place in problem.place_of], dtype=np.int64)
    has_role: Array = roles.reshape(-1, 2)[:, is_zone]
    return has_role


def _named(problem: Problem, places: "Sequence[frozenset[str]]") -> "Array":
    """M x P: which places each member names."""
    index = {place: number for number, place in enumerate(problem.place_of)}
    named = np.zeros((len(places), len(index)), dtype=np.bool_)
    for row, names in zip(named, places, strict=True):
        row[[index[name] for name in names if name in index]] = True
    return named


def travel(problem: Problem, far: "Array") -> "Array":
    """M x P: points for the way, and for a disliked place."""
    rate = problem.weights.km
    about = rate * far + 0.5
    doubt = rate * (DOUBT + 1e-9 * far)
    points = np.floor(about).astype(np.int64)
    members, places = problem.members, list(problem.place_of)
    for member, place in np.argwhere(np.floor(about - doubt) != np.floor(about + doubt)).tolist():
        points[member, place] = travel_points(rate, problem.km(members[member].id, places[place]))
    disliked = _named(problem, [one.dislikes.villages for one in members])
    priced: Array = points + problem.weights.disliked * disliked
    return priced
