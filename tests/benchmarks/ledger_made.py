"""A ledger of any size, made quickly: tasks of ten entries each, with released titles, as their steps would make it."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import insert
from sqlalchemy.orm import Session

from rotation.district.offices import Level, Office
from rotation.district.villages import District, Village, Zone
from rotation.record import ledger, merkle
from rotation.record.ledger import Entry
from rotation.record.numbers import number_of
from rotation.record.sealing import Sealed, commitment_of
from rotation.record.task_texts import TaskText
from rotation.record.tasks import Task, TaskHolder
from rotation.record.tree import LedgerNode
from rotation.store import writing

VILLAGES = 12
A_TASK = 10  # entries
AT_ONCE = 500  # tasks
BEGIN = datetime(2026, 1, 5, 0, 30, tzinfo=UTC)
PLACES = ("村口", "老桥", "小学门前", "文化广场", "北河沿", "卫生室旁", "菜场", "三组")
FAULTS = ("路灯不亮", "垃圾没清", "路面坑洼", "停车位不够", "下水道堵了", "井盖松动", "健身器材坏了", "水管漏水")


@dataclass
class Rows:
    """The rows of some tasks, to be inserted together; `nodes` is what of the tree later leaves need."""

    nodes: dict[merkle.Node, bytes]
    by_table: dict[type, list[dict]] = field(default_factory=dict)
    number: int = 0

    def add(self, table: type, **values) -> None:
        self.by_table.setdefault(table, []).append(values)

    def entry(self, kind: str, at: datetime, task: str, village: str, role: str = "committee", **payload) -> int:
        """The next entry with its nodes."""
        held = ledger.spelt(payload)
        number, self.number = self.number, self.number + 1
        leaf = merkle.leaf_hash(ledger.canonical(number, task, village, kind, role, ledger.moment(at), held))
        said = {"task": task, "village": village, "kind": kind, "role": role, "at": at, "payload": held}
        self.add(Entry, number=number, leaf=leaf, **said)
        for (level, position), found in list(merkle.completed(number, leaf, self.nodes)):
            self.nodes[level, position] = found
            self.add(LedgerNode, level=level, position=position, hash=found)
        return number

    def flush(self, session: Session) -> None:
        """Put them in, and forget what the tree needs no more."""
        for table in (Sealed, Entry, LedgerNode, Task, TaskHolder, TaskText):
            session.execute(insert(table), self.by_table.get(table, []))
        self.by_table = {}
        wanted = {node for first, end in [(0, self.number)] for node in merkle.cover(first, end)}
        self.nodes = {node: found for node, found in self.nodes.items() if node in wanted}


def fill(session: Session, entries: int) -> list[Village]:
    """A district of twelve villages with so many entries (in tens), of a tenth as many tasks."""
    with writing(session):
        villages = _places(session)
    rows = Rows({})
    for first in range(0, entries // A_TASK, AT_ONCE):
        with writing(session):
            for n in range(first, min(first + AT_ONCE, entries // A_TASK)):
                _task(rows, n, villages[n % VILLAGES])
            rows.flush(session)
    return villages


def _places(session: Session) -> list[Village]:
    district = District(code="qixia", name="栖霞区", name_en="Qixia")
    session.add(district)
    session.flush()
    zone = Zone(district_id=district.id, code="z01", name="东片")
    session.add(zone)
    session.flush()
    villages = [
        Village(district_id=district.id, code=f"v{n:02}", name=f"村{n}", zone_id=zone.id) for n in range(VILLAGES)
    ]
    session.add_all(villages)
    session.flush()
    for village in villages:
        office = Office(
            district_id=district.id,
            code=f"o-{village.code}",
            name=village.name,
            level=Level.VILLAGE,
            village_id=village.id,
            holder="甲",
        )
        session.add(office)
    session.flush()
    return villages


def _task(rows: Rows, n: int, village: Village) -> None:
    """One task from its opening to its confirmation; every twentieth is still under way."""
    year = 2026 + n // 900_000
    number, office, at = number_of(year, n % 900_000 + 1), f"o-{village.code}", BEGIN + timedelta(minutes=n)
    deadline = (at + timedelta(days=14)).date()
    goes_on = n % 20 == 0
    held = {"holder": "office", "office": office, "until_team": False}
    said = {"category": "roads", "level": "village", "urgency": "normal", "pressing": False}
    first = rows.entry("opened", at, number, village.code, state="open", deadline=deadline.isoformat(), **said, **held)
    title, summary = (_sealed(rows, n, kind, at) for kind in ("title", "summary"))
    written = rows.entry("written", at, number, village.code, title=title, summary=summary)
    rows.entry("released", at, number, village.code, texts=sorted((title, summary)))
    rows.entry("begun", at, number, village.code, state="under_way")
    for _ in range(4 + 2 * goes_on):
        last = rows.entry("reported", at, number, village.code)
    if not goes_on:
        rows.entry("finished", at, number, village.code, state="done")
        last = rows.entry("confirmed", at, number, village.code, "villager", state="confirmed", whose="villager")
    _row(rows, number, village, (title, summary), at, deadline, "under_way" if goes_on else "confirmed", last)
    rows.add(TaskHolder, entry=first, task=number, kind="office", code=office, place=None, week=None)
    for use, commitment in (("title", title), ("summary", summary)):
        rows.add(TaskText, commitment=commitment, task=number, entry=written, use=use)


def _sealed(rows: Rows, n: int, use: str, at: datetime) -> str:
    salt = hashlib.sha256(f"{n} {use}".encode()).digest()
    content = f"{PLACES[n // 7 % len(PLACES)]}{FAULTS[n % len(FAULTS)]}{n}"
    commitment = commitment_of(salt, content)
    said = {"kind": "text", "salt": salt, "content": content, "released_at": at, "withdrawn_entry": None}
    rows.add(Sealed, commitment=commitment, **said)
    return commitment


def _row(  # noqa: PLR0917 - as many parts as a task has
    rows: Rows, number: str, village: Village, texts: tuple[str, str], at: datetime, until: date, state: str, last: int
) -> None:
    said = {"category": "roads", "level": "village", "urgency": "normal", "pressing": False, "deadline": until}
    holder = {"holder_kind": "office", "holder_code": f"o-{village.code}", "holder_place": None, "holder_week": None}
    money = {"asked": 0, "granted": 0, "refused": 0, "spent": 0, "asked_level": None}
    where = {"number": number, "district_id": village.district_id, "village_id": village.id, "state": state}
    when = {"opened_at": at, "changed_at": at, "last_entry": last, "until_team": False, "same_as": None}
    rows.add(Task, title=texts[0], summary=texts[1], **where, **said, **holder, **money, **when)
