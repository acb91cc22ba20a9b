"""What falls free by a change of facts, who is telephoned, and in which language people are told."""

from io import BytesIO

import pytest
from flask import Response

from rotation import notices
from rotation.board import lapsing, telling
from rotation.board.telling import Post
from rotation.district.members import member
from rotation.district.villages import district, village
from rotation.district.weeks import this_week, today
from rotation.notices import of_person
from rotation.roster.rosters import Line, published
from rotation.store import now, writing
from tests.web.feeds.published import publish
from web.extensions import db
from web.planner import calls


def text(response, status=200):
    assert response.status_code == status, response.text
    return " ".join(response.text.split())


def told(place, *people):
    """Publish to everybody what is published; the last message of each of these."""
    with place.app.app_context():
        with writing(db.session()) as session:
            here = district(session, "qixia")
            post = Post.of(session, place.app.extensions["settings"], here)
            telling.published(post, published(session, here.id), None, today=today())
        found = [of_person(db.session(), here.id, one)[0] for one in people]
        db.session.remove()
    return found


def test_everybody_is_told_in_the_language_that_they_have_chosen(place):
    first, other = place.term("m01"), place.term("m02")
    page = text(place.of("m01").post("/mine/told/channels", data={"language": "en"}, follow_redirects=True))
    assert "Saved." in page
    planner = place.of("planner")
    assert "How 队员2 is told" in text(planner.get("/planner/members/m02/told"))
    text(planner.post("/planner/members/m02/told", data={"language": "zh_Hans"}), 302)
    assert "Choose one of the languages" in text(planner.post("/planner/members/m02/told", data={"language": "xx"}))
    english, chinese = told(place, "m01", "m02")
    assert english.title == "You have new terms"
    assert f"you serve in V{first.place[-1]}" in english.body
    assert f"村{other.place[-1]}" in chinese.body
    assert "值班" in chinese.body
    assert 'value="en" checked' in place.of("m01").get("/mine/told/channels").text
    text(planner.post("/planner/members/m01/told", data={"language": ""}), 302)
    assert 'value="en" checked' not in place.of("m01").get("/mine/told/channels").text


def test_the_call_list_is_printed_with_what_to_say_and_boxes_to_tick(place, monkeypatch):
    sheets = []
    monkeypatch.setattr(calls, "pdf_answer", lambda pages, *_: sheets.extend(pages) or Response("made"))
    planner = place.of("planner")
    assert "/planner/calls.pdf" in planner.get("/planner/calls").text
    text(planner.get("/planner/calls.pdf"))
    sheet = " ".join(sheets[0].split())
    assert "<h2>队员1</h2>" in sheet
    assert "13800000001" in sheet
    line = place.term("m01")
    assert f"in V{line.place[-1]}</li>" in sheet
    assert sheet.count('class="box"') == len([one for one in place.roster() if one.week.sunday >= today()])
    planner.set_cookie("lang", "zh_Hans")
    planner.get("/planner/calls.pdf")
    assert 'lang="zh-Hans"' in sheets[1]
    assert f"村{line.place[-1]}" in sheets[1]


@pytest.fixture
def busy(place):
    """m01 has six new terms, so many that nobody writes them down at the telephone; m02 has one."""
    weeks = [this_week() + n for n in range(1, 7)]
    terms = [*(Line(week, "v01", "m01") for week in weeks), Line(weeks[0], "v01", "m02")]
    with place.app.app_context():
        with writing(db.session()) as session:
            publish(session, district(session, "qixia"), terms, now())
        db.session.remove()
    return place


def test_whoever_has_many_new_terms_is_told_the_nearest_and_handed_a_sheet_of_all(busy, monkeypatch):
    papers = []
    monkeypatch.setattr(calls, "pdf_answer", lambda pages, *_: papers.append(list(pages)) or Response("made"))
    planner = busy.of("planner")
    assert "/planner/calls/terms.pdf" in planner.get("/planner/calls").text
    text(planner.get("/planner/calls.pdf"))
    text(planner.get("/planner/calls/terms.pdf"))
    (called,), handed_out = papers
    theirs = called.partition("队员1</h2>")[2].partition("</div>")[0]
    assert theirs.count("<li>") == 4
    assert "and 3 more: hand out the sheet of terms" in theirs
    (sheet,) = handed_out
    assert "队员1" in sheet
    assert sheet.count("<tr>") == 6


def test_a_members_own_page_keeps_its_term_in_sight_of_many_changes(busy):
    page = text(busy.of("m01").get("/mine/"))
    nearest, _, folded = page.partition("and 3 more changes")
    assert nearest.count("you serve in V1.") == 3
    assert folded.partition("</details>")[0].count("you serve in V1.") == 3


def test_nobody_is_handed_a_sheet_whose_news_are_few(place):
    text(place.of("planner").get("/planner/calls/terms.pdf"), 404)


def test_who_has_no_term_has_a_sheet_that_says_so(busy, monkeypatch):
    sheets = []
    monkeypatch.setattr("web.mine.terms.pdf_answer", lambda pages, *_: sheets.extend(pages) or Response("made"))
    busy.of("m03").get("/mine/year.pdf")
    assert "No term of yours is published" in sheets[0]


