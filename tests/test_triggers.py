"""A trigger that is gone, or was made harmless, is missed."""

import pytest

from rotation.store import create_triggers, missing_triggers
from rotation.triggers import TRIGGERS

NEVER = "BEFORE {event} ON {table} FOR EACH {each} WHEN (1 = 0) EXECUTE FUNCTION {name}()"
HARMLESS = {  # statements after which it does nothing any more
    "sqlite": [
        ["DROP TRIGGER {name}"],
        ["DROP TRIGGER {name}", "CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN 1 = 0 BEGIN SELECT 1; END"],
        ["DROP TRIGGER {name}", "CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN SELECT 1; END"],
    ],
    "postgresql": [
        ["DROP TRIGGER {name} ON {table}"],
        ["ALTER TABLE {table} DISABLE TRIGGER {name}"],
        ["ALTER TABLE {table} ENABLE REPLICA TRIGGER {name}"],
        ["CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"],
        ["CREATE OR REPLACE TRIGGER {name} AFTER {event} ON {table} EXECUTE FUNCTION {name}()"],
        [
            "DROP TRIGGER {name} ON {table}",
            "CREATE TRIGGER {name} BEFORE {event} ON district EXECUTE FUNCTION {name}()",
        ],
        ["CREATE OR REPLACE TRIGGER {name} " + NEVER],
    ],
}


@pytest.mark.parametrize("trigger", [one for one in TRIGGERS if "ledger" in one.name or "sealed" in one.name])
def test_a_trigger_that_was_made_harmless_is_missed(engine, trigger):
    dialect = engine.dialect.name
    if not trigger.is_for(dialect):
        return
    words = {"name": trigger.name, "event": trigger.event, "table": trigger.table}
    each = "STATEMENT" if trigger.event == "TRUNCATE" else "ROW"
    for statements in HARMLESS[dialect]:
        with engine.connect() as connection, connection.begin() as done:
            for statement in statements:
                connection.exec_driver_sql(statement.format(**words, each=each))
            assert missing_triggers(connection) == [trigger.name], statements
            done.rollback()


def test_made_anew_none_is_missed(engine):
    with engine.begin() as connection:
        create_triggers(connection)
        assert missing_triggers(connection) == []
