"""What the tests of the record share."""

import pytest

from tests.record.day_made import day
from tests.record.field_made import field, furnished_field
from tests.record.life_made import furnished_life, life, life_on_sqlite
from tests.record.task_told import told

__all__ = ["day", "field", "life", "life_on_sqlite", "told"]
FURNISHED = {"field": furnished_field, "life": furnished_life, "life_on_sqlite": furnished_life}


@pytest.fixture
def furnishing(request: pytest.FixtureRequest):
    """The field or the life that a test asks for stands in its database already: made once, then copied."""
    return next((FURNISHED[name] for name in FURNISHED if name in request.fixturenames), None)
