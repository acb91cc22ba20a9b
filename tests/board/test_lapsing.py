"""What waits to be sent is looked at again: whose cause has gone is dropped, shown as such, and never sent."""

import pytest

from rotation import channels, notices
from rotation.board import lapsing, reminders, telling
from rotation.board.telling import Post
from rotation.channels import Kind
from rotation.district.weeks import Week
from rotation.notices import Fate, of_person
from rotation.record import acts, diaries, follow_ups, handing
from rotation.record.diaries import Writing
from rotation.record.roles import Hand, Role
from rotation.record.voices import Speaker
from rotation.roster import asking, openings, swaps
from rotation.roster.knowing import Way, know
from rotation.roster.openings import Ask, Opening
from rotation.roster.rosters import Line
from rotation.store import writing
from tests.web.feeds.published import publish

KEY = "0123456789abcdef0123456789abcdef0123"


@pytest.fixture
def database_url(sqlite_url):
    """SQLite alone: what the other engine does with messages is looked at where they are sent."""
    return sqlite_url


@pytest.fixture
def outbox(session, settings, field):
    """Reminders made at a moment, the queue flushed at another, and what became of somebody's messages."""

    class Outbox:
        def remind(self, day, hour=12, minute=0):
            reminders.remind(session, settings, field.at(day, hour, minute))

        def flush(self, day, hour=12, minute=0):
            lapsing.flush(session, settings, lambda _address, _message: True, field.at(day, hour, minute))

        def fates(self, to, kind):
            session.expire_all()
            mine = of_person(session, field.district.id, to)
            return {one.fate for one in mine if one.key.startswith(f"{field.district.code}:{kind}:")}

        def reach(self, *people):
            with writing(session):
                for one in people:
                    channels.set_channel(session, settings.notices, one, Kind.WECOM, KEY)

    made = Outbox()
    made.reach(*(f"m{n:02}" for n in range(1, 10)), "o-v01")
    return made


def test_a_handover_signed_in_the_night_is_reminded_of_no_more(session, field, outbox):
    outbox.remind(7, 3)
    assert outbox.fates("m04", "handover") == {Fate.DUE}
    with writing(session):
        handing.sign(session, field.hands.next, field.v1, Week.of(field.monday), field.at(7, 7))
    outbox.flush(7, 7, 30)
    assert outbox.fates("m04", "handover") == {Fate.DROPPED}
    assert outbox.fates("m04", "term") <= {Fate.SENT}


def test_one_that_is_not_signed_is_reminded_of_in_the_morning(outbox):
    outbox.remind(7, 3)
    outbox.flush(7, 7, 30)
    assert outbox.fates("m04", "handover") == {Fate.SENT}


def test_a_diary_written_meanwhile_is_not_asked_for_nor_is_yesterdays(session, field, outbox):
    outbox.remind(0, 20, 30)
    with writing(session):
        diaries.write(session, field.hands.lead, field.v1, field.monday, Writing("记下了"), field.at(0, 20, 40))
    outbox.flush(0, 20, 45)
    assert outbox.fates("m02", "diary") == {Fate.DROPPED}
    assert outbox.fates("m01", "diary") == {Fate.SENT}
    outbox.remind(1, 20, 30)
    outbox.flush(2, 7, 30)
    assert outbox.fates("m01", "diary") == {Fate.SENT, Fate.DROPPED}


def test_a_question_answered_in_the_night_is_not_asked_for_again(session, field, outbox):
    with writing(session):
        task = acts.open_task(session, field.settings, field.v1, field.hands.lead, category="roads", at=field.at(0))
        villager = Speaker(Hand(Role.VILLAGER))
        asked = follow_ups.ask(session, field.settings, villager, task, "什么时候修好？", field.at(0, 9))
    outbox.remind(2, 3)
    assert outbox.fates("o-v01", "question") == {Fate.DUE}
    with writing(session):
        follow_ups.answer(session, field.hands.committee, asked, "下周。", at=field.at(2, 7))
    outbox.flush(2, 8)
    assert outbox.fates("o-v01", "question") == {Fate.DROPPED}


def test_a_task_done_in_the_night_has_no_deadline_any_more(session, field, outbox):
    with writing(session):
        task = acts.open_task(
            session, field.settings, field.v1, field.hands.lead, category="roads", urgency="urgent", at=field.at(0)
        )
        acts.begin(session, task, field.hands.lead, at=field.at(0, 9))
    outbox.remind(0, 23)
    assert outbox.fates("m02", "deadline") == {Fate.DUE}
    with writing(session):
        acts.finish(session, task, field.hands.lead, "修好了", at=field.at(0, 23, 30))
    outbox.flush(1, 8)
    assert outbox.fates("m02", "deadline") == {Fate.DROPPED}


