"""Make the tables of handovers, and let a photo be found by its name."""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'


def upgrade() -> None:
    """Take the step."""
    op.create_table('handover_note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('village_id', sa.Integer(), nullable=False),
    sa.Column('week', sa.Date(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('words', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.String(length=80), nullable=False),
    sa.Column('sent_as', sa.String(length=64), nullable=True),
    sa.ForeignKeyConstraint(['village_id'], ['village.id'], name=op.f('fk_handover_note_village_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handover_note')),
    sa.UniqueConstraint('sent_as', name=op.f('uq_handover_note_sent_as')),
    sa.UniqueConstraint('village_id', 'week', 'number', name=op.f('uq_handover_note_village_id_week_number'))
    )
    op.create_table('handover_signature',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('village_id', sa.Integer(), nullable=False),
    sa.Column('week', sa.Date(), nullable=False),
    sa.Column('note', sa.Integer(), nullable=False),
    sa.Column('member', sa.String(length=40), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['village_id'], ['village.id'], name=op.f('fk_handover_signature_village_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handover_signature')),
    sa.UniqueConstraint('village_id', 'week', 'note', name=op.f('uq_handover_signature_village_id_week_note'))
    )
    op.create_table('handover_promise',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('note_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('words', sa.String(length=64), nullable=True),
    sa.Column('task', sa.String(length=20), nullable=True),
    sa.ForeignKeyConstraint(['note_id'], ['handover_note.id'], name=op.f('fk_handover_promise_note_id')),
    sa.ForeignKeyConstraint(['task'], ['task.number'], name=op.f('fk_handover_promise_task')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handover_promise')),
    sa.UniqueConstraint('note_id', 'number', name=op.f('uq_handover_promise_note_id_number'))
    )
    op.create_index('ix_sealed_photo', 'sealed', ['content'], unique=False, sqlite_where=sa.text("kind = 'photo'"), postgresql_where=sa.text("kind = 'photo'"))
