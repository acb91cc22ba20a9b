"""Keeping logins: which can be, whose passwords are kept how, on both databases."""

from dataclasses import replace

import pytest

from rotation.errors import Conflict, InvalidInput, NotFound
from rotation.store import writing
from tests.web.conftest import PASSWORD
from tests.web.logging_in import LIMITS, log_in
from web.accounts.models import User
from web.accounts.users import add_user, user, users
from web.extensions import db


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"username": ""}, "username"),
        ({"username": "two words"}, "username"),
        ({"username": "x" * 81}, "username"),
        ({"password": "short"}, "password"),
        ({"roles": ["emperor"]}, "roles"),
        ({"district": None}, "district"),
    ],
)
def test_a_login_that_cannot_be_names_its_field(app, wrong, field):
    with app.app_context():
        district = db.session.get(User, 1).district_id
        asked = {"username": "new", "password": PASSWORD, "roles": ["planner"], "district": district} | wrong
        with pytest.raises(InvalidInput) as refused:
            add_user(
                db.session(), asked["username"], asked["password"], roles=asked["roles"], district=asked["district"]
            )
        assert refused.value.field == field


def test_a_login_is_there_once(app):
    with app.app_context():
        with pytest.raises(Conflict):
            add_user(db.session(), "PLANNER", PASSWORD, roles=["administrator"])
        with pytest.raises(NotFound):
            user(db.session(), "nobody")
        assert [login.username for login in users(db.session())] == ["planner"]


def test_passwords_are_kept_as_argon2id(app):
    with app.app_context():
        assert user(db.session(), "planner").password.startswith("$argon2id$")


def test_accounts_work_on_both_databases(both_settings):
    from web import create_app

    app = create_app(replace(both_settings, login=LIMITS))
    with app.app_context():
        with writing(db.session()) as session:
            add_user(session, "root", PASSWORD, roles=["administrator", "planner"], district=_district(session))
        db.session.remove()
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    assert log_in(client, "root", "wrong word").status_code == 200
    assert log_in(client, "root").status_code == 302
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def _district(session):
    from rotation.district.villages import District

    made = District(code="d1", name="区")
    session.add(made)
    session.flush()
    return made
