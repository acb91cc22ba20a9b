"""A desk for spreadsheets, on SQLite alone where the second engine says nothing new."""

import pytest
from sqlalchemy.orm import Session

from rotation.district.villages import District
from rotation.store import open_engine, writing
from tests.board.sheets_made import Desk
from tests.record.field_made import field
from tests.record.life_made import life, life_on_sqlite

__all__ = ["desk", "desk_on_both", "field", "life", "life_on_sqlite"]


@pytest.fixture
def desk(sqlite_url, settings):
    engine = open_engine(sqlite_url)
    with Session(engine) as session:
        with writing(session):
            district = District(code="qixia", name="栖霞区")
            session.add(district)
        yield Desk(session, district, settings)
    engine.dispose()


@pytest.fixture
def desk_on_both(session, district, settings):
    return Desk(session, district, settings)
