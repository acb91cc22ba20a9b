"""`rotation district` and `rotation user`: who may come in, set up from the shell."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation import settings as configuration
from rotation.cli.language import _
from rotation.cli.store import district_of, ready
from rotation.district import values
from rotation.district.codes import code_fault
from rotation.district.members import member as member_of
from rotation.district.offices import office as office_of
from rotation.district.villages import District
from rotation.district.villages import village as village_of
from rotation.store import writing

if TYPE_CHECKING:
    from web.accounts.users import Belonging


@click.group("district", help=_("Districts: add one, list them."))
def district() -> None:
    """The districts of this installation."""


@district.command("add", help=_("Add a district, such as: qixia 栖霞区"))
@click.argument("code")
@click.argument("name")
@click.option("--english", default="", help=_("Its name in English."))
def add_district(code: str, name: str, english: str) -> None:
    """Add a district; its code is never renamed."""
    with ready(configuration.load()) as engine, Session(engine) as session, writing(session):
        make_district(session, code, name, english)
    click.echo(_("District %(code)s is there.") % {"code": code})


def make_district(session: Session, code: str, name: str, english: str) -> District:
    """A new district; InvalidInput where its code or name cannot be."""
    taken = set(session.scalars(select(District.code)))
    faults = (code_fault(code, taken), *values.text("name", name, needed=True), *values.text("name_en", english))
    for fault in filter(None, faults):
        raise fault
    made = District(code=code, name=values.tidy(name), name_en=values.tidy(english))
    session.add(made)
    return made


@district.command("list", help=_("List the districts."))
def list_districts() -> None:
    """Each district's code and name."""
    with ready(configuration.load()) as engine, Session(engine) as session:
        for found in session.scalars(select(District).order_by(District.code)):
            click.echo("  ".join(filter(None, (found.code, found.name, found.name_en))))


@click.group("user", help=_("Logins: add one, set a password, list them."))
def user() -> None:
    """The logins of this installation."""


ROLES = ("planner", "administrator", "member", "official", "committee", "township", "district")


@user.command("add", help=_("Add a login: a planner of a district, an administrator, or somebody who belongs to it."))
@click.argument("username")
@click.option("--district", "code", help=_("The district; needed where there are several."))
@click.option("--role", type=click.Choice(ROLES), default="planner", show_default=True)
@click.option("--member", help=_("The member whose login this is."))
@click.option("--office", help=_("The office that an official, a committee or an office's login answers for."))
@click.option("--village", "villages", multiple=True, help=_("A village that an official sees to; may be repeated."))
@click.option("--name", default="", help=_("The person's name, as others see it."))
@click.password_option(prompt=_("Password"), help=_("Asked for where it is not given."))
def add_login(username: str, code: str | None, role: str, name: str, password: str, **belonging: Any) -> None:
    """Add a login."""
    from web.accounts.users import add_user

    with accounts() as session, writing(session):
        place = None if role == "administrator" and not code else district_of(session, code)
        whose = _belonging(session, place, **belonging)
        add_user(session, username, password, roles=[role], district=place, name=name, belonging=whose)
    click.echo(_("Login %(username)s is there.") % {"username": username})


def _belonging(
    session: Session, place: District | None, member: str | None, office: str | None, villages: Sequence[str]
) -> "Belonging":
    from web.accounts.users import Belonging

    if place is None:
        return Belonging()
    return Belonging(
        member_of(session, place.id, member) if member else None,
        office_of(session, place.id, office) if office else None,
        [village_of(session, place.id, one) for one in villages],
    )


@user.command("password", help=_("Give a login another password; it is logged out everywhere."))
@click.argument("username")
@click.password_option(prompt=_("Password"), help=_("Asked for where it is not given."))
def change_password(username: str, password: str) -> None:
    """Set a login's password."""
    from web.accounts.users import set_password

    with accounts() as session, writing(session):
        set_password(session, username, password)
    click.echo(_("The password of %(username)s is changed.") % {"username": username})


@user.command("no-second-factor", help=_("Let a login in by its password alone, where its phone and codes are lost."))
@click.argument("username")
def remove_second_factor(username: str) -> None:
    """Remove a login's second factor; it is logged out everywhere."""
    from web.accounts import second_factor, users

    with accounts() as session, writing(session):
        found = users.user(session, username)
        second_factor.remove(session, found)
        users.end_logins(session, found)
    click.echo(_("%(username)s has no second factor any more.") % {"username": username})


@user.command("list", help=_("List the logins."))
def list_logins() -> None:
    """Each login, with what it may do and where."""
    from web.accounts.users import users

    with accounts() as session:
        places = {place.id: place.code for place in session.scalars(select(District))}
        for found in users(session):
            roles = ",".join(role.name for role in found.roles)
            click.echo("  ".join(filter(None, (found.username, roles, places.get(found.district_id or 0), found.name))))


@contextmanager
def accounts() -> Iterator[Session]:
    """The site's own session, since passwords are hashed with the site's secrets."""
    from web import create_app
    from web.extensions import db

    settings = configuration.load()
    with ready(settings), create_app(settings).app_context():
        try:
            yield db.session()
        finally:
            db.session.remove()
            db.engine.dispose()
