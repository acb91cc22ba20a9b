"""What the limiter counts: all processes and threads together, each place of the net apart, and not for ever."""

import multiprocessing
import resource
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import SimpleNamespace

import pytest
from limits.storage import storage_from_string
from sqlalchemy import event

from web import counting
from web.extensions import db, limiter

PROCESSES, TIMES = 4, 500


@pytest.fixture
def counts():
    made = storage_from_string("shared://")
    made.reset()
    yield made
    made.reset()


def come(name):
    counts = storage_from_string("shared://")
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda _: counts.incr(name, 600), range(TIMES)))


def test_processes_and_their_threads_count_together(counts):
    """Made from this one, as the server's are made from one: the memory is theirs together."""
    fork = multiprocessing.get_context("fork")
    made = [fork.Process(target=come, args=("flood",)) for _ in range(PROCESSES)]
    for one in made:
        one.start()
    for one in made:
        one.join()
    assert counts.get("flood") == PROCESSES * TIMES
    assert counts.get("somebody else") == 0


def test_it_begins_anew_when_its_time_is_over(counts, monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr(counting, "time", SimpleNamespace(time=lambda: clock[0]))
    assert [counts.incr("one", 60) for _ in range(3)] == [1, 2, 3]
    assert (counts.get("one"), counts.get_expiry("one")) == (3, 1060)
    clock[0] = 1060.0
    assert (counts.get("one"), counts.get_expiry("one"), counts.incr("one", 60)) == (0, 1060, 1)


def test_one_can_be_forgotten_and_so_can_all(counts):
    for name in ("one", "other"):
        counts.incr(name, 60, amount=5)
    counts.clear("one")
    assert (counts.get("one"), counts.get("other")) == (0, 5)
    counts.clear("nobody")
    counts.reset()
    assert counts.get("other") == 0
    assert counts.check()


def counted_on_a_full_disk():
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    memory = counting._Memory()
    with memory.alone():
        memory.put(0, bytes(16), 1.0, 7)


def test_no_disk_need_have_room():
    """A page of memory that stands for one of a file ends the process where the file finds no room."""
    made = multiprocessing.get_context("fork").Process(target=counted_on_a_full_disk)
    made.start()
    made.join()
    assert made.exitcode == 0


def test_of_very_many_those_who_came_least_are_forgotten(counts):
    """More places of the net at once than there is room for hide nobody who floods."""
    counts.incr("flood", 600, amount=100)
    for number in range(40_000):
        counts.incr(f"place {number}", 600)
    assert counts.incr("flood", 600) == 101


@pytest.fixture
def answers(app, client):
    """What a page that is given twice a minute answers to these addresses, one after the other."""
    app.add_url_rule("/drops", "drops", limiter.limit("2 per minute")(lambda: "drop"))

    def asked(addresses):
        return [client.get("/drops", environ_overrides={"REMOTE_ADDR": one}).status_code for one in addresses]

    return asked


def test_a_household_with_many_addresses_is_one(answers):
    addresses = ["2001:db8::1", "2001:db8:0:7::3", "2001:db8:0:ff:ffff::9", "2001:db8:0:100::1"]
    assert answers(addresses) == [200, 200, 429, 200]


def test_an_address_of_the_older_kind_is_the_same_however_it_is_written(answers):
    """A server that listens on both kinds hears of 192.0.2.1 as ::ffff:192.0.2.1: not all of them are one household."""
    addresses = ["::ffff:192.0.2.1", "::ffff:192.0.2.2", "192.0.2.1", "::ffff:192.0.2.1", "::ffff:192.0.2.2"]
    assert answers(addresses) == [200, 200, 200, 429, 200]


def test_whoever_has_no_address_that_can_be_read_is_counted_too(answers):
    addresses = ["192.0.2.1:4711", "192.0.2.1:4712", "", "unknown"]
    assert answers(addresses) == [200, 200, 429, 429]


def test_a_flood_of_codes_writes_nothing(app, client):
    """Whoever writes keeps everybody else from writing, if only for a moment."""
    app.config["WTF_CSRF_ENABLED"] = False
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, voices=replace(settings.voices, codes=2))
    statements = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *said: statements.append(said[2]))
    for _ in range(2):
        client.post("/slips", data={"code": "012345678906"})
    assert any(one.startswith("INSERT") for one in statements)
    statements.clear()
    assert {client.post("/slips", data={"code": "012345678906"}).status_code for _ in range(20)} == {429}
    assert [one for one in statements if not one.startswith("SELECT") and one != "BEGIN"] == []
