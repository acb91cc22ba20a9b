"""What stands in feeds: terms, hearings, cancellations, names, in the words of the format."""

from datetime import date, timedelta

import pytest

from rotation.district.members import member
from rotation.district.villages import village
from rotation.district.weeks import DayKind
from rotation.district.working_days import put_day
from rotation.roster.rosters import Line
from tests.web.feeds.published import THIS, events_of, lines_of

NEXT = THIS + 1
TERM = f"term.{NEXT}.village.m1@qixia.one-week-secretary".lower()
OTHER = "term.2026-w11.village.m1@qixia.one-week-secretary"


def v(number, week=NEXT, *members):
    return [Line(week, f"v{number}", code) for code in members]


def test_a_term_is_whole_days_and_free_and_its_hearings_have_an_hour(site):
    site.publish(*v(1, NEXT, "m1", "m2", "m3"))
    events = events_of(site.get(site.link()).data)
    assert TERM == OTHER
    term = events.pop(TERM)
    assert (term["DTSTART"], term["DTEND"], term["TRANSP"]) == ("20260309", "20260316", "TRANSPARENT")
    assert term["X-MICROSOFT-CDO-BUSYSTATUS"] == "FREE"
    assert (term["SEQUENCE"], term["STATUS"], term["DTSTAMP"]) == ("0", "CONFIRMED", "20260302T010000Z")
    assert term["DTSTAMP"] == term["LAST-MODIFIED"]
    assert term["SUMMARY"] == "One Week Secretary in Qianjia"
    assert "secretary 2\\, 孙桂兰" in term["DESCRIPTION"]
    assert sorted(events) == [f"hearing.2026-03-{n:02}.m1@qixia.one-week-secretary" for n in range(9, 14)]
    hearing = events["hearing.2026-03-09.m1@qixia.one-week-secretary"]
    assert (hearing["DTSTART"], hearing["DTEND"]) == ("20260309T083000", "20260309T103000")


def test_a_term_moved_in_its_week_keeps_its_name_and_counts_on(site):
    site.publish(*v(1, NEXT, "m1", "m3"))
    path = site.link()
    site.clock.on(days=1)
    site.publish(*v(2, NEXT, "m1", "m3"))
    site.clock.on(days=1)
    site.publish(*v(2, NEXT, "m1", "m3"), *v(1, NEXT + 1, "m5"))
    term = events_of(site.get(path).data)[TERM]
    assert (term["SEQUENCE"], term["DTSTAMP"]) == ("1", "20260303T010000Z")
    assert term["SUMMARY"] == "One Week Secretary in Shibu"


def test_other_partners_touch_a_term_but_not_its_hearings(site):
    site.publish(*v(1, NEXT, "m1", "m3"))
    site.clock.on(days=1)
    site.publish(*v(1, NEXT, "m1", "m5"))
    events = events_of(site.get(site.link()).data)
    assert events.pop(TERM)["SEQUENCE"] == "1"
    assert {event["SEQUENCE"] for event in events.values()} == {"0"}


def test_who_serves_part_of_a_week_has_those_days_and_their_hearings_only(site):
    site.publish(*v(1, NEXT, "m1", "m2", "m3"))
    site.clock.on(days=1)
    first, second = (NEXT.monday, date(2026, 3, 10)), (date(2026, 3, 11), NEXT.sunday)
    site.publish(Line(NEXT, "v1", "m1", first), Line(NEXT, "v1", "m5", second), *v(1, NEXT, "m2", "m3"))
    mine, theirs = events_of(site.get(site.link()).data), events_of(site.get(site.link("m5")).data)
    assert (mine[TERM]["DTSTART"], mine[TERM]["DTEND"], mine[TERM]["SEQUENCE"]) == ("20260309", "20260311", "1")
    standing = {
        uid[8:18] for uid, event in mine.items() if uid.startswith("hearing") and event["STATUS"] != "CANCELLED"
    }
    assert standing == {"2026-03-09", "2026-03-10"}
    partner = events_of(site.get(site.link("m3")).data)[TERM.replace("m1", "m3")]
    assert "王秀英 (Mon 9 March to Tue 10 March)\\, secretary 2\\, 周志刚 (Wed 11 March to " in partner["DESCRIPTION"]
    assert partner["SEQUENCE"] == "1"
    term = theirs[TERM.replace("m1", "m5")]
    assert (term["DTSTART"], term["DTEND"]) == ("20260311", "20260316")
    assert {uid[8:18] for uid in theirs if uid.startswith("hearing")} == {"2026-03-11", "2026-03-12", "2026-03-13"}


