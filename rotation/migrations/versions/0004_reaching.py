"""Make the tables of openings, swaps and notices; let a term be part of a week, and leave say who entered it."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'


def upgrade() -> None:
    """Take the step."""
    op.add_column('term', sa.Column('first_day', sa.Date(), nullable=True))
    op.add_column('term', sa.Column('last_day', sa.Date(), nullable=True))
    for table in ('leave', 'recusal'):
        op.add_column(table, sa.Column('by', sa.String(length=80), nullable=True))
        op.add_column(table, sa.Column('by_member', sa.Boolean(), nullable=True))
    op.create_table('notice_channel',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('to', sa.String(length=80), nullable=False),
    sa.Column('kind', sa.Enum('mail', 'sms', 'wecom', 'dingtalk', 'feishu', name='kind', native_enum=False, length=20), nullable=False),
    sa.Column('address', sa.String(length=200), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice_channel')),
    sa.UniqueConstraint('to', 'kind', name=op.f('uq_notice_channel_to_kind'))
    )
    op.create_table('notice',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=160), nullable=False),
    sa.Column('to', sa.String(length=80), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('link', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('not_before', sa.DateTime(timezone=True), nullable=False),
    sa.Column('fate', sa.Enum('due', 'sent', 'by_phone', 'told', 'dropped', name='fate', native_enum=False, length=20), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('channels', sa.String(length=80), nullable=False),
    sa.Column('said', sa.String(length=200), nullable=False),
    sa.Column('by', sa.String(length=80), nullable=False),
    sa.ForeignKeyConstraint(['district_id'], ['district.id'], name=op.f('fk_notice_district_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice')),
    sa.UniqueConstraint('key', name=op.f('uq_notice_key'))
    )
    op.create_index('ix_notice_fate', 'notice', ['fate', 'not_before'], unique=False)
    op.create_index('ix_notice_to', 'notice', ['district_id', 'to'], unique=False)
    op.create_table('opening',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('week', sa.Date(), nullable=False),
    sa.Column('place', sa.String(length=40), nullable=False),
    sa.Column('member', sa.String(length=40), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=True),
    sa.Column('state', sa.Enum('waiting', 'asking', 'nobody', 'filled', 'withdrawn', 'overtaken', name='state', native_enum=False, length=20), nullable=False),
    sa.Column('reported_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reported_by', sa.String(length=80), nullable=False),
    sa.Column('on_behalf', sa.Boolean(), nullable=False),
    sa.Column('ask_from', sa.DateTime(timezone=True), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('filled_by', sa.String(length=40), nullable=False),
    sa.Column('filled_in', sa.Integer(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by', sa.String(length=80), nullable=False),
    sa.ForeignKeyConstraint(['district_id'], ['district.id'], name=op.f('fk_opening_district_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opening'))
    )
    op.create_index(op.f('ix_opening_member'), 'opening', ['member'], unique=False)
    op.create_index('ix_opening_state', 'opening', ['district_id', 'state'], unique=False)
    op.create_table('swap',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('member', sa.String(length=40), nullable=False),
    sa.Column('week', sa.Date(), nullable=False),
    sa.Column('place', sa.String(length=40), nullable=False),
    sa.Column('other', sa.String(length=40), nullable=False),
    sa.Column('other_week', sa.Date(), nullable=False),
    sa.Column('other_place', sa.String(length=40), nullable=False),
    sa.Column('state', sa.Enum('offered', 'agreed', 'done', 'declined', 'withdrawn', 'refused', 'expired', 'overtaken', name='state', native_enum=False, length=20), nullable=False),
    sa.Column('offered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('offered_by', sa.String(length=80), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('agreed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by', sa.String(length=80), nullable=False),
    sa.Column('done_in', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['district_id'], ['district.id'], name=op.f('fk_swap_district_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_swap'))
    )
    op.create_index(op.f('ix_swap_member'), 'swap', ['member'], unique=False)
    op.create_index(op.f('ix_swap_other'), 'swap', ['other'], unique=False)
    op.create_index('ix_swap_state', 'swap', ['district_id', 'state'], unique=False)
    op.create_table('opening_ask',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('opening_id', sa.Integer(), nullable=False),
    sa.Column('member', sa.String(length=40), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answer', sa.Enum('none', 'yes', 'no', 'too_late', name='answer', native_enum=False, length=20), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('by', sa.String(length=80), nullable=False),
    sa.ForeignKeyConstraint(['opening_id'], ['opening.id'], name=op.f('fk_opening_ask_opening_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opening_ask')),
    sa.UniqueConstraint('opening_id', 'member', name=op.f('uq_opening_ask_opening_id_member'))
    )
    op.create_index(op.f('ix_opening_ask_member'), 'opening_ask', ['member'], unique=False)
