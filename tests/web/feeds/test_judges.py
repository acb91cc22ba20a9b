"""What others make of our feeds: the bytes themselves, vobject, ical.js, node-ical and khal."""

import subprocess
import sys
import warnings

import pytest

from rotation.roster.rosters import Line
from tests.clients import judged
from tests.web.feeds.published import THIS, events_of, lines_of

NEXT = THIS + 1
TERM = "term.2026-w11.village.m1@qixia.one-week-secretary"
GONE = "term.2026-w12.village.m1@qixia.one-week-secretary"
HEARING = "hearing.2026-03-09.m1@qixia.one-week-secretary"


@pytest.fixture
def feeds(site) -> dict[str, bytes]:
    """Each kind of feed, with a term that stands, one taken away, and hearings; and one with nothing in it."""
    everybody = [Line(NEXT, "v1", f"m{n}") for n in range(1, 7)]
    path, empty = site.link(language="zh_Hans"), site.link("m6", name="none", language="zh_Hans")
    found = {"empty": site.get(empty).data}
    site.publish(*everybody[:5], Line(NEXT + 1, "v2", "m1"), Line(NEXT, "z1", "m6"))
    site.clock.on(days=1)
    site.publish(*everybody[:5], Line(NEXT, "z1", "m6"))
    return found | {
        "member": site.get(path).data,
        **{p: site.get(f"/{p}.ics").data for p in ("villages/v1", "zones/z1")},
    }


def test_lines_end_and_fold_as_they_must(feeds):
    for body in feeds.values():
        assert body.endswith(b"END:VCALENDAR\r\n")
        assert body.count(b"\n") == body.count(b"\r\n") == body.count(b"\r")
        for line in body.split(b"\r\n"):
            assert len(line) <= 75
            line.decode("utf-8")
    assert b"\r\n " in feeds["member"]


def test_the_head_holds_what_clients_ask_for(feeds):
    for body in feeds.values():
        lines = lines_of(body)
        for line in (
            "VERSION:2.0",
            "METHOD:PUBLISH",
            "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
            "X-PUBLISHED-TTL:PT1H",
            "X-WR-TIMEZONE:Asia/Shanghai",
        ):
            assert lines.count(line) == 1, line
        names = {line.partition(":")[2] for line in lines if line.startswith(("NAME:", "X-WR-CALNAME:"))}
        assert len(names) == 1
        assert sum(line.startswith("PRODID:") for line in lines) == 1


def test_the_time_zone_is_one_standard_time_and_no_summer_time(feeds):
    for body in feeds.values():
        lines = lines_of(body)
        zone = lines[lines.index("BEGIN:VTIMEZONE") : lines.index("END:VTIMEZONE")]
        assert zone.count("BEGIN:STANDARD") == 1
        assert "BEGIN:DAYLIGHT" not in zone
        assert "TZOFFSETTO:+0800" in zone
        assert "TZOFFSETFROM:+0800" in zone


def test_alarms_ring_the_evening_before_a_term_and_an_hour_before_a_hearing(feeds):
    lines = lines_of(feeds["member"])
    triggers = [line for line in lines if line.startswith("TRIGGER")]
    assert triggers.count("TRIGGER:-PT4H") == 1
    assert triggers.count("TRIGGER:-PT1H") == 5
    assert not any(line.startswith("TRIGGER") for line in lines_of(feeds["villages/v1"]))


def test_vobject_takes_them(feeds):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import vobject

        for name, body in feeds.items():
            calendar = vobject.readOne(body.decode())
            assert calendar.validate(raiseException=True), name
            found = {event.uid.value for event in calendar.contents.get("vevent", [])}
            assert found == set(events_of(body))
        calendar = vobject.readOne(feeds["member"].decode())
    events = {event.uid.value: event for event in calendar.vevent_list}
    assert str(events[TERM].dtstart.value) == "2026-03-09"
    assert str(events[TERM].dtend.value) == "2026-03-16"
    assert events[HEARING].dtstart.value.isoformat() == "2026-03-09T08:30:00+08:00"
    assert events[GONE].status.value == "CANCELLED"


@pytest.mark.client
def test_ical_js_and_node_ical_understand_them_alike(feeds):
    for name, body in feeds.items():
        found = judged(body)
        assert found["ical.js"] == found["node-ical"], name
        assert set(found["ical.js"]) == set(events_of(body))
    events = judged(feeds["member"])["ical.js"]
    assert events[TERM] | {"title": ""} == {
        "title": "",
        "whole": True,
        "first": "2026-03-09",
        "end": "2026-03-16",
        "cancelled": False,
        "sequence": 0,
    }
    assert "钱家村" in events[TERM]["title"]
    assert (events[HEARING]["first"], events[HEARING]["end"]) == (
        "2026-03-09T00:30:00.000Z",
        "2026-03-09T02:30:00.000Z",
    )
    assert (events[GONE]["cancelled"], events[GONE]["sequence"]) == (True, 1)


def test_khal_takes_them_in(feeds, tmp_path):
    config = tmp_path / "config"
    config.write_text(
        f"[calendars]\n[[ours]]\npath = {tmp_path / 'calendar'}\n[locale]\nlocal_timezone = Asia/Shanghai\n"
        "default_timezone = Asia/Shanghai\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
        f"[sqlite]\npath = {tmp_path / 'khal.db'}\n",
        encoding="utf-8",
    )
    (tmp_path / "calendar").mkdir()
    (tmp_path / "feed.ics").write_bytes(feeds["member"])

    def khal(*words: str) -> str:
        command = [
            sys.executable,
            "-W",
            "ignore",
            "-c",
            "from khal.cli import main_khal as run; run()",
            "-c",
            str(config),
        ]
        done = subprocess.run([*command, *words], capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, done.stderr
        return done.stdout

    khal("import", "--batch", "-a", "ours", str(tmp_path / "feed.ics"))
    shown = khal("list", "--format", "{uid}|{start}|{end}|{status}|{all-day}", "--day-format", "", "2026-03-09", "14d")
    rows = {tuple(line.split("|")) for line in shown.splitlines() if "|" in line}
    by_uid = {row[0]: row for row in rows}
    assert by_uid[HEARING][1:3] == ("2026-03-09 08:30", "2026-03-09 10:30")
    assert by_uid[TERM][1] == "2026-03-09"
    assert by_uid[TERM][4] == "True"
    assert "CANCELLED" in by_uid[GONE][3]
    assert set(by_uid) == set(events_of(feeds["member"]))
