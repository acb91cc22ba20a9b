"""What the tests of the record share."""

from tests.record.field_made import field

__all__ = ["field"]
