"""The week of the field, with everybody's login."""

from tests.web.field.conftest import field, team, watch

__all__ = ["field", "team", "watch"]
