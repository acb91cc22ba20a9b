"""The pages of members."""

import json
import re
from datetime import date

import pytest

from rotation.district import keeping
from rotation.district.leave import leave_of
from rotation.district.members import Member, MemberFacts, member
from rotation.district.training import Course, complete
from rotation.district.villages import District, Village, VillageFacts, Zone, ZoneFacts, district, known
from rotation.district.weeks import this_week
from rotation.roster.rosters import Roster, Status, Term
from rotation.store import writing
from web.extensions import db

FORM = {"name": "陈建国", "phone": "13800138000", "roles": ["team"], "skills": ["roads"], "named_in_public": "y"}

EMPTY = {"members": [], "villages": [], "zones": []}


@pytest.fixture
def planner(app, planner):
    """A planner whose district has a zone, a village and three members; another district has one member."""
    with app.app_context(), writing(db.session()) as session:
        here = district(session, "qixia")
        other = District(code="jiangning", name="江宁区")
        session.add(other)
        session.flush()
        facts = known(session, here.id, ["roads"])
        keeping.add(session, Zone(district_id=here.id, code="z1"), ZoneFacts(name="东片"), facts)
        keeping.add(session, Village(district_id=here.id, code="v01"), VillageFacts(name="石埠桥村"), facts)
        for number, name in enumerate(("甲", "乙", "乙"), start=1):
            row = Member(district_id=here.id, code=f"m00{number}")
            keeping.add(session, row, MemberFacts(name=name, phone=f"1380000000{number}"), facts)
        complete(session, member(session, here.id, "m001"), Course.BASIC, date(2020, 1, 1))
        keeping.add(session, Member(district_id=other.id, code="j001"), MemberFacts(name="丙"), facts)
    return planner


@pytest.fixture
def stored(app):
    """Looks a member up."""

    def look_up(code):
        with app.app_context():
            return member(db.session, district(db.session, "qixia").id, code)

    return look_up


@pytest.fixture
def term(app, planner):
    """A published term of m001 in the coming week, in v01."""
    week = this_week() + 1
    with app.app_context(), writing(db.session()) as session:
        here = district(session, "qixia")
        problem = {"format": "one-week-secretary/problem@1", "start": str(week.monday), "weeks": 1} | EMPTY
        roster = Roster(district_id=here.id, number=1, start=week, weeks=1, problem=json.dumps(problem))
        roster.terms = [Term(week=week, place="v01", member="m001")]
        session.add(roster)
        session.flush()
        roster.status, roster.version = Status.PUBLISHED, 1
    return week


def page(response):
    return " ".join(response.get_data(as_text=True).split())


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
    assert "stay as they are until a new version" in asked
    assert "石埠桥村" in asked
    planner.post("/planner/members/m001/leave-off")
    assert not stored("m001").active
    assert "2 members found" in page(planner.get("/planner/members"))
    planner.post("/planner/members/m001/activate")
    assert stored("m001").active


def leave(first, last, **more):
    return {"first_day": first.isoformat(), "last_day": last.isoformat(), "reason": "探亲"} | more


def test_leave_is_shown_before_it_is_saved(app, planner, stored, term):
    days = (term.monday, (term + 1).monday)
    shown = page(planner.post("/planner/members/m001/leave", data=leave(*days, look="1")))
    assert "2 weeks become unavailable" in shown
    assert "It hits 1 published term" in shown
    assert "石埠桥村" in shown
    token = re.search(r'name="shown"[^>]*value="([^"]+)"', shown)[1]
    planner.post("/planner/members/m001/leave", data=leave(*days, save="1", shown=token))
    with app.app_context():
        assert [(row.first_day, row.last_day) for row in leave_of(db.session, stored("m001"))] == [days]


def test_a_weekend_of_leave_is_shown_and_counts_for_nothing(planner, term):
    shown = page(planner.post("/planner/members/m001/leave", data=leave(term.sunday, term.sunday, look="1")))
    assert "No week becomes unavailable." in shown
    assert "Only days off in these weeks" in shown
    assert "No published term is hit." in shown


