"""200 lives of a feed: whatever is published, moved, cancelled and erased, no client is ever left behind."""

from datetime import timedelta
from email.utils import parsedate_to_datetime
from random import Random
from unittest.mock import patch

import pytest

from rotation.board.calendars import history
from rotation.board.calendars.links import Owner, make
from rotation.district.members import member
from rotation.district.villages import District, village
from rotation.district.weeks import DayKind
from rotation.district.working_days import put_day
from rotation.roster.rosters import Line
from rotation.store import writing
from tests.web.feeds.published import THIS, amend, events_of, furnish, publish
from web.extensions import db

LIVES = 200
SOME_LIVES = 20  # on the second database: what happens there is the same, only stored elsewhere
STEPS = 6
DEEDS = ("publish", "move", "move", "cancel", "cancel", "shorten", "erase", "hour", "holiday", "close", "nothing")


class Client:
    """A calendar that asks on certain conditions, and remembers all that it was ever told."""

    def __init__(self, path: str, condition: str) -> None:
        self.path, self.condition = path, condition
        self.body, self.mark, self.date = b"", "", ""
        self.seen: dict[str, dict[str, str]] = {}

    def headers(self) -> dict[str, str]:
        asked = {}
        if self.mark and "mark" in self.condition:
            asked["If-None-Match"] = self.mark
        if self.date and "date" in self.condition:
            asked["If-Modified-Since"] = self.date
        return asked

    def look(self, http) -> None:
        answer = http.get(self.path, headers=self.headers())
        if answer.status_code == 304:
            assert self.body == http.get(self.path).data, "a stale 304"
            return
        assert answer.status_code == 200
        date = answer.headers["Last-Modified"]
        assert not self.date or parsedate_to_datetime(date) >= parsedate_to_datetime(self.date), "a date that went back"
        self.body, self.mark, self.date = answer.data, answer.headers["ETag"], date
        self._take_in(events_of(answer.data))

    def _take_in(self, events: dict[str, dict[str, str]]) -> None:
        for uid, event in events.items():
            before = self.seen.get(uid)
            if before:
                assert int(event["SEQUENCE"]) >= int(before["SEQUENCE"])
                assert event["DTSTAMP"] >= before["DTSTAMP"]
                assert event == before or int(event["SEQUENCE"]) > int(before["SEQUENCE"]), "a change without a number"
        self.seen |= events


