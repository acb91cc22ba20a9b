"""How far it is from somebody's home to a place, and whether that is too far, counted as the solver counts it."""

from solver import km, reaches

__all__ = ["km", "reaches"]
