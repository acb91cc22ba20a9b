"""Members: listed, added, changed, made inactive."""

import re

import pytest

from rotation.district.members import Member
from rotation.district.villages import district
from rotation.store import writing
from tests.web.members.pages import FORM, page
from web.extensions import db


def test_members_are_listed_and_found(planner):
    everybody = page(planner.get("/planner/members"))
    assert "3 members found" in everybody
    assert "丙" not in everybody
    found = page(planner.get("/planner/members?q=13800000002"))
    assert "m002" in found
    assert "m001" not in found
    assert "Nobody fits" in page(planner.get("/planner/members?q=nobody"))


def test_a_long_list_has_pages(app, planner):
    with app.app_context(), writing(db.session()) as session:
        here = district(session, "qixia")
        session.add_all(Member(district_id=here.id, code=f"x{number:04}", name="名") for number in range(1200))
    first = page(planner.get("/planner/members?q=x0"))
    assert "1000 members found · page 1 of 10" in first
    assert first.count('scope="row"') == 100
    assert "page=2" in first
    assert "q=x0" in first
    assert "page 10 of 10" in page(planner.get("/planner/members?q=x0&page=99"))


def test_a_member_is_added_under_the_number_suggested(planner, stored):
    assert 'value="m004"' in page(planner.get("/planner/new-member"))
    answer = planner.post("/planner/new-member", data=FORM | {"code": "m004"}, follow_redirects=True)
    assert "陈建国 is added" in page(answer)
    assert stored("m004").skills == ["roads"]
    assert stored("m004").named_in_public


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"code": "m001"}, "is in use"),
        ({"code": "j001"}, "is in use"),
        ({"code": "M 5"}, "small letters"),
        ({"name": " "}, "must not be empty"),
        ({"phone": "none"}, "not a telephone number"),
        ({"roles": []}, "Choose at least one"),
        ({"lat": "32.1"}, "belong together"),
        ({"lat": "north", "lon": "1"}, "Enter a number, in digits."),
        ({"max_terms": "1.5"}, "Enter a whole number, in digits."),
        ({"disliked_weeks": "2026-W99"}, "not a week"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(planner, change, said):
    answer = planner.post("/planner/new-member", data=FORM | {"code": "m009"} | change)
    text = page(answer)
    assert "There is a problem" in text
    assert said in text
    assert text.count("govuk-error-message") == 1
    assert "陈建国" in text or "name" in change


def test_a_member_is_changed(planner, stored):
    answer = planner.post("/planner/members/m001/edit", data=FORM | {"version": 1}, follow_redirects=True)
    assert "Saved." in page(answer)
    assert (stored("m001").name, stored("m001").version) == ("陈建国", 2)


def test_the_second_of_two_planners_is_told_and_keeps_what_was_typed(planner, stored):
    planner.post("/planner/members/m001/edit", data=FORM | {"version": 1})
    second = page(planner.post("/planner/members/m001/edit", data=FORM | {"version": 1, "name": "陈志强"}))
    assert "Somebody else has saved this meanwhile" in second
    assert 'value="陈志强"' in second
    assert "<dt>Full name</dt><dd>陈建国</dd>" in second
    assert "<dt>Telephone</dt>" not in second
    assert "<dt>Save</dt>" not in second
    assert stored("m001").name == "陈建国"
    version = re.search(r'name="version"[^>]*value="(\d+)"', second)[1]
    planner.post("/planner/members/m001/edit", data=FORM | {"version": version, "name": "陈志强"})
    assert stored("m001").name == "陈志强"


def test_a_member_is_made_inactive_after_asking_and_active_again(planner, stored, term):
    asked = page(planner.get("/planner/members/m001/leave-off"))
    assert "Stand-ins will be looked for" in asked
    assert "石埠桥村" in asked
    planner.post("/planner/members/m001/leave-off")
    assert not stored("m001").active
    assert "2 members found" in page(planner.get("/planner/members"))
    planner.post("/planner/members/m001/activate")
    assert stored("m001").active


@pytest.mark.parametrize(
    "path", ["", "/edit", "/leave", "/recusal", "/apart", "/training", "/leave-off", "/leave/2026-01-05/nonsense"]
)
def test_a_member_of_another_district_is_not_found(planner, path):
    assert planner.get(f"/planner/members/j001{path}").status_code == 404
    if path:
        assert planner.post(f"/planner/members/j001{path}", data=FORM).status_code == 404


def test_the_pages_are_for_planners_only(client):
    assert client.get("/planner/members").status_code == 302
