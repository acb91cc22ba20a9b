"""Do without the table of guesses at feeds: they are counted with all other tries."""

from alembic import op

revision = '0009'
down_revision = '0008'


def upgrade() -> None:
    """Take the step."""
    op.drop_table('feed_guesses')
