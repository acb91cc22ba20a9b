"""What the tests of the record share."""

from tests.record.field_made import field
from tests.record.life_made import life, life_on_sqlite

__all__ = ["field", "life", "life_on_sqlite"]
