"""Proving beside the search: who proves, and what is proven of the best roster so far."""
