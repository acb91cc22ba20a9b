"""The menu shows each login the pages of its roles, and hands come from logins."""

import pytest
from sqlalchemy import select
from werkzeug.exceptions import Forbidden

from rotation.district.villages import District, Village
from rotation.record import roles
from rotation.store import writing
from web.accounts.actor import Actor
from web.accounts.roles import Role
from web.errors import LoginEnded
from web.extensions import db
from web.hand import hand_in


def test_a_planner_finds_the_planners_pages_and_the_public_no_menu(planner, app):
    assert "Working days" in planner.get("/planner/").text
    assert "Working days" not in app.test_client().get("/").text


def test_the_page_where_somebody_begins_stands_first(planner):
    menu = planner.get("/planner/members").text.partition("site-menu__list")[2]
    assert menu.index('href="/planner/"') < menu.index('href="/work/tasks"') < menu.index('href="/planner/villages"')


@pytest.fixture
def village(app):
    with app.app_context():
        with writing(db.session()) as session:
            district = session.scalar(select(District))
            session.add(Village(code="v01", name="村", district_id=district.id))
        yield db.session.scalar(select(Village))
        db.session.remove()


def asking(*wanted, **known):
    return Actor(frozenset(wanted), "login", "Somebody", 1, **known)


def test_each_role_acts_as_itself(village):
    official = hand_in(db.session(), asking(Role.OFFICIAL, office="o-1", villages=("v01",)), village)
    assert official == roles.Hand(roles.Role.OFFICIAL, "login", office="o-1", villages=("v01",))
    assert hand_in(db.session(), asking(Role.PLANNER), village).plans(1)
    member = hand_in(db.session(), asking(Role.MEMBER, member="m01"), village)
    assert (member.role, member.member) == (roles.Role.SECRETARY, "m01")


def test_nobody_without_a_part_in_the_record_acts(village):
    with pytest.raises(LoginEnded):
        hand_in(db.session(), None, village)
    with pytest.raises(Forbidden):
        hand_in(db.session(), asking(Role.ADMINISTRATOR), village)