def test_a_term_that_moves_in_the_night_is_not_announced_and_announced_again_when_it_comes_back(session, field, outbox):
    week = Week.of(field.monday) + 1
    outbox.remind(5, 23)
    assert outbox.fates("m04", "term") == {Fate.DUE}
    with writing(session):
        publish(session, field.district, [Line(week, "v02", "m04")], field.at(5, 23, 30))
    outbox.flush(6, 8)
    assert outbox.fates("m04", "term") == {Fate.DROPPED}
    with writing(session):
        publish(session, field.district, [Line(week, "v01", "m04")], field.at(6, 9))
    outbox.remind(6, 12)
    outbox.flush(6, 12)
    assert outbox.fates("m04", "term") >= {Fate.SENT}


def test_a_term_that_begins_in_the_morning_is_announced_then(outbox):
    outbox.remind(6, 23)
    outbox.flush(7, 7, 30)
    assert outbox.fates("m04", "term") == {Fate.SENT}


def test_who_is_on_the_list_to_be_called_is_taken_off_it_too(session, settings, field, outbox):
    with writing(session):
        channels.set_channel(session, settings.notices, "m02", Kind.WECOM, "")
    outbox.remind(0, 20, 30)
    outbox.flush(0, 20, 31)
    assert outbox.fates("m02", "diary") == {Fate.BY_PHONE}
    with writing(session):
        diaries.write(session, field.hands.lead, field.v1, field.monday, Writing("记下了"), field.at(0, 20, 40))
    assert lapsing.drop_lapsed(session, settings, field.at(0, 20, 45)) == 1
    assert outbox.fates("m02", "diary") == {Fate.DROPPED}


def test_what_one_knows_or_has_answered_is_not_told_or_asked_any_more(session, settings, field, outbox):
    week = Week.of(field.monday) + 1
    night = field.at(0, 23)
    with writing(session):
        roster = publish(session, field.district, [Line(week, "v01", "m04"), Line(week, "v02", "m05")], night)
        row = Opening(
            district_id=field.district.id,
            week=week,
            place="v01",
            member="m04",
            state=openings.State.ASKING,
            reported_at=night,
            reported_by="m04",
            on_behalf=False,
            ask_from=night,
            until=field.at(1, 12),
        )
        session.add(row)
        session.flush()
        asks = [Ask(opening_id=row.id, member=code, round=1, asked_at=night) for code in ("m08", "m09")]
        session.add_all(asks)
        offer = swaps.offer(session, field.district, settings, ("m04", week), ("m05", week), by="m04", at=night)
        post = Post.of(session, settings, field.district)
        telling.asked(post, row, asks)
        telling.offered(post, offer)
        for one in ("m04", "m05"):
            post.tell(f"published:{roster.version}:{one}", one, "t", "b", "/mine/", at=night)
    with writing(session):
        asking.decline(session, field.district, row.id, "m08", by="m08", at=field.at(1, 6))
        know(session, field.district, roster.number, "m04", Way.SAID, "m04")
        swaps.end(session, field.district, offer.id, swaps.State.DECLINED, by="m05", at=field.at(1, 6))
    outbox.flush(1, 8)
    assert outbox.fates("m08", "asked") == {Fate.DROPPED}
    assert outbox.fates("m09", "asked") == {Fate.SENT}
    assert outbox.fates("m04", "published") == {Fate.DROPPED}
    assert outbox.fates("m05", "published") == {Fate.SENT}
    assert outbox.fates("m05", "swap") == {Fate.DROPPED}


def test_what_ends_something_is_told_whatever_happens(session, settings, field, outbox):
    with writing(session):
        post = Post.of(session, settings, field.district)
        for key in ("spared:1:m08", "swap:1:declined:m08", "other:1"):
            post.tell(key, "m08", "t", "b", "/mine/", at=field.at(0, 23))
    outbox.flush(1, 8)
    assert outbox.fates("m08", "spared") | outbox.fates("m08", "swap") | outbox.fates("m08", "other") == {Fate.SENT}


def test_what_was_dropped_counts_as_not_told(session, settings, field, outbox):
    with writing(session):
        post = Post.of(session, settings, field.district)
        assert post.tell("other:1", "m08", "t", "b", "/mine/", at=field.at(0, 23))
        notices.drop(session, [post.key("other:1")])
        assert notices.told_before(session, [post.key("other:1")]) == set()
        assert post.tell("other:1", "m08", "t", "b", "/mine/", at=field.at(1, 12))
        assert not post.tell("other:1", "m08", "t", "b", "/mine/", at=field.at(1, 12))
