"""Note at which committee's counter a complaint was said."""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'


def upgrade() -> None:
    """Take the step."""
    op.add_column('complaint', sa.Column('office', sa.String(length=40), nullable=True))
