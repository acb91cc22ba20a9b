"""Make the tables of boards."""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'


def upgrade() -> None:
    """Take the step."""
    op.create_table('bulletin',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('village_id', sa.Integer(), nullable=False),
    sa.Column('week', sa.Date(), nullable=False),
    sa.Column('issue', sa.Integer(), nullable=False),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('issued_by', sa.String(length=80), nullable=False),
    sa.Column('reason', sa.String(length=64), nullable=True),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('root', sa.String(length=64), nullable=False),
    sa.Column('roster', sa.Integer(), nullable=True),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['village_id'], ['village.id'], name=op.f('fk_bulletin_village_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bulletin')),
    sa.UniqueConstraint('village_id', 'week', 'issue', name=op.f('uq_bulletin_village_id_week_issue'))
    )
    op.create_index(op.f('ix_bulletin_week'), 'bulletin', ['week'], unique=False)
    op.create_index('ix_task_same_as', 'task', ['same_as'], unique=False)
    op.create_index('ix_task_changed', 'task', ['district_id', 'last_entry'], unique=False)
    op.create_index('ix_task_village_changed', 'task', ['village_id', 'last_entry'], unique=False)
    op.drop_index('ix_task_village_state', 'task')
    op.create_index('ix_task_village_state', 'task', ['village_id', 'state', 'number'], unique=False)
    op.create_index('ix_task_number', 'task', ['district_id', 'number'], unique=False)
    op.create_index('ix_task_village_number', 'task', ['village_id', 'number'], unique=False)
    op.create_index('ix_task_state_number', 'task', ['district_id', 'state', 'number'], unique=False)
    op.create_index('ix_task_category_number', 'task', ['district_id', 'category', 'number'], unique=False)
    op.create_index('ix_task_category_state', 'task', ['district_id', 'category', 'state', 'number'], unique=False)
