"""An installation with something in it, and one that is empty."""

import pytest
from sqlalchemy.orm import Session

import web.accounts.models  # noqa: F401 - its tables are made and saved with all others
from rotation import migrations
from rotation.store import writing
from tests.backup.installations import PHOTO, emptied, fill


@pytest.fixture
def installation(both_settings, engine):
    """An installation with rows of every kind of column, a photo and secrets, on each engine."""
    with engine.begin() as connection:
        configuration = migrations._configuration(connection)
        migrations.command.stamp(configuration, migrations.NEWEST)
    with Session(engine) as session, writing(session):
        fill(session)
    (both_settings.instance / "photos").mkdir()
    (both_settings.instance / "photos" / PHOTO).write_bytes(b"jpeg")
    (both_settings.instance / "secrets.json").write_text('{"session": "old"}')
    return both_settings


@pytest.fixture(params=["sqlite", "postgres"])
def other(request, installation, databases):
    """An installation to restore into: nothing there yet, on each engine."""
    if request.param == "sqlite":
        return emptied(installation, "sqlite")
    return emptied(installation, databases.empty_on_postgres())
