"""Notices: told once under one key, not in the quiet hours, sent once, tried again, and in the end by telephone."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from rotation import channels, notices
from rotation.channels import Channel, Kind
from rotation.errors import Conflict, InvalidInput
from rotation.notices import Fate, Message, after_quiet, of_person, send_due, tell, to_phone
from rotation.store import writing

NOON = datetime.fromisoformat("2026-01-07T12:00:00+08:00")
KEY = "0123456789abcdef0123456789abcdef0123"
WORDS = Message("Your terms have changed", "You serve in V1.", "http://x/mine/")


@pytest.fixture
def post(session, district, settings):
    """What the programme does to tell somebody."""

    class Post:
        def __init__(self):
            self.sent = []

        def tell(self, key="k1", to="m01", at=NOON):
            with writing(session):
                return tell(session, settings.notices, district.id, key, to, WORDS, at=at)

        def channel(self, address=KEY, kind=Kind.WECOM, to="m01"):
            with writing(session):
                channels.set_channel(session, settings.notices, to, kind, address)

        def send(self, at=NOON, *, works=True):
            def to_channel(address, message):
                self.sent.append((address, message))
                return works

            return send_due(session, settings.notices, to_channel, at)

        def fates(self, to="m01"):
            session.expire_all()
            return [one.fate for one in of_person(session, district.id, to)]

    return Post()


def test_told_twice_under_one_key_it_is_told_once(post):
    assert post.tell() is not None
    assert post.tell() is None


def test_it_is_sent_once_by_the_channel_of_the_person(post):
    post.channel()
    post.tell()
    assert post.send() == 1
    assert post.send() == 0
    assert post.sent == [(f"wecombot://{KEY}/", WORDS)]
    assert post.fates() == [Fate.SENT]


def test_without_a_channel_somebody_must_telephone_and_ticks_it(session, district, post):
    post.tell()
    post.send()
    [row] = to_phone(session, district.id)
    with writing(session):
        notices.told(session, district.id, row.id, "planner")
    assert post.fates() == [Fate.TOLD]


def test_a_channel_that_fails_is_tried_again_later_and_at_last_given_up(settings, post):
    post.channel()
    post.tell()
    at = NOON
    for _ in range(settings.notices.tries):
        assert post.send(at, works=False) == 1
        assert post.send(at + timedelta(minutes=1), works=False) == 0
        at += timedelta(days=1)
    assert post.fates() == [Fate.BY_PHONE]


def test_a_sender_that_breaks_down_hinders_no_other(session, settings, post):
    post.channel()
    post.channel(to="m02")
    post.tell()
    post.tell("k2", "m02")

    def broken(address, message):
        post.sent.append(address)
        raise OSError("the network is down")

    assert send_due(session, settings.notices, broken, NOON) == 2
    assert len(post.sent) == 2


@pytest.mark.parametrize(
    ("at", "then"),
    [
        ("20:59", "20:59"),
        ("21:00", "07:30+1"),
        ("23:59", "07:30+1"),
        ("00:10", "07:30"),
        ("07:29", "07:30"),
        ("07:30", "07:30"),
    ],
)
def test_what_is_told_in_the_quiet_hours_waits_for_their_end(settings, at, then):
    clock, _, days = then.partition("+")
    asked = datetime.fromisoformat(f"2026-01-07T{at}:00+08:00")
    wanted = datetime.fromisoformat(f"2026-01-07T{clock}:00+08:00") + timedelta(days=int(days or 0))
    assert after_quiet(settings.notices, asked) == wanted


def test_nothing_is_sent_in_the_quiet_hours_however_late_it_is(session, settings, post):
    """Not even what was due before them, while no server ran; and what failed just before them waits too."""
    post.channel()
    post.tell(at=datetime.fromisoformat("2026-01-07T20:50:00+08:00"))
    assert post.send(datetime.fromisoformat("2026-01-07T22:00:00+08:00")) == 0
    assert post.send(datetime.fromisoformat("2026-01-08T20:59:00+08:00"), works=False) == 1
    [row] = of_person(session, 1, "m01")
    assert row.not_before == datetime.fromisoformat("2026-01-09T07:30:00+08:00")


@pytest.mark.parametrize(("works", "fate"), [(True, Fate.SENT), (False, Fate.DROPPED)])
def test_what_is_dropped_while_it_is_being_sent_is_no_longer_to_be_told_by_telephone(
    engine, session, settings, post, works, fate
):
    """By the last try, which would be given up; its fate is what became of it."""

    def drop(address, message):
        with Session(engine) as other, writing(other):
            notices.drop(other, ["k1"])
        return works

    post.channel()
    post.tell().tries = settings.notices.tries
    session.commit()
    assert send_due(session, settings.notices, drop, NOON) == 1
    assert post.fates() == [fate]


def test_what_is_told_anew_while_it_is_being_sent_is_sent_anew(engine, session, district, settings, post):
    def tell_anew(address, message):
        with Session(engine) as other, writing(other):
            notices.drop(other, ["k1"])
            words = Message("Your terms have changed", "You serve in V2.")
            tell(other, settings.notices, district.id, "k1", "m01", words, at=NOON + timedelta(seconds=1))
        return True

    post.channel()
    post.tell()
    assert send_due(session, settings.notices, tell_anew, NOON) == 1
    assert post.fates() == [Fate.DUE]
    assert post.send(NOON + timedelta(minutes=1)) == 1
    assert post.sent[0][1].body == "You serve in V2."


def test_what_has_become_pointless_is_not_sent(session, post):
    post.channel()
    post.tell()
    with writing(session):
        notices.drop(session, ["k1"])
    assert post.send() == 0
    assert post.fates() == [Fate.DROPPED]
    with pytest.raises(Conflict), writing(session):
        notices.told(session, 1, of_person(session, 1, "m01")[0].id, "planner")


def test_two_who_send_at_once_send_it_once(engine, settings, post):
    post.channel()
    for n in range(6):
        post.tell(f"k{n}")
    sent, start = [], threading.Barrier(2)

    def send(address, message):
        sent.append(message)
        return True

    def sending(_):
        with Session(engine) as session:
            start.wait(timeout=30)
            return send_due(session, settings.notices, send, NOON)

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(sending, range(2))) == 6
    assert len(sent) == 6


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        (Kind.WECOM, "json://127.0.0.1/"),
        (Kind.WECOM, "short"),
        (Kind.DINGTALK, "a b" * 20),
        (Kind.MAIL, "a@example.org"),
    ],
)
def test_an_address_that_cannot_be_is_refused(session, settings, kind, address):
    with pytest.raises(InvalidInput):
        channels.set_channel(session, settings.notices, "m01", kind, address)


def test_an_empty_address_ends_the_channel(session, post):
    post.channel()
    post.channel("")
    assert channels.channels(session, "m01") == []


def test_apprise_knows_what_it_is_given(settings):
    from apprise import Apprise

    for kind, address in ((Kind.WECOM, KEY), (Kind.DINGTALK, "a1" * 32), (Kind.FEISHU, KEY)):
        assert Apprise().add(channels.address_of(Channel(to="m", kind=kind, address=address), settings.notices)), kind
