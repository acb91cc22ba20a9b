"""The officials' round, and that neither side sees the other's list before it may."""

import pytest

from rotation.district.villages import District, Village
from rotation.record.lists import Complaint, Finding, Inspection
from rotation.record.sealing import opened
from rotation.store import writing
from tests.web.field.conftest import HERE, close_both, complain, find, write_down
from web.accounts import Role
from web.accounts.users import Belonging, add_user
from web.extensions import db


def test_a_finding_says_what_stands_in_the_way(field, inspector, rows):
    page = find(inspector, obstacles=["money", "time"], obstacle="要等预算")
    assert "路灯损坏三盏" in page
    assert "money, time 要等预算" in page
    (row,) = rows(Finding)
    assert (row.obstacles, row.blind) == (["money", "time"], True)
    with field.app.app_context():
        assert opened(db.session(), row.obstacle) == "要等预算"


def test_an_obstacle_that_there_is_not_is_refused_and_nothing_is_lost(inspector, rows):
    page = find(inspector, obstacles=["weather"], obstacle="要等预算")
    assert "Choose only among those offered here." in page
    assert 'value="要等预算"' in page
    assert rows(Finding) == []


def test_nothing_found_is_one_tap(inspector, rows):
    assert "Noted: nothing was found." in inspector.post(f"{HERE}/inspection/nothing")
    assert rows(Inspection)[0].closed_at is not None


def test_only_officials_who_see_to_the_village_write_findings(field):
    field.come("warden").get(f"{HERE}/inspection")
    for other in ("m02", "committee", "township"):
        field.come(other).get(f"{HERE}/inspection", status=403)
        field.come(other).post(f"{HERE}/inspection/nothing", status=403)
        field.come(other).post(f"{HERE}/inspection/close", status=403)
        field.come(other).post(f"{HERE}/inspection/finding", status=403, category="water", words="x", urgency="normal")
    field.come("warden").get(HERE.replace("v01", "v02") + "/inspection", status=403)


def test_neither_side_sees_the_other_before_both_have_closed(field, team, inspector, rows):
    complain(team)
    find(inspector)
    complaint, finding = rows(Complaint)[0].code, rows(Finding)[0].code
    for person, hers, other in (
        (team, "东头的路灯坏了", "路灯损坏三盏"),
        (inspector, "路灯损坏三盏", "东头的路灯坏了"),
    ):
        page = person.get(f"{HERE}/lists")
        assert hers in page
        assert other not in page
        assert "Not to be seen yet." in page
    team.get(f"/field/items/{finding}", status=403)
    inspector.get(f"/field/items/{complaint}", status=403)
    team.get(f"{HERE}/correspondence", status=409)
    assert "路灯损坏三盏" not in team.get("/field/villages/v01/undecided")
    assert "路灯损坏三盏" not in field.come("committee").get("/field/villages/v01/undecided")
    close_both(team, inspector)
    for person in (team, inspector, field.come("committee")):
        page = person.get(f"{HERE}/lists")
        assert "路灯损坏三盏" in page
        assert "东头的路灯坏了" in page
    team.get(f"/field/items/{finding}")
    inspector.get(f"/field/items/{complaint}")


def test_at_the_hour_both_lists_open_and_it_is_marked_who_had_not_closed(field, team, inspector):
    complain(team)
    find(inspector)
    team.post(f"{HERE}/hearing/close")
    field.watch.set(0, 12)
    page = team.get(f"{HERE}/lists")
    assert "路灯损坏三盏" in page
    assert "The officials had not closed their list" in page
    assert "The team had not closed" not in page
    assert "The officials had not closed their list" in team.get(f"{HERE}/correspondence")


def test_what_is_written_down_after_the_lists_are_open_is_not_blind(field, team, inspector, rows):
    complain(team)
    inspector.post(f"{HERE}/inspection/nothing")
    team.post(f"{HERE}/hearing/close")
    find(inspector)
    assert rows(Finding)[0].blind is False
    assert "not blind" in inspector.get(f"/field/items/{rows(Finding)[0].code}")


def test_to_another_district_nothing_of_this_one_is_there(field):
    (complaint,), _found = write_down(field, ["东头的路灯坏了"])
    with field.app.app_context(), writing(db.session()) as session:
        other = District(code="jiangning", name="江宁区")
        session.add(other)
        session.flush()
        theirs = Village(district_id=other.id, code="w01", name="别处")
        session.add(theirs)
        add_user(session, "stranger", None, roles=[Role.OFFICIAL], belonging=Belonging(villages=[theirs]))
    stranger = field.come("stranger")
    for path in (f"{HERE}/lists", f"{HERE}/inspection", "/field/villages/v01", "/field/villages/v01/undecided"):
        stranger.get(path, status=404)
    for page in ("", "/contact", "/task", "/slip"):
        stranger.get(f"/field/items/{complaint}{page}", status=404)


@pytest.mark.parametrize("path", [f"{HERE}/lists", "/field/villages/v01/undecided"])
def test_others_see_neither_list_ever(field, team, path):
    complain(team)
    field.watch.set(0, 12)
    for other in ("m08", "m04", "neighbours", "township", "department"):
        field.come(other).get(path, status=403)