class Life:
    """A district of its own in which things happen by chance, and what must be true of it then."""

    def __init__(self, site, number: int) -> None:
        self.site, self.number, self.random, self.prefix = site, number, Random(number), f"d{number}-"
        self.terms: set[Line] = set()
        self.cancelled: set[tuple] = set()
        self.district = self._found()
        tokens = [self._link("m1", condition) for condition in ("mark", "date")]
        self.clients = [*tokens, Client(f"/villages/{self.prefix}v1.ics", "date")]

    def _do(self, deed):
        with writing(db.session()) as session:
            return deed(session, session.get(District, self.district) if getattr(self, "district", None) else None)

    def _found(self) -> int:
        def deed(session, _):
            made = District(code=f"{self.prefix}d", name="区")
            session.add(made)
            session.flush()
            furnish(session, made, self.prefix)
            return made.id

        return self._do(deed)

    def _link(self, code: str, condition: str) -> Client:
        owner = Owner(self.district, self.prefix + code)
        return Client(f"/feeds/{self._do(lambda s, _: make(s, owner, condition, 'en', 'p'))}.ics", condition)

    def step(self) -> None:
        choice = self.random.choice(DEEDS)
        getattr(self, choice)()
        self.site.clock.on(seconds=self.random.choice((0, 0, 0.4, 1, 3600, 86400)))
        for client in self.clients:
            if self.random.random() < 0.7:
                client.look(self.site.client)

    def _publish(self, terms: set[Line]) -> None:
        """A whole new version; or a small one, where there is one to change."""
        if self.terms and self.random.random() < 0.5:
            self._do(lambda session, where: amend(session, where, self.terms - terms, terms - self.terms))
        else:
            self._do(lambda session, where: publish(session, where, terms, self.site.clock.now))
        held, before = ({self._key(line) for line in some} for some in (terms, self.terms))
        mine = {key for key in before - held if key[1] == f"{self.prefix}m1"}
        self.cancelled = (self.cancelled | mine) - held
        self.terms = set(terms)

    def _key(self, line: Line) -> tuple:
        return (line.week, line.member, "zone" if line.place.endswith("z1") else "village")

    def publish(self) -> None:
        new = {self._line() for _ in range(4)}
        taken = {(line.week, line.member) for line in self.terms}
        self._publish(self.terms | self._one_each(line for line in new if (line.week, line.member) not in taken))

    def _one_each(self, lines) -> set[Line]:
        return set({(line.week, line.member): line for line in lines}.values())

    def _line(self) -> Line:
        week, place, code = (
            self.random.randrange(4),
            self.random.choice(["v1", "v2", "z1"]),
            self.random.randrange(1, 4),
        )
        return Line(THIS + week, self.prefix + place, f"{self.prefix}m{code}")

    def _other(self) -> Line | None:
        return self.random.choice(sorted(self.terms)) if self.terms else None

    def move(self) -> None:
        if line := self._other():
            place = self.prefix + self.random.choice(["v1", "v2", "z1"])
            self._publish(self.terms - {line} | {Line(line.week, place, line.member)})

    def cancel(self) -> None:
        if line := self._other():
            self._publish(self.terms - {line})

    def shorten(self) -> None:
        if line := self._other():
            days = line.week.monday, line.week.monday + timedelta(days=self.random.randrange(4))
            self._publish(self.terms - {line} | {Line(line.week, line.place, line.member, days)})

    def erase(self) -> None:
        code = f"{self.prefix}m{self.random.randrange(1, 4)}"
        self._do(
            lambda session, where: setattr(
                member(session, where.id, code), "named_in_public", self.random.random() < 0.5
            )
        )

    def hour(self) -> None:
        hour = f"{self.random.randrange(7, 11):02}:30"
        self._do(lambda session, where: setattr(village(session, where.id, f"{self.prefix}v1"), "hearing_time", hour))

    def holiday(self) -> None:
        day = THIS.monday + timedelta(days=self.random.randrange(28))
        kind = self.random.choice(list(DayKind))
        self._do(lambda session, where: put_day(session, where.id, day, kind, "节"))

    def close(self) -> None:
        closed = [str(THIS + week) for week in range(4) if self.random.random() < 0.3]
        self._do(lambda session, where: setattr(village(session, where.id, f"{self.prefix}v1"), "closed_weeks", closed))

    def nothing(self) -> None:
        pass

    def end(self) -> None:
        """All look once more: each term stands, each cancellation has arrived, under the name that it always had."""
        for client in self.clients:
            client.look(self.site.client)
            assert self.number % 4 or client.body == self._read_whole(client)
        events = events_of(self.clients[0].body)
        standing = {self._key(line) for line in self.terms if line.member == f"{self.prefix}m1"}
        status = {uid: event["STATUS"] for uid, event in events.items() if uid.startswith("term.")}
        wanted = {self._uid(key): "CONFIRMED" for key in standing} | {
            self._uid(key): "CANCELLED" for key in self.cancelled
        }
        assert status == wanted

    def _read_whole(self, client: Client) -> bytes:
        """What the feed says if every version is read, whether it changed anything here or not."""
        with patch.object(history, "changed_seats", return_value={}):
            return self.site.client.get(client.path).data

    def _uid(self, key: tuple) -> str:
        week, code, kind = key
        return f"term.{week}.{kind}.{code}@{self.prefix}d.one-week-secretary".lower()


@pytest.mark.parametrize("first", range(0, LIVES, LIVES // 4))
def test_no_client_is_ever_left_behind(site, database_url, first):
    with site.app.app_context():
        for number in range(first, first + (LIVES if database_url.startswith("sqlite") else SOME_LIVES) // 4):
            life = Life(site, number)
            for _ in range(STEPS):
                life.step()
            life.end()
            site.clock.now = site.clock.now.replace(month=3, day=2)
        db.session.remove()
