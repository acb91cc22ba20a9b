"""How feeds are answered: marks of content, dates, what is private, links that have ended, and guesses."""

import re

import pytest

from rotation.district.members import member
from rotation.district.weeks import Week
from rotation.roster.rosters import Line
from rotation.settings import Settings
from tests.web.feeds.published import THIS
from web.accounts.users import add_user, user
from web.extensions import db

NEXT = THIS + 1
TERM = Line(NEXT, "v1", "m1")
FIRST = "Mon, 02 Mar 2026 01:00:00 GMT"


def test_a_feed_says_what_it_is_and_since_when(site):
    site.publish(TERM)
    answer = site.get(site.link())
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert re.fullmatch(r'"[0-9a-f]{64}"', answer.headers["ETag"])
    assert answer.headers["Last-Modified"] == FIRST
    assert site.get("/villages/v1.ics").headers["Cache-Control"] == "public, no-cache"


def test_what_the_client_has_is_not_sent_again(site):
    site.publish(TERM)
    path = site.link()
    mark = site.get(path).headers["ETag"]
    for headers in (
        {"If_None_Match": mark},
        {"If_None_Match": f"W/{mark}"},
        {"If_None_Match": f'"other", {mark}'},
        {"If_None_Match": "*"},
        {"If_Modified_Since": FIRST},
        {"If_None_Match": mark, "If_Modified_Since": "Thu, 01 Jan 1998 00:00:00 GMT"},
    ):
        answer = site.get(path, **headers)
        assert (answer.status_code, answer.data) == (304, b""), headers
        assert answer.headers["ETag"] == mark
        assert answer.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(
    "headers",
    [
        {"If_None_Match": '"other"', "If_Modified_Since": FIRST},
        {"If_None_Match": "nonsense", "If_Modified_Since": FIRST},
        {"If_None_Match": "", "If_Modified_Since": FIRST},
        {"If_Modified_Since": "Mon, 02 Mar 2026 00:59:59 GMT"},
        {"If_Modified_Since": "yesterday"},
    ],
)
def test_the_mark_counts_before_the_date_and_neither_where_it_is_another(site, headers):
    site.publish(TERM)
    path = site.link()
    site.get(path)
    assert site.get(path, **headers).status_code == 200


def test_asking_for_the_head_alone_gives_the_same_without_the_body(site):
    site.publish(TERM)
    path = site.link()
    whole, head = site.get(path), site.client.head(path)
    assert head.data == b""
    for name in ("ETag", "Last-Modified", "Content-Type", "Content-Length", "Cache-Control"):
        assert head.headers[name] == whole.headers[name]
    assert site.client.head(path, headers={"If-None-Match": whole.headers["ETag"]}).status_code == 304


def test_changes_within_one_second_are_told_apart_by_the_date_too(site):
    path = site.link()
    dates = []
    for terms in ([TERM], [Line(NEXT, "v2", "m1")], []):
        site.publish(*terms)
        answer = site.get(path, **({"If_Modified_Since": dates[-1]} if dates else {}))
        assert answer.status_code == 200
        dates.append(answer.headers["Last-Modified"])
    assert len(set(dates)) == 1  # never later than the answer itself
    site.clock.on(seconds=5)
    assert site.get(path, If_Modified_Since=dates[-1]).status_code == 200
    assert site.get(path).headers["Last-Modified"] == "Mon, 02 Mar 2026 01:00:02 GMT"


def test_the_passing_of_eight_weeks_moves_the_date_on(site):
    site.publish(Line(THIS, "v1", "m1"))
    path = site.link()
    first = site.get(path)
    site.clock.on(weeks=9)
    assert site.get(path, If_Modified_Since=first.headers["Last-Modified"]).status_code == 200
    assert site.get(path).headers["Last-Modified"] == "Mon, 04 May 2026 01:00:00 GMT"


def test_a_member_who_wants_no_name_any_more_moves_the_date_on(site):
    site.publish(TERM, Line(NEXT, "v1", "m3"))
    path = site.link()
    first = site.get(path)
    site.clock.on(minutes=1)
    site.do(lambda session, where: setattr(member(session, where.id, "m3"), "named_in_public", False))
    again = site.get(path, If_Modified_Since=first.headers["Last-Modified"])
    assert (again.status_code, again.headers["Last-Modified"]) == (200, "Mon, 02 Mar 2026 01:01:00 GMT")


