"""The steps lead to the tables that the programme knows, and a database that is elsewhere is refused."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.orm import Session

from rotation import migrations
from rotation.district.villages import District
from rotation.errors import StoreError
from rotation.search_tables import is_search_table
from rotation.store import missing_triggers, open_engine, writing
from rotation.tables import Base
from web.accounts import models


@pytest.fixture
def empty(engine):
    """A database with nothing in it, on each engine."""
    with engine.begin() as connection:
        connection.exec_driver_sql("SELECT 1")
        for table in inspect(connection).get_table_names():
            cascade = " CASCADE" if engine.dialect.name == "postgresql" else ""
            connection.exec_driver_sql(f'DROP TABLE IF EXISTS "{table}"{cascade}')
    return engine


def test_the_steps_lead_to_the_tables_of_the_models(empty):
    assert models.User.__table__.metadata is Base.metadata
    migrations.upgrade(empty)
    with empty.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"compare_server_default": True, "include_name": lambda name, *_: not is_search_table(name)},
        )
        assert compare_metadata(context, Base.metadata) == []


def test_the_triggers_are_there_after_an_upgrade_and_made_anew_by_the_next(empty):
    migrations.upgrade(empty)
    with empty.begin() as connection:
        assert missing_triggers(connection) == []
        migrations._drop_triggers(connection)
        assert missing_triggers(connection)
    with pytest.raises(StoreError, match="lacks the triggers"):
        migrations.require_ready(empty)
    migrations.upgrade(empty)
    migrations.require_ready(empty)


def test_an_upgrade_leaves_what_is_there(empty):
    migrations.upgrade(empty)
    with Session(empty) as session, writing(session):
        session.add(District(code="qixia", name="栖霞区"))
    migrations.upgrade(empty)
    with Session(empty) as session:
        assert session.scalar(text("SELECT name FROM district")) == "栖霞区"


def test_a_database_without_tables_is_refused_with_what_to_do(empty):
    with pytest.raises(StoreError, match="rotation db upgrade"):
        migrations.require_ready(empty)
    assert not migrations.is_ready(empty)


def test_a_database_of_a_newer_version_is_refused_and_not_touched(empty):
    migrations.upgrade(empty)
    with empty.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for use in (migrations.require_ready, migrations.is_ready, migrations.upgrade):
        with pytest.raises(StoreError, match="newer version"):
            use(empty)


def test_a_step_that_fails_leaves_everything_as_it_was(empty, monkeypatch):
    def fail(_connection):
        raise RuntimeError

    monkeypatch.setattr(migrations, "create_triggers", fail)
    with pytest.raises(RuntimeError):
        migrations.upgrade(empty)
    assert inspect(empty).get_table_names() == []


def test_rows_that_refer_to_nothing_stop_an_upgrade(sqlite_url):
    engine = open_engine(sqlite_url)
    with migrations.without_foreign_keys(engine) as connection:
        connection.execute(text("INSERT INTO zone VALUES (1, 99, 'z', 'z', '', NULL, NULL, 0, 1, 1)"))
    with (
        pytest.raises(StoreError, match="refer to nothing"),
        migrations.without_foreign_keys(engine) as connection,
    ):
        migrations.look_for_loose_ends(connection)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    engine.dispose()


def test_a_database_out_of_reach_is_said_in_one_line():
    engine = open_engine("postgresql+psycopg://nobody@127.0.0.1:1/none")
    with pytest.raises(StoreError, match="cannot be reached"):
        migrations.require_ready(engine)
