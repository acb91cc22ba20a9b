"""Everything put back."""

import json

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from rotation import backup, migrations
from rotation.backup import restoring
from rotation.district.villages import District
from rotation.errors import Conflict
from rotation.store import Base, missing_triggers, open_engine, writing
from tests.backup.installations import PHOTO, leftovers, rows
from web.accounts import models


def test_everything_comes_back_on_either_engine(installation, engine, other, tmp_path):
    backup.back_up(installation, engine, tmp_path / "all.backup")
    backup.restore(other, tmp_path / "all.backup", force=False)
    restored = open_engine(other.database_url)
    assert rows(restored) == rows(engine)
    migrations.require_ready(restored)
    with restored.connect() as connection:
        assert missing_triggers(connection) == []
    with pytest.raises(DBAPIError, match="never changed"), restored.begin() as connection:
        connection.execute(text("DELETE FROM term"))
    with Session(restored) as session, writing(session):
        session.add(District(code="next", name="the next key is free"))
    restored.dispose()
    assert (other.instance / "photos" / PHOTO).read_bytes() == b"jpeg"
    assert json.loads((other.instance / "secrets.json").read_text()) == {"session": "old"}
    assert leftovers(other) == []


def test_data_are_not_replaced_unless_that_is_said(installation, engine, tmp_path):
    backup.back_up(installation, engine, tmp_path / "b")
    before = rows(engine)
    with Session(engine) as session, writing(session):
        session.add(District(code="later", name="later"))
    later = rows(engine)
    with pytest.raises(Conflict, match="--force"):
        backup.restore(installation, tmp_path / "b", force=False)
    assert rows(engine) == later
    engine.dispose()
    backup.restore(installation, tmp_path / "b", force=True)
    assert rows(engine) == before


def test_rows_that_do_not_fit_leave_the_old_in_place(installation, engine, tmp_path, monkeypatch):
    backup.back_up(installation, engine, tmp_path / "b")
    before = rows(engine)
    engine.dispose()

    def fail(*_about):
        raise RuntimeError

    monkeypatch.setattr(restoring, "create_triggers", fail)
    with pytest.raises(RuntimeError):
        backup.restore(installation, tmp_path / "b", force=True)
    assert rows(engine) == before
    assert json.loads((installation.instance / "secrets.json").read_text()) == {"session": "old"}


def test_large_tables_come_back_whole(installation, engine, tmp_path):
    with Session(engine) as session, writing(session):
        session.add_all(District(code=f"d{n}", name="x") for n in range(1300))
    backup.back_up(installation, engine, tmp_path / "b")
    engine.dispose()
    backup.restore(installation, tmp_path / "b", force=True)
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(District)) == 1301
        assert models.User.__table__.metadata is Base.metadata
