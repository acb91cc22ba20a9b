"""How far it is from somebody's home to a place, counted as the solver counts it."""

from solver import km

__all__ = ["km"]
