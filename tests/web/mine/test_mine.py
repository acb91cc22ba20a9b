"""A member's own room: terms, leave, standing in, swaps, messages (in the site's language); each only their own."""

import re
from dataclasses import replace
from datetime import date

import pytest
from markupsafe import Markup

from rotation.district.villages import district, villages
from rotation.district.weeks import this_week
from rotation.store import now, writing
from tests.web.feeds.published import publish
from web.extensions import db


def text(answer, status=200):
    assert answer.status_code == status, (answer.status_code, answer.text[:1500])
    return re.sub(r"\s+", " ", answer.text)


def away(place, line, client=None):
    client = client or place.of(line.member)
    days = {"first_day": str(line.week.monday), "last_day": str(line.week.sunday), "reason": ""}
    page = text(client.post("/mine/leave/new", data=days | {"look": "1"}))
    shown = re.search(r'name="shown"[^>]*value="([^"]+)"', page)[1]
    return page, text(client.post("/mine/leave/new", data=days | {"shown": shown, "save": "1"}, follow_redirects=True))


def test_my_page_shows_the_next_term_and_the_year(place):
    line = place.term()
    client = place.of(line.member)
    page = text(client.get("/mine/"))
    assert "Your next term" in page
    assert "New for you" in page
    assert "V1" in page or "V2" in page
    assert "All of my terms" in text(client.get("/mine/year"))


def test_partners_are_called_by_a_tap_from_seven_days_before_the_term(place):
    line = place.term()
    partner = next(one for one in place.roster() if (one.week, one.place) == (line.week, line.place) and one != line)
    page = text(place.of(line.member).get("/mine/"))
    assert f'href="tel:1380000{int(partner.member[1:]):04}"' in page
    assert "Hearing, tasks, diary, handover" in page


def test_each_phone_finds_the_way_by_its_own_maps(place):
    line = place.term()
    client = place.of(line.member)
    assert "The way there" not in text(client.get("/mine/"))
    with place.app.app_context(), writing(db.session()) as session:
        for one in villages(session, district(session, "qixia").id):
            one.lat, one.lon = 32.14, 118.95
    assert 'href="geo:32.14,118.95?q=32.14,118.95(V' in text(client.get("/mine/"))
    by_iphone = text(
        client.get("/mine/", headers={"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) Safari/604.1"})
    )
    assert 'href="https://maps.apple.com/?q=V' in by_iphone
    assert "ll=32.14%2C118.95" in by_iphone


def test_whoever_says_that_they_know_is_not_told_again(place):
    client = place.of(place.term().member)
    number = re.search(r'name="roster" value="(\d+)"', client.get("/mine/").text)[1]
    assert "Thank you" in text(client.post("/mine/known", data={"roster": number}, follow_redirects=True))
    assert "New for you" not in text(client.get("/mine/"))
    text(client.post("/mine/known", data={"roster": "77"}), 409)


def test_whose_days_alone_have_changed_is_told_which(place):
    line = place.term()
    client = place.of(line.member)
    number = re.search(r'name="roster" value="(\d+)"', client.get("/mine/").text)[1]
    client.post("/mine/known", data={"roster": number})
    monday, tuesday, *_ = line.week.days()
    terms = [*(one for one in place.roster() if one != line), replace(line, days=(monday, tuesday))]
    with place.app.app_context(), writing(db.session()) as session:
        publish(session, district(session, "qixia"), terms, now())
    said = Markup(text(client.get("/mine/"))).striptags()
    assert re.search(r"other days in V\d \(Mon [^)]* to Tue ", said)


def test_a_term_of_some_days_is_served_on_those_days(place, monkeypatch):
    line = place.term()
    monday, tuesday, wednesday, *_, sunday = this_week().days()
    client = place.of(line.member)
    others = [one for one in place.roster() if one.member != line.member]

    def page(*days, today):
        with place.app.app_context(), writing(db.session()) as session:
            publish(session, district(session, "qixia"), [*others, replace(line, week=this_week(), days=days)], now())
        monkeypatch.setattr("web.mine.terms.today", lambda: today)
        return text(client.get("/mine/"))

    before = page(wednesday, sunday, today=tuesday)
    assert "Your next term" in before
    assert "Swap this term" not in before
    assert "You serve now" in page(wednesday, sunday, today=wednesday)
    assert "No term is published for you yet." in page(monday, tuesday, today=wednesday)


def test_leave_is_shown_before_it_is_sent_and_opens_the_term(place):
    line = place.term()
    before, after = away(place, line)
    assert "It hits 1 published term" in before
    assert "A stand-in is looked for." in after
    planner = place.of("planner")
    page = text(planner.get("/planner/openings"))
    assert "still thinking it over" in page
    number = re.search(r'/planner/openings/(\d+)"', page)[1]
    assert "Who can come" in text(planner.get(f"/planner/openings/{number}"))


