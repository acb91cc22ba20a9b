"""A site on each database in turn, with a furnished district and a clock that the test turns."""

import shutil
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from rotation import store
from rotation.board.calendars import links
from rotation.board.calendars.links import Owner
from rotation.district.villages import District, district
from rotation.roster import publishing
from rotation.store import writing
from tests.web.conftest import site_in
from tests.web.feeds.published import START, furnish, publish
from web import create_app
from web.extensions import db, limiter


class Clock:
    """The hour that the site believes in."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def on(self, **by: float) -> datetime:
        """Let time pass."""
        self.now += timedelta(**by)
        return self.now


class FeedSite:
    """The site, and what a planner does behind it."""

    def __init__(self, app, clock: Clock) -> None:
        self.app, self.clock = app, clock
        self.client = app.test_client()

    def do(self, deed):
        """A unit of work, with the session and the district."""
        with self.app.app_context():
            with writing(db.session()) as session:
                found = deed(session, district(session, "qixia"))
            db.session.remove()
        return found

    def publish(self, *terms):
        """Put these terms in force now."""
        self.do(lambda session, where: publish(session, where, terms, self.clock.now) and None)

    def link(self, member: str | None = "m1", login: str | None = None, language="en", name="phone") -> str:
        """The path of a new private feed."""
        token = self.do(
            lambda session, where: links.make(session, Owner(where.id, member, login), name, language, "planner")
        )
        return f"/feeds/{token}.ics"

    def get(self, path: str, **headers: str):
        return self.client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})


@pytest.fixture
def clock(monkeypatch) -> Clock:
    made = Clock(START)
    for module in (store, links, publishing):
        monkeypatch.setattr(module, "now", made)
    return made


@pytest.fixture
def on_database(instance_template: Path, tmp_path: Path, database_url: str):
    """The site's application on an empty database of each kind."""
    shutil.copytree(instance_template, tmp_path / "instance")
    settings = site_in(tmp_path / "instance")
    app = create_app(replace(settings, store=replace(settings.store, url=database_url)))
    app.config["TESTING"] = True
    limiter.reset()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def site(on_database, clock) -> FeedSite:
    with on_database.app_context():
        with writing(db.session()) as session:
            where = District(code="qixia", name="栖霞区", name_en="Qixia")
            session.add(where)
            session.flush()
            furnish(session, where)
        db.session.remove()
    return FeedSite(on_database, clock)
