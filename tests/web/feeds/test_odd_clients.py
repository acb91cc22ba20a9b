"""Clients that ask in ways of their own: lists of marks, odd dates, pieces, other spellings, needless questions."""

import pytest

from rotation.roster.rosters import Line
from tests.web.feeds.published import THIS

TERM = Line(THIS + 1, "v1", "m1")
FIRST = "Mon, 02 Mar 2026 01:00:00 GMT"


@pytest.fixture
def feed(site):
    """A private feed with one term."""
    site.publish(TERM)
    return site.link()


def test_a_mark_is_known_in_a_list_weak_or_after_noise(site, feed):
    mark = site.get(feed).headers["ETag"]
    for said in (f'"a", W/"b" , {mark}', f"W/{mark},W/{mark}", f'"a,b",{mark}', f"{mark}, ", f'"", {mark}'):
        assert site.get(feed, If_None_Match=said).status_code == 304, said
    for said in (mark.strip('"')[:-1], '""', f'"{mark.strip(chr(34))[:-1]}"', mark.upper(), "W/", ","):
        assert site.get(feed, If_None_Match=said).status_code == 200, said


DATES = (
    (FIRST, 304),
    ("Monday, 02-Mar-26 01:00:00 GMT", 304),  # RFC 850
    ("Mon Mar  2 01:00:00 2026", 304),  # asctime
    ("Mon, 02 Mar 2026 01:00:01 GMT", 304),
    ("Fri, 31 Dec 9999 23:59:59 GMT", 304),
    ("Mon, 02 Mar 2026 00:59:59 GMT", 200),
    ("Thu, 01 Jan 1970 00:00:00 GMT", 200),
    ("Mon, 99 Foo 2026 01:00:00 GMT", 200),
    ("0", 200),
    ("-1", 200),
    ("", 200),
    ("9" * 300, 200),
    ("Mon, 02 Mar 99999 01:00:00 GMT", 200),
)


def test_dates_in_each_of_the_three_forms_and_in_none(site, feed):
    site.get(feed)
    for date, status in DATES:
        assert site.get(feed, If_Modified_Since=date).status_code == status, date


def test_a_piece_that_is_asked_for_is_the_whole(site, feed):
    whole = site.get(feed)
    for asked in ({"Range": "bytes=0-9"}, {"Range": "bytes=0-9", "If_Range": whole.headers["ETag"]}):
        answer = site.get(feed, **asked)
        assert (answer.status_code, answer.data) == (200, whole.data)


def test_packed_or_in_another_form_it_is_the_same(site, feed):
    whole = site.get(feed)
    for said in ({"Accept_Encoding": "gzip, br"}, {"Accept": "application/json"}, {"Accept": "text/calendar;q=0"}):
        answer = site.get(feed, **said)
        assert (answer.data, answer.headers["ETag"]) == (whole.data, whole.headers["ETag"])
        assert "Content-Encoding" not in answer.headers


def test_what_a_client_adds_to_the_address_changes_nothing(site, feed):
    mark = site.get(feed).headers["ETag"]
    for noise in (
        "?",
        "?_=1772413200",
        "?nocache=1&x=%E4%BD%A0",
        "?cancelled=1",
        "?cancelled=",
        "?lang=zh",
        "?a=b" * 9,
    ):
        assert site.get(feed + noise).headers["ETag"] == mark, noise
    assert site.get(feed + "?cancelled=0").status_code == 200


def test_a_token_is_spelt_one_way(site, feed):
    token = feed.split("/")[-1].removesuffix(".ics")
    for other in (token.swapcase(), token[:-1], token + "A", token + "%20", token + "="):
        assert site.get(f"/feeds/{other}.ics").status_code == 404
    for other in (feed.replace(".ics", ".ICS"), feed + "/", feed + "%00"):
        assert site.get(other).status_code in {400, 404}


def test_a_village_by_another_spelling_is_another(site):
    assert site.get("/villages/v1.ics").status_code == 200
    for other in ("/villages/V1.ics", "/villages/v1.ics/", "/villages/v1%2F.ics", "/villages/.ics"):
        assert site.get(other).status_code == 404


def test_a_feed_is_for_looking_only(site, feed):
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert site.client.open(feed, method=method).status_code in {400, 405}
    assert set(site.client.options(feed).allow) == {"GET", "HEAD", "OPTIONS"}
