"""The site for tests: an application on a database of its own, and clients to ask it with."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security.core import _default_config
from jinja2 import FileSystemBytecodeCache
from sqlalchemy.orm import Session
from werkzeug.routing import Rule, rules

from rotation import settings as settings_module
from rotation import store
from rotation.district.villages import District
from rotation.settings import Settings
from rotation.store import now, writing
from tests.conftest import ROOT
from web import create_app
from web.accounts import opening
from web.accounts.users import add_user, user
from web.extensions import db, limiter

PASSWORD = "right horse battery"


@pytest.fixture(scope="session", autouse=True)
def quick_sites() -> Iterator[None]:
    """Hashes cost little, and the addresses of one site serve the next: a test has a site of its own."""
    cheap = {"argon2__time_cost": 1, "argon2__memory_cost": 8, "argon2__parallelism": 1}
    compiled: dict[tuple[object, ...], object] = {}
    compile_builder = Rule._compile_builder

    def compile_once(rule: Rule, append_unknown: bool = True) -> object:  # noqa: FBT001, FBT002 - as in werkzeug
        key = (rule.rule, repr(rule.defaults), rule.subdomain, rule.host, append_unknown)
        if key not in compiled:
            compiled[key] = compile_builder(rule, append_unknown)
        return compiled[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(_default_config, "PASSWORD_HASH_PASSLIB_OPTIONS", cheap)
        patch.setattr(Rule, "_compile_builder", compile_once)
        patch.setattr(rules, "parse_converter_args", cache(rules.parse_converter_args))
        yield


def site_in(instance: Path) -> Settings:
    """The project's settings with `instance` as their folder, and the database in it."""
    loaded = settings_module.load(ROOT / "config.toml")
    return replace(loaded, store=replace(loaded.store, instance=str(instance), url="sqlite"))


@pytest.fixture(scope="session")
def instance_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance folder with secrets and a database that holds a district and its planner: hashing takes its time."""
    empty = tmp_path_factory.mktemp("empty")
    shutil.copy(sqlite_template, empty / "rotation.db")
    instance = tmp_path_factory.mktemp("founded") / "instance"
    with furnishing(empty, instance) as (session, _settings):
        district = District(code="qixia", name="栖霞区", name_en="Qixia")
        session.add(district)
        session.flush()
        add_user(session, "planner", PASSWORD, district=district, name="Planner Zhou")
    return instance


@contextmanager
def furnishing(template: Path, folder: Path) -> Iterator[tuple[Session, Settings]]:
    """A copy of an instance in `folder`, to be furnished once for all tests of a room; what is done is committed."""
    shutil.copytree(template, folder)
    made = create_app(site_in(folder))
    with made.app_context():
        with writing(db.session()) as session:
            yield session, made.extensions["settings"]
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates that one test has compiled serve the next."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("compiled")))


@pytest.fixture
def app(instance_template: Path, compiled_templates: FileSystemBytecodeCache, tmp_path: Path) -> Iterator[Flask]:
    """The site on SQLite with the district `qixia` and its planner's login `planner`."""
    shutil.copytree(instance_template, tmp_path / "instance")
    made = create_app(site_in(tmp_path / "instance"))
    made.config["TESTING"] = True
    made.jinja_env.bytecode_cache = compiled_templates
    limiter.reset()
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Somebody from the public, reading English."""
    made = app.test_client()
    made.set_cookie("lang", "en")
    return made


class Clock:
    """The time by which logins are opened, counted and ended: it stands until a test has it go on."""

    def __init__(self) -> None:
        self.at = now()

    def __call__(self) -> datetime:
        return self.at

    def go_on(self, **lengths: float) -> None:
        """Let time pass: minutes=2, days=90."""
        self.at += timedelta(**lengths)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The programme's clock, in the test's hand."""
    made = Clock()
    monkeypatch.setattr(store, "now", made)
    return made


def come_in(app: Flask, client: FlaskClient, username: str) -> FlaskClient:
    """Log `client` in as `username`, without the password, whose hashing takes its time."""
    with app.test_request_context():
        with writing(db.session()) as session:
            found = user(session, username)
            known_as = found.fs_uniquifier
            token = opening.begin(session, found)
        db.session.remove()
    with client.session_transaction() as cookie:
        cookie.update(_user_id=known_as, _fresh=True, _permanent=True, login=token)
    return client


@pytest.fixture
def planner(app: Flask, client: FlaskClient) -> FlaskClient:
    """The planner of `qixia`, logged in; forms need no token."""
    app.config["WTF_CSRF_ENABLED"] = False
    return come_in(app, client, "planner")
