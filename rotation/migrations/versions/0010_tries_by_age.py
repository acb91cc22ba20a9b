"""Find the tries that are too old without reading all of them."""

from alembic import op

revision = '0010'
down_revision = '0009'


def upgrade() -> None:
    """Take the step."""
    op.create_index(op.f('ix_login_tries_last_at'), 'login_tries', ['last_at'], unique=False)
