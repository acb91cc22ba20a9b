"""What is over is kept as long as config.toml says, and what still matters is kept however old it is."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from rotation import jobs, notices
from rotation.board.calendars.links import FeedLink, Owner, by_token, make
from rotation.cli import retaining
from rotation.district.weeks import Week
from rotation.notices import Fate, Notice
from rotation.roster import openings, swaps
from rotation.roster.openings import Ask, Opening
from rotation.roster.swaps import Swap
from rotation.store import now, writing

NOW = datetime.fromisoformat("2026-07-06T12:00:00+08:00")
LONG_AGO, LATELY = NOW - timedelta(days=181), NOW - timedelta(days=179)
WEEK = Week.parse("2026-W02")


def retained(session, settings):
    return retaining.retain(session, settings, NOW)


def add(session, *rows):
    with writing(session):
        session.add_all(rows)


def notice(district, key, fate, ended_at):
    said = {"title": "x", "body": "x", "made_at": LONG_AGO, "not_before": LONG_AGO}
    return Notice(district_id=district.id, key=key, to="m01", fate=fate, ended_at=ended_at, **said)


def test_messages_are_forgotten_half_a_year_after_their_fate_is_final(session, district, settings):
    add(
        session,
        *(notice(district, f"old-{fate}", fate, LONG_AGO) for fate in (Fate.SENT, Fate.TOLD, Fate.DROPPED)),
        notice(district, "new", Fate.SENT, LATELY),
        notice(district, "due", Fate.DUE, None),
        notice(district, "to phone", Fate.BY_PHONE, None),
    )
    assert [retained(session, settings), retained(session, settings)] == [3, 0]
    assert {one.key for one in notices.recent(session, district.id)} == {"new", "due", "to phone"}
    assert [one.key for one in notices.to_phone(session, district.id)] == ["to phone"]


def opening(district, state, ended_at):
    said = {"reported_at": LONG_AGO, "reported_by": "x", "on_behalf": False, "ask_from": LONG_AGO}
    return Opening(
        district_id=district.id, week=WEEK, place="v01", member="m01", state=state, ended_at=ended_at, **said
    )


def test_who_was_asked_in_vain_is_forgotten_but_not_what_came_of_it(session, district, settings):
    rows = [
        opening(district, openings.State.FILLED, LONG_AGO),
        opening(district, openings.State.FILLED, LATELY),
        opening(district, openings.State.ASKING, None),
    ]
    add(session, *rows)
    add(session, *(Ask(opening_id=row.id, member="m02", round=1, asked_at=LONG_AGO) for row in rows))
    assert retained(session, settings) == 1
    assert [len(openings.asks(session, row)) for row in rows] == [0, 1, 1]


def swap(district, state, ended_at):
    terms = {
        "member": "m01",
        "week": WEEK,
        "place": "v01",
        "other": "m02",
        "other_week": WEEK + 1,
        "other_place": "v01",
    }
    said = {"offered_at": LONG_AGO, "offered_by": "x", "until": NOW, "state": state, "ended_at": ended_at}
    return Swap(district_id=district.id, **terms, **said)


def test_swaps_that_came_to_nothing_are_forgotten_and_no_number_is_given_twice(session, district, settings):
    ended = [(swaps.State.DECLINED, LONG_AGO), (swaps.State.DONE, LONG_AGO), (swaps.State.DECLINED, LATELY)]
    rows = [swap(district, *one) for one in (*ended, (swaps.State.OFFERED, None), (swaps.State.EXPIRED, LONG_AGO))]
    add(session, *rows)
    kept = [row.id for row in rows[1:]]
    assert retained(session, settings) == 1
    assert session.scalars(select(Swap.id).order_by(Swap.id)).all() == kept


def test_whose_an_ended_link_was_is_forgotten_and_its_address_stays_ended(session, district, settings):
    with writing(session):
        mine = Owner(district.id, member="m01")
        tokens = [make(session, mine, name, "en", "m01") for name in ("old", "new", "used")]
        for token, at in zip(tokens, (LONG_AGO, LATELY, None), strict=True):
            by_token(session, token).ended_at = at
    assert [retained(session, settings), retained(session, settings)] == [1, 0]
    old, new, used = (by_token(session, token) for token in tokens)
    assert (old.member, old.name, old.made_by, old.ended_at is None) == (None, "", "", False)
    assert (new.member, used.member) == ("m01", "m01")
    assert session.scalars(select(FeedLink.member).where(FeedLink.ended_at.is_(None))).all() == ["m01"]


def test_a_kind_for_which_it_fails_hinders_no_other(session, district, settings, monkeypatch):
    job = jobs.Job(kind="solve", scope="qixia", key="k", by="x", question="{}", state=jobs.State.DONE)
    job.ended_at = NOW - timedelta(days=91)
    last = jobs.Job(kind="solve", scope="qixia", key="l", by="x", question="{}", made_at=now())
    add(session, job, last, notice(district, "old", Fate.SENT, LONG_AGO))
    with monkeypatch.context() as patched:
        patched.setattr(notices, "forget_old", lambda *_given, **_said: 1 // 0)
        with pytest.raises(ExceptionGroup):
            retained(session, settings)
    assert [one.key for one in jobs.latest(session, "qixia")] == ["l"]
    assert retained(session, settings) == 1
