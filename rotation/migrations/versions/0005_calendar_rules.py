"""Make the table of the rules by which villages have heard people: hearings that a rule took away stay in feeds."""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'


def upgrade() -> None:
    """Take the step."""
    op.create_table('calendar_rule',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.String(length=40), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('rule', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['district_id'], ['district.id'], name=op.f('fk_calendar_rule_district_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_rule'))
    )
    op.create_index(op.f('ix_calendar_rule_district_id'), 'calendar_rule', ['district_id'], unique=False)
