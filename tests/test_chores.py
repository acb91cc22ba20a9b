from threading import Event

from rotation.chores import HOUR, MINUTE, Chore, Chores
from rotation.district.villages import District
from rotation.store import reading


def fail(_session):
    raise ValueError("not today")


def test_chores_are_done_at_the_start_and_when_their_time_has_come(engine, monkeypatch, caplog):
    """One that fails hinders no other, and is tried again in its time."""
    done = []
    chores = Chores(
        engine,
        [
            Chore(fail),
            Chore(lambda _session: done.append("hour"), every=HOUR),
            Chore(lambda _session: done.append("minute"), every=MINUTE),
        ],
        Event(),
    )
    for moment in (0, 59, 60, 61, 3599, 3600):
        monkeypatch.setattr("rotation.chores.time.monotonic", lambda now=moment: float(now))
        chores.do_due()
    assert done == ["hour", "minute", "minute", "minute", "hour"]
    assert caplog.text.count("A chore failed") == 2


def test_what_a_chore_writes_is_kept_and_what_only_looks_keeps_nothing(engine):
    def add(session, code):
        session.add(District(code=code, name=code))
        session.flush()

    both = [Chore(lambda session: add(session, "a")), Chore(lambda session: add(session, "b"), writes=False)]
    Chores(engine, both, Event()).do_due()
    with reading(engine) as session:
        assert [row.code for row in session.query(District)] == ["a"]


def test_what_is_much_is_done_in_pieces(engine):
    left = [1, 2, 3]
    Chores(engine, [Chore(lambda _session: left and left.pop())], Event()).do_due()
    assert left == []


def test_who_is_asked_to_leave_begins_no_further_piece(engine):
    left, leaving = [1, 2, 3], Event()

    def one_more(_session):
        leaving.set()
        return left.pop()

    Chores(engine, [Chore(one_more)], leaving).do_due()
    assert left == [1, 2]
