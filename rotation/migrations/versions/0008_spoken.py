"""Make the table of languages in which people want to be told."""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'


def upgrade() -> None:
    """Take the step."""
    op.create_table('notice_language',
    sa.Column('to', sa.String(length=80), nullable=False),
    sa.Column('language', sa.String(length=20), nullable=False),
    sa.PrimaryKeyConstraint('to', name=op.f('pk_notice_language'))
    )