def test_leave_changed_after_the_look_is_shown_again(app, planner, stored):
    answer = planner.post(
        "/planner/members/m001/leave",
        data=leave(date(2026, 1, 5), date(2026, 1, 5), save="1", shown="2026-01-05..2026-01-04"),
    )
    assert "nothing is saved yet" in page(answer)
    with app.app_context():
        assert leave_of(db.session, stored("m001")) == []


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [("", "", "Enter a day"), ("2026-01-09", "2026-01-08", "exchange them"), ("5 Jan", "", "Enter")],
)
def test_leave_that_cannot_be_is_refused(planner, first, last, said):
    answer = planner.post("/planner/members/m001/leave", data={"first_day": first, "last_day": last, "look": "1"})
    assert said in page(answer)


def test_leave_is_changed_and_taken_back(app, planner, stored):
    first, last = date(2026, 1, 5), date(2026, 1, 6)
    data = leave(first, last, save="1", shown=f"{first}..{last}")
    planner.post("/planner/members/m001/leave", data=data)
    assert "already stored" in page(planner.post("/planner/members/m001/leave", data=data))
    planner.post(f"/planner/members/m001/leave/{first}/{last}", data=data | {"reason": "看病"})
    assert "看病" in page(planner.get("/planner/members/m001"))
    assert "Take back the leave of 甲?" in page(planner.get(f"/planner/members/m001/leave/{first}/{last}/end"))
    planner.post(f"/planner/members/m001/leave/{first}/{last}/end")
    with app.app_context():
        assert leave_of(db.session, stored("m001")) == []
    assert planner.post(f"/planner/members/m001/leave/{first}/{last}/end").status_code == 404


def test_training_says_what_follows(planner):
    data = {"basic": "2026-01-07", "lead": "2026-01-12"}
    answer = page(planner.post("/planner/members/m002/training", data=data, follow_redirects=True))
    assert "Saved. Serves from Mon 12 January" in answer
    assert "leads in plans that begin with the week Mon 19 January" in answer
    assert "Saved. Does not serve yet." in page(
        planner.post("/planner/members/m002/training", data={"basic": "", "lead": ""}, follow_redirects=True)
    )
    assert "The year must be" in page(planner.post("/planner/members/m002/training", data={"basic": "0226-01-07"}))


def test_recusals_are_added_and_lifted(planner):
    planner.post("/planner/members/m001/recusal", data={"place": "v01", "reason": "亲属任职"})
    assert "石埠桥村: 亲属任职" in page(planner.get("/planner/members/m001"))
    assert "Lift the recusal of 甲?" in page(planner.get("/planner/members/m001/recusal/v01/end"))
    planner.post("/planner/members/m001/recusal/v01/end")
    assert "亲属任职" not in page(planner.get("/planner/members/m001"))


def test_a_recusal_says_which_published_term_it_hits(planner, term):
    answer = planner.post("/planner/members/m001/recusal", data={"place": "v01", "reason": ""}, follow_redirects=True)
    assert "A published term is hit" in page(answer)


@pytest.mark.parametrize("other", ["m002", "m002 乙"])
def test_two_are_kept_apart_and_let_together(planner, other):
    planner.post("/planner/members/m001/apart", data={"other": other, "reason": "夫妻"})
    assert "夫妻" in page(planner.get("/planner/members/m002"))
    planner.post("/planner/members/m002/apart/m001/end")
    assert "夫妻" not in page(planner.get("/planner/members/m001"))


@pytest.mark.parametrize(
    ("other", "said"),
    [("乙", "Several members"), ("丙", "No active member"), ("j001", "No active"), ("m001", "themselves")],
)
def test_whom_to_keep_apart_must_be_clear(planner, other, said):
    assert said in page(planner.post("/planner/members/m001/apart", data={"other": other}))


@pytest.mark.parametrize(
    "path", ["", "/edit", "/leave", "/recusal", "/apart", "/training", "/leave-off", "/leave/2026-01-05/nonsense"]
)
def test_a_member_of_another_district_is_not_found(planner, path):
    assert planner.get(f"/planner/members/j001{path}").status_code == 404
    if path:
        assert planner.post(f"/planner/members/j001{path}", data=FORM).status_code == 404


def test_the_pages_are_for_planners_only(client):
    assert client.get("/planner/members").status_code == 302