def test_the_year_is_a_sheet_to_print(place, monkeypatch):
    sheets = []
    monkeypatch.setattr("web.mine.terms.pdf_answer", lambda pages, *_: sheets.extend(pages) or Response("made"))
    line = place.term()
    client = place.of(line.member)
    assert "/mine/year.pdf" in client.get("/mine/year").text
    text(client.get("/mine/year.pdf"))
    theirs = [one for one in place.roster() if one.member == line.member and one.week.sunday >= today()]
    assert sheets[0].count("<tr>") == len(theirs)
    assert f"V{line.place[-1]}" in sheets[0]


def test_what_has_lost_its_point_is_shown_as_not_needed_any_more(place):
    settings = place.app.extensions["settings"]
    with place.app.app_context():
        with writing(db.session()) as session:
            home = district(session, "qixia")
            told = notices.Message("Can you stand in?", "in V1")
            notices.tell(session, settings.notices, home.id, "qixia:asked:99:m01", "m01", told)
        assert lapsing.drop_lapsed(db.session(), settings) == 1
        db.session.remove()
    assert "not needed any more" in text(place.of("planner").get("/planner/notices"))


def test_an_import_says_which_terms_it_opens_and_opens_them(place):
    term, planner = place.term(), place.of("planner")
    head = planner.get("/planner/export/leave.csv").data.decode("utf-8-sig").splitlines()[0]
    file = f"{head}\n{term.member},{term.week.monday},{term.week.monday},\n".encode("utf-8-sig")
    upload = {"file": (BytesIO(file), "leave.csv")}
    page = text(planner.post("/planner/import", data=upload, follow_redirects=True))
    assert "It opens 1 published term" in page
    assert "is away in this week" in page
    assert "Nobody is looked for." in text(planner.get("/planner/openings"))
    digest = page.split('name="digest" value="')[1].split('"')[0]
    sent = {"digest": digest, "step": "import"}
    assert "A stand-in is looked for." in text(
        planner.post("/planner/import/preview", data=sent, follow_redirects=True)
    )
    page = text(planner.get("/planner/openings/1"))
    assert "is away in this week" in page
    assert "Repair the roster instead" in page
    who = page.split('name="member" value="')[1].split('"')[0]
    help_page = planner.get(f"/planner/members/{who}/help").text
    assert 'action="/planner/openings/1/assign"' in help_page
    assert f'value="{who}"' in help_page
    assert "The seat stays empty" in text(planner.post("/planner/openings/1/empty", follow_redirects=True))
    assert term not in place.roster()
    assert "the seat stays empty" in text(planner.get("/planner/openings"))


@pytest.mark.parametrize("how", ["reach", "village", "import"])
def test_whichever_way_a_place_comes_to_be_too_far_its_terms_are_opened(place, how):
    line, planner = place.term(), place.of("planner")
    with place.app.app_context(), writing(db.session()) as session:
        home = district(session, "qixia")
        for one in (member(session, home.id, line.member), village(session, home.id, line.place)):
            one.lat, one.lon = 32.1, 118.9
    shared = {"name": "x", "version": "2", "hearing_days": ["1"], "hearing_time": "08:30", "roles": ["team"]}
    edits = {
        "village": (f"villages/{line.place}", shared | {"lat": "32.5", "lon": "118.9"}),
        "reach": (f"members/{line.member}", shared | {"lat": "32.1", "lon": "118.9", "max_km": "9"}),
    }
    first, data = edits["reach" if how == "village" else "village"]
    text(planner.post(f"/planner/{first}/edit", data=data), 302)
    assert "Nobody is looked for." in text(planner.get("/planner/openings"))
    if how == "import":
        _import_reach(planner, line.member)
    else:
        then, data = edits[how]
        text(planner.post(f"/planner/{then}/edit", data=data), 302)
    assert "lives farther away than they go" in text(planner.get("/planner/openings/1"))


def test_two_who_are_put_apart_on_a_page_are_not_left_in_one_team(place):
    line, planner = place.term(), place.of("planner")
    other = next(one for one in place.roster() if (one.week, one.place) == (line.week, line.place) and one != line)
    data = {"other": other.member, "reason": ""}
    assert "looked for" in text(planner.post(f"/planner/members/{line.member}/apart", data=data, follow_redirects=True))
    assert "is kept apart from somebody of the team" in text(planner.get("/planner/openings/1"))
    planner.post(f"/planner/members/{other.member}/apart/{line.member}/end")
    assert "Nobody is looked for." in text(planner.get("/planner/openings"))


def _import_reach(planner, code):
    rows = planner.get("/planner/export/members.csv").data.decode("utf-8-sig").splitlines()
    at = next(n for n, one in enumerate(rows[0].split(",")) if "km" in one)
    row = next(one for one in rows[1:] if one.startswith(f"{code},")).split(",")
    row[at] = "9"
    file = f"{rows[0]}\n{','.join(row)}\n".encode("utf-8-sig")
    page = text(planner.post("/planner/import", data={"file": (BytesIO(file), "members.csv")}, follow_redirects=True))
    assert "It opens" in page
    digest = page.split('name="digest" value="')[1].split('"')[0]
    text(planner.post("/planner/import/preview", data={"digest": digest, "step": "import"}, follow_redirects=True))


def test_a_member_who_recuses_opens_the_terms_there_and_is_told_so(place):
    line = place.term()
    page = text(place.of(line.member).post("/mine/recusals/new", data={"place": line.place}, follow_redirects=True))
    assert "looked for" in page
    assert "must not serve here" in text(place.of("planner").get("/planner/openings/1"))
