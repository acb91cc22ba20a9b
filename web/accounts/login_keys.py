"""The planner's pages of logins: of officials, committees and offices; and the record of who came in."""

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rotation import store
from rotation.district.offices import office, offices
from rotation.district.villages import village, villages
from rotation.errors import N_, Conflict, InvalidInput, NotFound
from rotation.store import writing
from web.accounts import second_factor, users
from web.accounts.actor import current_district
from web.accounts.keys_room import keys
from web.accounts.login_forms import MADE_BY_PLANNERS, NewLoginForm
from web.accounts.models import User
from web.accounts.record import PAGE, recorded
from web.accounts.roles import Role
from web.accounts.users import Belonging, add_user, passing_password, set_active, set_password
from web.extensions import db
from web.forms import refuse
from web.numbers import number

PASSING_DAYS = 14


@keys.get("/logins")
def logins() -> str:
    """The district's logins by password."""
    query = select(User).where(User.district_id == current_district().id).order_by(User.username)
    found = [row for row in db.session.scalars(query) if not row.is_a(Role.MEMBER)]
    return render_template("keys/logins.html", logins=found)


@keys.route("/new-login", methods=["GET", "POST"])
def new_login() -> str | Response:
    """Make a login; its password is shown once."""
    here = current_district().id
    form = NewLoginForm()
    form.offer(offices(db.session(), here), villages(db.session(), here))
    if form.validate_on_submit():
        password = passing_password()
        try:
            with writing(db.session()) as session:
                made = _add(session, form, here, password)
                username, name = made.username, made.name
        except (InvalidInput, Conflict) as error:
            refuse(form, _at_its_field(error))
        else:
            return render_template(
                "keys/password.html", username=username, name=name, password=password, days=PASSING_DAYS
            )
    return render_template("keys/new_login.html", form=form)


@keys.get("/logins/<username>")
def login(username: str) -> str:
    """One login: whom it belongs to, what it did last, and what can be done."""
    found = _login(username)
    return render_template(
        "keys/login.html",
        login=found,
        ours=_is_ours(found),
        record=recorded(db.session(), current_district().id, login=found.username)[:20],
        has_second_factor=second_factor.has_one(db.session(), found),
    )


@keys.post("/logins/<username>/password")
def new_passing_password(username: str) -> str:
    """A new password that is good for one login; the second factor goes with the old one."""
    found = _login(username, may_change=True)
    password = passing_password()
    with writing(db.session()) as session:
        row = set_password(session, found.username, password, until=store.now() + timedelta(days=PASSING_DAYS))
        second_factor.remove(session, row)
        name = row.name
    return render_template("keys/password.html", username=username, name=name, password=password, days=PASSING_DAYS)


@keys.post("/logins/<username>/off")
def login_off(username: str) -> Response:
    """Switch a login off."""
    _switch(username, active=False)
    flash(gettext("The login is switched off, and logged out wherever it was in use."))
    return redirect(url_for("keys.login", username=username))


@keys.post("/logins/<username>/on")
def login_on(username: str) -> Response:
    """Switch a login on again."""
    _switch(username, active=True)
    flash(gettext("The login is on again."))
    return redirect(url_for("keys.login", username=username))


@keys.get("/login-record")
def login_record() -> str:
    """Every login and every refusal in the district, the latest first."""
    before = request.args.get("before", type=number)
    found = recorded(db.session(), current_district().id, login=request.args.get("login", "")[:80], before=before)
    more = found[PAGE - 1].id if len(found) > PAGE else None
    return render_template("keys/record.html", record=found[:PAGE], more=more, login=request.args.get("login", "")[:80])


def _login(username: str, *, may_change: bool = False) -> User:
    found = users.user(db.session(), username)
    if found.district_id != current_district().id:
        raise NotFound(N_("There is no login “%(username)s”."), username=username)
    if may_change and not _is_ours(found):
        raise Conflict(N_("This login is changed by the person who runs this site, or by the member's card."))
    return found


def _switch(username: str, *, active: bool) -> None:
    found = _login(username, may_change=True)
    with writing(db.session()) as session:
        set_active(session, session.get_one(User, found.id), active=active)


def _is_ours(found: User) -> bool:
    return all(role.name in MADE_BY_PLANNERS for role in found.roles)


def _add(session: Session, form: NewLoginForm, district_id: int, password: str) -> User:
    role = Role(form.role.data)
    answers_for = office(session, district_id, form.office.data) if form.office.data else None
    sees_to = [village(session, district_id, code) for code in form.villages.data] if role is Role.OFFICIAL else []
    made = add_user(
        session,
        form.username.data,
        password,
        roles=[role],
        name=form.name.data.strip(),
        belonging=Belonging(office=answers_for, villages=sees_to),
    )
    made.passing_until = store.now() + timedelta(days=PASSING_DAYS)
    return made


def _at_its_field(error: InvalidInput | Conflict) -> InvalidInput:
    if isinstance(error, InvalidInput):
        return error
    return InvalidInput(error.template, field="username", **error.values)