def test_what_is_taken_away_stays_cancelled_for_eight_weeks(site):
    site.publish(*v(1, NEXT, "m1", "m3"))
    path = site.link()
    site.clock.on(days=1)
    site.publish(*v(1, NEXT, "m3"))
    for _ in range(2):
        events = events_of(site.get(path).data)
        assert len(events) == 6
        assert {event["STATUS"] for event in events.values()} == {"CANCELLED"}
        assert {event["SEQUENCE"] for event in events.values()} == {"1"}
        assert all(event["SUMMARY"].startswith("Cancelled: ") for event in events.values())
        site.clock.on(days=55, hours=23)
    assert events_of(site.get(f"{path}?cancelled=0").data) == {}
    site.clock.on(days=1)
    assert events_of(site.get(path).data) == {}


def test_a_term_that_comes_back_counts_on(site):
    path = site.link()
    for terms in (v(1, NEXT, "m1"), v(1, NEXT, "m3"), v(1, NEXT, "m1")):
        site.publish(*terms)
        site.clock.on(hours=1)
    term = events_of(site.get(path).data)[TERM]
    assert (term["SEQUENCE"], term["STATUS"]) == ("2", "CONFIRMED")


def test_from_a_village_to_a_zone_is_another_term(site):
    site.publish(*v(1, NEXT, "m1"))
    site.publish(Line(NEXT, "z1", "m1"))
    events = events_of(site.get(site.link()).data)
    assert events[TERM]["STATUS"] == "CANCELLED"
    zone = events["term.2026-w11.zone.m1@qixia.one-week-secretary"]
    assert (zone["STATUS"], zone["SUMMARY"], zone["SEQUENCE"]) == ("CONFIRMED", "Troubleshooter in East", "0")


def test_history_goes_back_eight_weeks(site):
    site.publish(*v(1, THIS, "m1"))
    path = site.link()
    site.clock.on(weeks=8)
    assert len(events_of(site.get(path).data)) == 6
    site.clock.on(weeks=1)
    assert events_of(site.get(path).data) == {}


def test_there_is_no_hearing_on_holidays_other_days_or_in_closed_weeks(site):
    def change(session, where):
        put_day(session, where.id, date(2026, 3, 10), DayKind.HOLIDAY, "")
        put_day(session, where.id, date(2026, 3, 14), DayKind.WORKDAY, "")
        village(session, where.id, "v2").hearing_days = [1, 6]
        village(session, where.id, "v2").hearing_time = "14:05"

    site.do(change)
    site.publish(*v(1, NEXT, "m1"), *v(2, NEXT + 1, "m1"))
    path = site.link()
    days = {
        uid.split(".")[1]: event["DTSTART"]
        for uid, event in events_of(site.get(path).data).items()
        if "T" in event["DTSTART"]
    }
    assert [day[-2:] for day in sorted(days)] == ["09", "11", "12", "13", "14", "16", "21"]
    assert days["2026-03-16"] == "20260316T140500"
    site.do(lambda session, where: setattr(village(session, where.id, "v2"), "closed_weeks", [str(NEXT + 1)]))
    assert len(events_of(site.get(f"{path}?cancelled=0").data)) == 7


def test_a_village_shows_its_teams_and_names_only_those_who_agree(site):
    site.publish(*v(1, NEXT, "m1", "m2", "m4"), *v(2, NEXT, "m3"))
    answer = site.get("/villages/v1.ics?lang=en")
    assert answer.headers.getlist("Set-Cookie") == []
    events = events_of(answer.data)
    team = events.pop("team.2026-w11.v1@qixia.one-week-secretary")
    assert team["SUMMARY"] == "Qianjia: 王秀英\\, secretary 2\\, secretary 3"
    assert sorted(events) == [f"hearing.2026-03-{n:02}.v1@qixia.one-week-secretary" for n in range(9, 14)]


def test_a_village_says_on_which_days_somebody_serves_part_of_a_week(site):
    monday, tuesday, *_, sunday = NEXT.days()
    team = []
    for change in (tuesday, monday):
        after = change + timedelta(days=1)
        parts = Line(NEXT, "v1", "m1", (monday, change)), Line(NEXT, "v1", "m2", (after, sunday))
        site.publish(*parts, *v(1, NEXT, "m3"))
        site.clock.on(hours=1)
        events = events_of(site.get("/villages/v1.ics?lang=en").data)
        team.append(events["team.2026-w11.v1@qixia.one-week-secretary"])
    assert [one["SEQUENCE"] for one in team] == ["0", "1"]
    last = "secretary 2 (Wed 11 March to Sun 15 March)\\, 孙桂兰"
    assert team[0]["SUMMARY"] == f"Qianjia: 王秀英 (Mon 9 March to Tue 10 March)\\, {last}"
    assert team[1]["SUMMARY"].startswith("Qianjia: 王秀英 (Mon 9 March)\\, secretary 2 (Tue 10 March to ")