def test_the_planner_asks_a_member_says_yes_and_the_roster_follows(place):
    line = place.term()
    away(place, line)
    planner = place.of("planner")
    assert "members are asked" in text(planner.post("/planner/openings/1/ask", follow_redirects=True))
    page = planner.get("/planner/openings/1").text
    table = page.split("<tbody>")[1].split("</tbody>")[0]
    names = re.findall(r'<th scope="row">(队员\d+)</th>', table)
    assert len(names) == 3
    who = f"m{int(names[1][2:]):02}"
    client = place.of(who)
    assert "Somebody is needed" in text(client.get("/mine/asked"))
    assert "您能替班吗？" in text(client.get("/mine/told"))
    assert "What it means for you" in text(client.get("/mine/asked/1"))
    assert "The term is yours" in text(client.post("/mine/asked/1/yes", follow_redirects=True))
    served = [one.member for one in place.roster() if (one.week, one.place) == (line.week, line.place)]
    assert who in served
    assert line.member not in served
    other = place.of(f"m{int(names[0][2:]):02}")
    assert "您不用再答复了" in text(other.get("/mine/told"))
    assert "faster" in text(other.post("/mine/asked/1/yes"), 409)
    assert "您的任期有变动" in text(place.of(line.member).get("/mine/told"))
    assert "To be told by telephone" in text(planner.get("/planner/notices"))


def test_in_the_week_that_runs_one_is_asked_for_the_days_that_are_left(place, monkeypatch):
    line = place.term()
    away(place, line)
    page = place.of("planner").post("/planner/openings/1/ask", follow_redirects=True).text
    who = f"m{int(re.search(r'<th scope=.row.>队员([0-9]+)</th>', page)[1]):02}"
    monday, _, wednesday, *_ = line.week.days()
    for today, first in ((monday, monday), (wednesday, wednesday)):
        monkeypatch.setattr("web.mine.asked.today", lambda today=today: today)
        for path in ("/mine/asked", "/mine/asked/1"):
            page = text(place.of(who).get(path))
            assert f"{first:%a} {first.day}" in page
            assert f"Sun {line.week.sunday.day}" in page
            assert (f"Mon {monday.day} " in page) is (first == monday)


def test_whoever_cannot_says_so_and_whoever_was_not_asked_finds_nothing(place):
    line = place.term()
    away(place, line)
    place.of("planner").post("/planner/openings/1/ask")
    asked = [member for member in {one.member for one in place.roster()} | {f"m{n:02}" for n in range(1, 11)}
             if "Somebody is needed" in place.of(member).get("/mine/asked").text]  # fmt: skip
    assert "Others are asked" in text(place.of(asked[0]).post("/mine/asked/1/no", follow_redirects=True))
    outsider = next(f"m{n:02}" for n in range(1, 11) if f"m{n:02}" not in {*asked, line.member})
    answer = place.of(outsider).post("/mine/asked/1/yes")
    assert answer.status_code in (403, 404)


def test_leave_taken_back_ends_the_search(place):
    line = place.term()
    away(place, line)
    client = place.of(line.member)
    end = f"/mine/leave/{line.week.monday}/{line.week.sunday}/end"
    assert "Take this leave back?" in text(client.get(end))
    assert "The leave is taken back." in text(client.post(end, follow_redirects=True))
    assert "not needed" in text(place.of("planner").get("/planner/openings"))


def test_a_planner_can_decide_who_stands_in(place):
    away(place, place.term())
    planner = place.of("planner")
    page = planner.get("/planner/openings/1").text
    who = re.findall(r'name="member" value="(m\d+)"', page)[-1]
    assert "stands in" in text(planner.post("/planner/openings/1/assign", data={"member": who}, follow_redirects=True))
    text(planner.post("/planner/openings/1/assign", data={"member": who}), 409)
    text(planner.post("/planner/openings/1/assign"), 400)


def test_a_swap_is_offered_agreed_and_approved(place):
    for line in place.roster():
        page = place.of(line.member).get(f"/mine/swaps/weeks/{line.week}").text
        if found := re.search(
            r'name="other" value="(m\d+)"><input type="hidden" name="other_week" value="([^"]+)"', page
        ):
            break
    other, week = found.groups()
    mine = place.of(line.member)
    answer = mine.post(
        f"/mine/swaps/weeks/{line.week}", data={"other": other, "other_week": week}, follow_redirects=True
    )
    assert "on its way" in text(answer)
    text(mine.post("/mine/swaps/1/agree"), 403)
    theirs = place.of(other)
    assert "would like to swap" in text(theirs.get("/mine/swaps"))
    assert "once the planner approves" in text(theirs.post("/mine/swaps/1/agree", follow_redirects=True))
    planner = place.of("planner")
    assert "To be approved" in text(planner.get("/planner/swaps"))
    assert "The swap is in force" in text(planner.post("/planner/swaps/1/approve", follow_redirects=True))
    assert (line.week, line.place, other) in {(one.week, one.place, one.member) for one in place.roster()}
    assert "换班完成" in text(mine.get("/mine/told"))
    text(planner.post("/planner/swaps/1/refuse"), 409)


