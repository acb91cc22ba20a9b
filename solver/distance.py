"""How far it is from a member's home to a place."""

import math
from typing import Protocol

__all__ = ["EARTH_RADIUS_KM", "KM_TO_SPARE", "Located", "Reaching", "km", "reaches", "travel_points"]

EARTH_RADIUS_KM = 6371.0088
KM_TO_SPARE = 1e-9


class Located(Protocol):
    """A member's home, a village or a zone: somewhere on the globe, or nowhere in particular."""

    @property
    def lat(self) -> float | None:
        """Degrees north, or None."""

    @property
    def lon(self) -> float | None:
        """Degrees east, or None."""


class Reaching(Located, Protocol):
    """A member's home, and how far the member goes from it."""

    @property
    def max_km(self) -> float | None:
        """The farthest, in km; None for any distance."""


def reaches(home: Reaching, place: Located) -> bool:
    """Whether a place is no farther from home than the member goes."""
    return home.max_km is None or km(home, place) <= home.max_km + KM_TO_SPARE


def km(home: Located, place: Located) -> float:
    """Great-circle distance in km (haversine formula); 0 where either has no coordinates."""
    if home.lat is None or home.lon is None or place.lat is None or place.lon is None:
        return 0.0
    north, other = math.radians(home.lat), math.radians(place.lat)
    across = math.sin(math.radians(place.lon - home.lon) / 2) ** 2
    chord = math.sin((other - north) / 2) ** 2 + math.cos(north) * math.cos(other) * across
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(chord)))


def travel_points(points_per_km: float, distance: float) -> int:
    """What one term so many km from home costs: rounded, half a point up."""
    return math.floor(points_per_km * distance + 0.5)