def test_a_zone_shows_its_troubleshooters(site):
    site.publish(Line(NEXT, "z1", "m2"), *v(1, NEXT, "m1"))
    (team,) = events_of(site.get("/zones/z1.ics?lang=en").data).values()
    assert team["SUMMARY"] == "East: troubleshooter 1"


@pytest.mark.parametrize("path", ["/villages/v1.ics", "/villages/v1.ics?lang=en", "/zones/z1.ics"])
def test_no_telephone_number_stands_anywhere(site, path):
    site.publish(*v(1, NEXT, "m1", "m2"), Line(NEXT, "z1", "m3"))
    for feed in (path, site.link()):
        body = site.get(feed).data.decode()
        assert "138001" not in body.replace("\r\n ", "")
        assert "8555" not in body.replace("\r\n ", "")


def test_consent_taken_back_is_seen_at_once_and_counts_as_a_change(site):
    site.publish(*v(1, NEXT, "m1", "m3"))
    path = "/villages/v1.ics?lang=en"
    assert "孙桂兰" in site.get(path).data.decode()
    site.clock.on(hours=1)
    site.do(lambda session, where: setattr(member(session, where.id, "m3"), "named_in_public", False))
    events = events_of(site.get(path).data)
    team = events["team.2026-w11.v1@qixia.one-week-secretary"]
    assert (team["SUMMARY"], team["SEQUENCE"]) == ("Qianjia: 王秀英\\, secretary 2", "1")
    assert (team["DTSTAMP"], team["LAST-MODIFIED"]) == ("20260302T020000Z", "20260302T020000Z")


def test_a_new_hour_of_the_hearing_reaches_clients_that_look_at_the_number_only(site):
    site.publish(*v(1, NEXT, "m1"))
    path = site.link()
    site.get(path)
    site.clock.on(hours=1)
    site.do(lambda session, where: setattr(village(session, where.id, "v1"), "hearing_time", "09:15"))
    hearing = events_of(site.get(path).data)["hearing.2026-03-09.m1@qixia.one-week-secretary"]
    assert (hearing["DTSTART"], hearing["SEQUENCE"]) == ("20260309T091500", "1")
    site.clock.on(hours=1)
    site.publish(*v(1, NEXT, "m1"), *v(2, NEXT + 1, "m1"))
    events = events_of(site.get(path).data)
    assert events["hearing.2026-03-09.m1@qixia.one-week-secretary"]["SEQUENCE"] == "1"
    assert events["hearing.2026-03-16.m1@qixia.one-week-secretary"]["SEQUENCE"] == "0"


def test_the_planners_feed_holds_the_whole_district_with_numbers_for_names(site, monkeypatch):
    monkeypatch.setattr("web.feeds.asked._is_still_planner", lambda _found: True)
    site.publish(*v(1, NEXT, "m1", "m2"), *v(2, NEXT, "m3"), Line(NEXT, "z1", "m5"))
    events = events_of(site.get(site.link(None, "planner")).data)
    assert len(events) == 3
    assert events["team.2026-w11.v1@qixia.one-week-secretary"]["SUMMARY"] == "Qianjia: 王秀英\\, secretary 2 (m2)"


def test_the_language_is_the_links_own_or_the_addresss(site):
    site.publish(*v(1, NEXT, "m1"))
    site.client.set_cookie("lang", "en")
    assert "钱家村" in site.get(site.link(language="zh_Hans")).data.decode()
    assert "钱家村" in site.get("/villages/v1.ics").data.decode()
    assert "Qianjia" in site.get("/villages/v1.ics?lang=en").data.decode()


def test_what_is_taken_once_holds_what_lies_ahead_and_nothing_cancelled(site):
    site.publish(*v(1, NEXT, "m1"), *v(2, NEXT + 2, "m1"))
    path = site.link().removesuffix(".ics")
    site.publish(*v(1, NEXT, "m1"), *v(2, NEXT + 3, "m1"))
    year = site.get(f"{path}/year.ics")
    assert "attachment" in year.headers["Content-Disposition"]
    assert len(events_of(year.data)) == 12
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" not in lines_of(year.data)
    term = site.get(f"{path}/{NEXT}.ics")
    assert len(events_of(term.data)) == 6
    assert site.get(f"{path}/{NEXT + 2}.ics").status_code == 404
    assert site.get(f"{path}/nonsense.ics").status_code == 400


def test_in_chinese_what_was_taken_away_and_who_is_not_named_are_called_as_everywhere(site):
    site.publish(*v(1, NEXT, "m1", "m2"))
    path = site.link(language="zh_Hans")
    assert "一周书记2" in events_of(site.get(path).data)[TERM]["DESCRIPTION"]
    site.publish(*v(1, NEXT, "m2"))
    assert events_of(site.get(path).data)[TERM]["SUMMARY"].startswith("【取消】")
