"""The database: the declarative base, column types, engines, and units of work.

SQLite runs in WAL with full synchronisation; a unit of work that may write opens with BEGIN IMMEDIATE,
because a deferred transaction that has read first fails at once when somebody else is writing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import JSON, DateTime, Dialect, Engine, Enum, MetaData, create_engine, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, Session, registry, scoped_session
from sqlalchemy.types import TypeDecorator

from rotation.search_tables import create_search_tables, missing_search_tables
from rotation.triggers import TRIGGERS

S = TypeVar("S", bound="Session | scoped_session[Any]")
T = TypeVar("T")
R = TypeVar("R")
BUSY_TIMEOUT_SECONDS = 10
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(TypeDecorator[datetime]):
    """A moment: aware, UTC inside and outside. A naive datetime is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is not None and value.tzinfo is None:
            message = f"a naive datetime reached the store: {value!r}"
            raise ValueError(message)
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def choice(kind: type[StrEnum]) -> Enum:
    """A column type that holds one value of `kind`, as its text."""
    return Enum(kind, native_enum=False, length=20, values_callable=lambda values: [v.value for v in values])


class Base(DeclarativeBase):
    """The one declarative base; the site hands it to Flask-SQLAlchemy."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={datetime: UTCDateTime, dict[str, Any]: JSON, list[str]: JSON, list[Any]: JSON},
    )


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def open_engine(url: str) -> Engine:
    """An engine for `url` (sqlite:///… or postgresql+psycopg://…), prepared as the programme needs it."""
    return prepare(create_engine(url))


def prepare(engine: Engine) -> Engine:
    """Set what each new connection needs; on SQLite also who opens transactions, and how."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_connect)
        event.listen(engine, "begin", _sqlite_begin)
    return engine


def _sqlite_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not open transactions by itself
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",  # what was erased is overwritten in the file too
        "recursive_triggers=ON",  # else what REPLACE takes away is taken without asking the triggers
        f"busy_timeout={BUSY_TIMEOUT_SECONDS * 1000}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def writing(session: S) -> Iterator[S]:
    """A unit of work that may write: commits at the end, rolls back on any error.

    What `session` has read before is let go first, so that everything inside is read under the lock.
    No network, file or solver work belongs inside.
    """
    session.rollback()
    session.connection(execution_options={"writing": True})
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise


def writes_alone(session: S) -> bool:
    """Whether whoever writes is alone, as on SQLite: what was read since the transaction began is still so."""
    return session.connection().dialect.name == "sqlite"


@contextmanager
def trying(session: S) -> Iterator[S]:
    """A unit of work that is undone at its end whatever happens: to see what something would do."""
    session.rollback()
    session.connection(execution_options={"writing": True})
    try:
        yield session
    finally:
        session.rollback()


def put(session: Session, kind: type[Base], key: Mapping[str, Any], **values: Any) -> None:
    """Store a row under its unique key, or these values in the one that is there; of two at once both get through."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    stored = dialect.insert(kind).values(**key, **values)
    session.execute(stored.on_conflict_do_update(index_elements=[*key], set_=values))


def for_each(session: Session, things: Iterable[T], do: Callable[[T], int]) -> int:
    """Do it for each of these, and sum up; one for which it fails hinders no other, and what it has begun is undone.

    ExceptionGroup of all that has failed, once the others are done.
    """
    count, failed = 0, list[Exception]()
    for one in things:
        try:
            count += do(one)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is raised in the end
            session.rollback()
            failed.append(error)
    if failed:
        raise ExceptionGroup("it failed for some", failed)
    return count


def do_some(session: Session, things: Iterable[T], do: Callable[[T], R | None], most: int) -> list[R]:
    """Do it for these, in one unit of work, until there are `most` results; one for which it fails hinders no other.

    What that one has begun is undone. What is done has to be kept first: only where there is nothing to keep, all that
    has failed is raised as an ExceptionGroup. So whoever goes on until nothing is left hears of it in the end.
    """
    made, failed = list[R](), list[Exception]()
    for one in things:
        try:
            with session.begin_nested():
                result = do(one)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is raised in the end
            failed.append(error)
            continue
        made += [] if result is None else [result]
        if len(made) == most:
            break
    if failed and not made:
        raise ExceptionGroup("it failed for some", failed)
    return made


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that only looks, and sees everything as it is at one moment; whatever it did is rolled back."""
    with Session(engine) as session:
        if engine.dialect.name == "postgresql":
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield session
        session.rollback()


def create_triggers(connection: Connection) -> None:
    """Make every trigger and search table anew; to be called once the tables are there, and after each migration."""
    dialect = connection.dialect.name
    for trigger in TRIGGERS:
        for statement in trigger.statements(dialect) if trigger.is_for(dialect) else ():
            connection.exec_driver_sql(statement)
    create_search_tables(connection)


def missing_triggers(connection: Connection) -> list[str]:
    """The names of the triggers that the database lacks, or has otherwise than they should be; of search tables too."""
    dialect = connection.dialect.name
    held = {name: tuple(kept) for name, *kept in connection.execute(text(_HELD[dialect]))}
    due = [trigger for trigger in TRIGGERS if trigger.is_for(dialect)]
    faulty = [trigger.name for trigger in due if held.get(trigger.name) != trigger.kept(dialect)]
    return faulty + missing_search_tables(connection)


_HELD = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT t.tgname, p.prosrc, c.relname, CAST(t.tgtype AS text) FROM pg_trigger t "
    "JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_class c ON c.oid = t.tgrelid "
    "WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND t.tgqual IS NULL AND CAST(t.tgattr AS text) = ''",
}