def test_a_link_is_shown_once_kept_as_a_hash_and_ended_alone(site):
    from rotation.board.calendars import links
    from rotation.board.calendars.links import FeedLink, Owner

    paths = [site.link(name="phone"), site.link(name="computer")]
    token = paths[0].split("/")[-1].removesuffix(".ics")
    assert len(token) * 6 >= 128
    stored = site.do(lambda session, _: [vars(row).copy() for row in session.query(FeedLink)])
    assert all(token not in str(row) for row in stored)
    site.clock.on(hours=1)
    site.get(paths[0])
    site.do(lambda session, where: links.end(session, Owner(where.id, "m1"), "phone", "planner"))
    assert [site.get(path).status_code for path in paths] == [410, 200]
    assert site.get(paths[0].removesuffix(".ics")).status_code == 410
    seen = site.do(lambda session, _: [row.fetched_at for row in session.query(FeedLink).order_by(FeedLink.id)])
    assert seen == [site.clock.now, site.clock.now]


def test_the_districts_feed_ends_with_the_planners_login(site):
    def hire(session, where):
        add_user(session, "planner", "right horse battery", district=where)

    with site.app.app_context():
        site.do(hire)
    path = site.link(None, "planner")
    assert site.get(path).status_code == 200
    site.do(lambda session, _: setattr(user(session, "planner"), "active", False))
    assert site.get(path).status_code == 410
    assert site.get(site.link(None, "nobody")).status_code == 410


def test_unknown_places_and_links_are_not_found(site):
    for path in ("/villages/nowhere.ics", "/zones/v1.ics", "/villages/z1.ics", "/feeds/x.ics", "/feeds/x"):
        assert site.get(path).status_code == 404


def test_who_guesses_must_wait_even_with_a_right_address(site):
    settings: Settings = site.app.extensions["settings"]
    path = site.link()
    for number in range(settings.feeds.tries):
        assert site.get(f"/feeds/guess-{number}.ics").status_code == 404
    assert site.get("/feeds/one-more.ics").status_code == 429
    assert site.get(path).status_code == 429
    elsewhere = site.client.get(path, environ_base={"REMOTE_ADDR": "10.1.2.3"})
    assert elsewhere.status_code == 200
    site.clock.on(minutes=settings.feeds.wait_minutes, seconds=1)
    assert site.get(path).status_code == 200


def test_several_processes_count_guesses_together(site):
    settings: Settings = site.app.extensions["settings"]
    from web import create_app

    other = create_app(settings)
    clients = [site.app.test_client(), other.test_client()]
    said = [clients[n % 2].get(f"/feeds/guess-{n}.ics").status_code for n in range(settings.feeds.tries + 2)]
    assert said == [404] * settings.feeds.tries + [429, 429]
    with other.app_context():
        db.engine.dispose()


def test_links_that_have_ended_are_no_guesses(site):
    from rotation.board.calendars import links
    from rotation.board.calendars.links import Owner

    path, other = site.link(name="old"), site.link(name="new")
    site.do(lambda session, where: links.end(session, Owner(where.id, "m1"), "old", "planner"))
    settings: Settings = site.app.extensions["settings"]
    for _ in range(settings.feeds.tries + 1):
        assert site.get(path).status_code == 410
    assert site.get(other).status_code == 200


@pytest.mark.parametrize("said", ["", "unknown", "10.0.0.1:80", "fe80::1%eth0", "<b>", "9" * 500])
def test_one_whose_proxy_says_no_address_is_answered_all_the_same(site, said):
    assert site.client.get("/feeds/g.ics", environ_base={"REMOTE_ADDR": said}).status_code == 404


def test_one_site_of_the_newer_internet_is_one_origin(site):
    settings: Settings = site.app.extensions["settings"]
    for number in range(settings.feeds.tries + 1):
        answer = site.client.get(f"/feeds/g{number}.ics", environ_base={"REMOTE_ADDR": f"2001:db8:1:2::{number:x}"})
    assert answer.status_code == 429


def test_weeks_that_are_none_are_refused(site):
    assert str(Week.parse("2026-W11")) == str(NEXT)
    site.publish(TERM)
    assert site.get(site.link().removesuffix(".ics") + "/2026-W99.ics").status_code == 400
