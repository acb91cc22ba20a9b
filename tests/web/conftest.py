"""The site for tests: an application on a database of its own, and clients to ask it with."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rotation.district.villages import District
from rotation.settings import Settings
from rotation.store import writing
from web import create_app
from web.accounts.users import add_user
from web.extensions import db, limiter

PASSWORD = "right horse battery"


@pytest.fixture
def app(settings: Settings, sqlite_url: str) -> Iterator[Flask]:
    """The site on SQLite with the district `qixia` and its planner's login `planner` (English, unless asked)."""
    made = create_app(replace(settings, store=replace(settings.store, url=sqlite_url)))
    made.config["TESTING"] = True
    limiter.reset()
    with made.app_context():
        with writing(db.session):
            district = District(code="qixia", name="栖霞区", name_en="Qixia")
            db.session.add(district)
            db.session.flush()
            add_user(db.session, "planner", PASSWORD, district=district, name="Planner Zhou")
        db.session.remove()
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Somebody from the public, reading English."""
    made = app.test_client()
    made.set_cookie("lang", "en")
    return made


@pytest.fixture
def planner(app: Flask, client: FlaskClient) -> FlaskClient:
    """The planner of `qixia`, logged in; forms need no token."""
    app.config["WTF_CSRF_ENABLED"] = False
    client.post("/login", data={"username": "planner", "password": PASSWORD})
    return client
