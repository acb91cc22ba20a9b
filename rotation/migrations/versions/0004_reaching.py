"""Make the tables of notices, leave asked for, openings and swaps."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'


def upgrade() -> None:
    """Take the step."""
