"""What the tests of the record share."""

from tests.record.day_made import day
from tests.record.field_made import field
from tests.record.life_made import life, life_on_sqlite
from tests.record.task_told import told

__all__ = ["day", "field", "life", "life_on_sqlite", "told"]
