"""How the tables came to be what they are, step by step; and whether a database has taken every step."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from rotation.errors import N_, StoreError
from rotation.store import create_triggers, missing_triggers

__all__ = ["NEWEST", "current", "is_ready", "migrate", "require_ready", "upgrade", "without_foreign_keys"]

NEWEST = "head"


def upgrade(engine: Engine) -> None:
    """Bring a database, empty or older, to the newest tables and triggers: all of it or nothing."""
    with without_foreign_keys(engine) as connection:
        migrate(connection, NEWEST)
        create_triggers(connection)


def migrate(connection: Connection, revision: str) -> None:
    """Take the steps to `revision` inside the caller's transaction; the triggers are left for the caller to make.

    They are dropped first: some would refuse what a step does, and SQLite drops others with the tables it rebuilds.
    """
    _require_known(current(connection))
    _require_known(revision)
    _drop_triggers(connection)
    command.upgrade(_configuration(connection), revision)
    look_for_loose_ends(connection)


def look_for_loose_ends(connection: Connection) -> None:
    """Raise StoreError where SQLite, which did not look while tables were rebuilt, finds references to nothing."""
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise StoreError(N_("The upgrade would leave rows that refer to nothing; nothing was changed."))


def current(connection: Connection) -> str | None:
    """The step that the database is at; None where it has taken none."""
    return MigrationContext.configure(connection).get_current_revision()


def is_newest(connection: Connection) -> bool:
    """Whether the database has taken every step."""
    return current(connection) == _steps().get_current_head()


def is_ready(engine: Engine) -> bool:
    """Whether the database can be used as it is; one of a newer version, or out of reach, raises StoreError."""
    with _reaching(engine) as connection:
        _require_known(current(connection))
        return is_newest(connection) and not missing_triggers(connection)


def require_ready(engine: Engine) -> None:
    """Raise StoreError, with what to do, unless the database is reachable, up to date and guarded by its triggers."""
    with _reaching(engine) as connection:
        _require_known(current(connection))
        if not is_newest(connection):
            raise StoreError(N_("The database is not up to date. Run “rotation db upgrade” first."))
        missing = missing_triggers(connection)
    if missing:
        raise StoreError(
            N_("The database lacks the triggers %(names)s. Find out why; “rotation db upgrade” makes them anew."),
            names=", ".join(missing),
        )


@contextmanager
def without_foreign_keys(engine: Engine) -> Iterator[Connection]:
    """One writing transaction in which SQLite does not follow foreign keys, so that tables can be rebuilt."""
    with engine.connect() as connection:
        sqlite = engine.dialect.name == "sqlite"
        driver = connection.connection.driver_connection
        if sqlite and driver:
            driver.execute("PRAGMA foreign_keys=OFF")  # only counts outside a transaction
        try:
            with connection.execution_options(writing=True).begin():
                yield connection
        finally:
            if sqlite and driver:
                driver.execute("PRAGMA foreign_keys=ON")


@contextmanager
def _reaching(engine: Engine) -> Iterator[Connection]:
    try:
        with engine.connect() as connection:
            yield connection
    except DBAPIError as error:
        raise StoreError(N_("The database cannot be reached: %(why)s"), why=str(error.orig).strip()) from None


def _require_known(revision: str | None) -> None:
    if revision and revision != NEWEST and revision not in {step.revision for step in _steps().walk_revisions()}:
        raise StoreError(N_("The data were made by a newer version of this programme. Install that version."))


def _drop_triggers(connection: Connection) -> None:
    held = {
        "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace",
    }
    of_table = "" if connection.dialect.name == "sqlite" else " ON {table}"
    for name, table in connection.execute(text(held[connection.dialect.name])).all():
        connection.exec_driver_sql(f"DROP TRIGGER {name}" + of_table.format(table=table))


def _configuration(connection: Connection | None = None) -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(Path(__file__).parent))
    configuration.set_main_option("path_separator", "os")
    configuration.attributes["connection"] = connection
    return configuration


def _steps() -> ScriptDirectory:
    return ScriptDirectory.from_config(_configuration())