def test_a_swap_is_withdrawn_by_whoever_offered_it_and_by_no_third(place):
    lines = place.roster()
    first, second = lines[0], next(one for one in lines if one.member != lines[0].member)
    given = {"other": second.member, "other_week": str(second.week)}
    place.of(first.member).post(f"/mine/swaps/weeks/{first.week}", data=given)
    third = next(one.member for one in lines if one.member not in (first.member, second.member))
    text(place.of(third).post("/mine/swaps/1/end"), 403)
    assert "The swap is off" in text(place.of(first.member).post("/mine/swaps/1/end", follow_redirects=True))


def test_recusals_are_named_and_lifted(place):
    client = place.of("m01")
    assert "V1" in text(
        client.post("/mine/recusals/new", data={"place": "v01", "reason": "kin"}, follow_redirects=True)
    )
    assert "lifted" in text(client.post("/mine/recusals/v01/end", follow_redirects=True))


def test_what_a_planner_enters_for_a_member_is_recorded_as_such(place):
    line, planner = place.term(), place.of("planner")
    client, days = place.of(line.member), {"first_day": "2030-01-07", "last_day": "2030-01-07"}
    planner.post(f"/planner/members/{line.member}/leave", data=days | {"save": "1", "shown": "2030-01-07..2030-01-07"})
    planner.post(f"/planner/members/{line.member}/recusal", data={"place": "v01", "reason": ""})
    client.post("/mine/recusals/new", data={"place": "v02", "reason": ""})
    assert text(client.get("/mine/leave")).count("entered for you by the planner") == 2
    page = text(planner.get(f"/planner/members/{line.member}"))
    assert page.count("entered by planner on the member's behalf") == 2
    assert page.count("entered by the member") == 1


def test_leave_that_is_over_is_not_taken_back(place, monkeypatch):
    client = place.of("m01")
    days = {"first_day": "2030-01-07", "last_day": "2030-01-07"}
    client.post("/mine/leave/new", data=days | {"save": "1", "shown": "2030-01-07..2030-01-07"})
    assert "/mine/leave/2030-01-07/2030-01-07/end" in text(client.get("/mine/leave"))
    monkeypatch.setattr("web.mine.leave.today", lambda: date(2030, 1, 8))
    assert "/end" not in text(client.get("/mine/leave"))


def test_channels_are_checked_and_an_address_of_anybodys_choosing_is_none(place):
    client = place.of("m01")
    key = "0123456789abcdef0123456789abcdef0123"
    assert "Saved" in text(client.post("/mine/told/channels", data={"wecom": key}, follow_redirects=True))
    page = text(client.post("/mine/told/channels", data={"wecom": "json://127.0.0.1/x"}))
    assert "This must be the key of a WeCom group robot" in page
    assert "json://127.0.0.1/x" in page
    assert "WeCom" in text(client.get("/mine/told"))


@pytest.mark.parametrize(
    "path", ["/mine/", "/mine/year", "/mine/leave", "/mine/asked", "/mine/swaps", "/mine/became", "/mine/told"]
)
def test_only_members_come_in(place, path):
    assert place.app.test_client().get(path).status_code == 302
    assert place.of("planner").get(path).status_code == 403


@pytest.mark.parametrize("week", ["2026-W99", "x", "1"])
def test_a_week_that_is_none_is_not_found(place, week):
    assert place.of("m01").get(f"/mine/swaps/weeks/{week}").status_code in (400, 404)


def test_a_term_of_this_week_is_not_swapped(place):
    page = text(place.of("m01").get(f"/mine/swaps/weeks/{this_week()}"), 400)
    assert "ask for leave instead" in page


def test_what_became_of_it_is_empty_at_first(place):
    assert "not been responsible" in text(place.of("m01").get("/mine/became"))


def test_leave_that_is_moved_ends_the_search_for_the_days_that_are_free_again(place):
    line = place.term()
    away(place, line)
    planner = place.of("planner")
    stored = f"/planner/members/{line.member}/leave/{line.week.monday}/{line.week.sunday}"
    later = line.week + 60
    days = {"first_day": str(later.monday), "last_day": str(later.sunday), "reason": ""}
    page = text(planner.post(stored, data=days | {"look": "1"}))
    shown = re.search(r'name="shown"[^>]*value="([^"]+)"', page)[1]
    text(planner.post(stored, data=days | {"shown": shown, "save": "1"}, follow_redirects=True))
    assert "not needed" in text(planner.get("/planner/openings"))


def test_whoever_was_not_asked_sees_nothing_of_an_opening(place):
    away(place, place.term())
    for member in ("m01", "m10"):
        assert place.of(member).get("/mine/asked/1").status_code == 404
    assert place.of("m01").get("/mine/asked/999").status_code == 404


@pytest.mark.parametrize(
    ("other", "week"), [("m01", None), ("nobody", None), ("", ""), ("m02", "2020-W01"), ("m02", "x")]
)
def test_an_offer_that_cannot_be_is_refused(place, other, week):
    line = place.term("m01")
    given = {"other": other, "other_week": str(line.week) if week is None else week}
    assert place.of("m01").post(f"/mine/swaps/weeks/{line.week}", data=given).status_code in (400, 404, 409)
    assert "offered" not in text(place.of("planner").get("/planner/swaps"))
