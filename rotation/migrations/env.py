"""Where Alembic meets the programme's tables. A doorkeeper: it knows the tables of every room, `web` too."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection
from sqlalchemy.types import TypeDecorator

from rotation import settings
from rotation.search_tables import is_search_table
from rotation.store import open_engine
from rotation.tables import Base
from web.accounts import models

__all__ = ["models"]


def plain_type(kind: str, thing: Any, _autogen: AutogenContext) -> str | Literal[False]:
    """A step names the database's own type, so that it stays true when the programme's types change."""
    if kind == "type" and isinstance(thing, TypeDecorator):
        return f"sa.{thing.impl_instance!r}"
    return False


def is_the_steps_business(name: str | None, _kind: str, _parents: Any) -> bool:
    """Whether a step looks after a table or an index: search tables are made after every step, by none of them."""
    return not is_search_table(name)


def run(connection: Connection) -> None:
    """Take the steps that were asked for."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_item=plain_type,
        compare_server_default=True,
        include_name=is_the_steps_business,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:  # called by Alembic's own command, to write the next step
    with open_engine(settings.load().database_url).begin() as own:
        run(own)
