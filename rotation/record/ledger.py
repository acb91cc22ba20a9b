"""The ledger: entries that are only ever added, each the next leaf of one Merkle tree.

A leaf holds codes, numbers, dates and roles. Its canonical bytes, for whoever recounts them: one JSON object
without spaces, its keys sorted (at, kind, number, payload, role, task, village; those of the payload too), in
UTF-8; moments in UTC like 2026-01-05T00:30:00Z. The leaf's hash is SHA-256 of the byte 0 and these bytes.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from json.encoder import encode_basestring_ascii as quoted
from typing import Any

from sqlalchemy import String, Text, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from rotation.district.weeks import Week
from rotation.errors import N_, NotFound
from rotation.record import merkle, tree
from rotation.record.kinds import KINDS
from rotation.record.roles import Hand, Role
from rotation.record.sealing import Secret, seal
from rotation.store import Base, choice, now, writes_alone

LOCK = 0x1EDE6  # the advisory lock of PostgreSQL under which alone entries are added
MOST_LISTED = 200
LARGEST = 2**53 - 1  # every language's JSON can hold it
_CODE = re.compile(r"[a-z0-9:._-]{0,80}")


class Entry(Base):
    """One thing that happened: its number, the task and the village it is about, by which role, when.

    `payload` is canonical JSON text, `leaf` the hash of the entry's canonical bytes.
    """

    __tablename__ = "ledger_entry"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    task: Mapped[str | None] = mapped_column(String(20), index=True)
    village: Mapped[str | None] = mapped_column(String(40), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    role: Mapped[Role] = mapped_column(choice(Role))
    at: Mapped[datetime]
    payload: Mapped[str] = mapped_column(Text)
    leaf: Mapped[bytes]

    @property
    def values(self) -> dict[str, Any]:
        """The payload as it was given."""
        found: dict[str, Any] = json.loads(self.payload)
        return found

    @property
    def canonical(self) -> bytes:
        """What the leaf is the hash of."""
        return canonical(self.number, self.task, self.village, self.kind, self.role, moment(self.at), self.payload)


def append(
    session: Session,
    kind: str,
    hand: Hand,
    *,
    task: str | None = None,
    village: str | None = None,
    at: datetime | None = None,
    **payload: Any,
) -> Entry:
    """Add an entry. Who did it is sealed and stands in the payload as `by`, where there is an account.

    Values are codes, whole numbers, dates, weeks (as their Mondays), yes or no, None, or lists of these.
    """
    lock(session)
    if hand.account:
        payload["by"] = seal(session, hand.account, Secret.ACCOUNT)
    held = _payload(kind, payload)
    when = (at or now()).astimezone(UTC).replace(microsecond=0)
    number = size(session)
    leaf = merkle.leaf_hash(canonical(number, task, village, kind, hand.role, moment(when), held))
    entry = Entry(
        number=number, task=task, village=village, kind=kind, role=hand.role, at=when, payload=held, leaf=leaf
    )
    session.add(entry)
    session.flush()
    tree.grow(session, number, leaf)
    return entry


def lock(session: Session) -> None:
    """Be the only one who adds, until the transaction ends; to be taken before anything else is locked.

    On SQLite whoever writes is alone already.
    """
    if not writes_alone(session):
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})


def size(session: Session) -> int:
    """How many entries there are."""
    # an entry is stored as soon as it is added: nothing that still waits to be can be one
    last = session.scalar(select(func.max(Entry.number)), execution_options={"autoflush": False})
    return 0 if last is None else last + 1


def entry(session: Session, number: int) -> Entry:
    """The entry of that number."""
    found = session.get(Entry, number)
    if found is None:
        raise NotFound(N_("There is no entry %(number)s in the ledger."), number=number)
    return found


def of_task(session: Session, number: str) -> list[Entry]:
    """Everything that happened to a task, first things first."""
    return list(session.scalars(select(Entry).where(Entry.task == number).order_by(Entry.number)))


def entries(session: Session, first: int = 0, most: int = MOST_LISTED) -> list[Entry]:
    """At most `most` entries from number `first` on."""
    return list(session.scalars(select(Entry).where(Entry.number >= first).order_by(Entry.number).limit(most)))


def canonical(  # noqa: PLR0913, PLR0917 - an entry has as many parts
    number: int, task: str | None, village: str | None, kind: str, role: str, at: str, payload: str
) -> bytes:
    """The canonical bytes of an entry; `at` and `payload` as they stand in them."""
    return (
        f'{{"at":{quoted(at)},"kind":{quoted(kind)},"number":{number:d},"payload":{payload},"role":{quoted(role)},'
        f'"task":{_or_null(task)},"village":{_or_null(village)}}}'
    ).encode()


def _or_null(code: str | None) -> str:
    return "null" if code is None else quoted(code)


def moment(at: datetime) -> str:
    """A moment as it stands in the canonical bytes."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def spelt(payload: Mapping[str, Any]) -> str:
    """A payload as canonical JSON."""
    return json.dumps(payload, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def _payload(kind: str, payload: Mapping[str, Any]) -> str:
    unknown = payload.keys() - KINDS[kind].holds - {"by"}
    if unknown:
        message = f"an entry of kind {kind} holds no {', '.join(sorted(unknown))}"
        raise ValueError(message)
    return spelt({name: _plain(value) for name, value in payload.items()})


def _plain(value: Any) -> Any:
    match value:
        case None | bool():
            return value
        case int() if abs(value) <= LARGEST:
            return value
        case str() if _CODE.fullmatch(value):
            return str(value)
        case Week():
            return value.monday.isoformat()
        case date() if not isinstance(value, datetime):
            return value.isoformat()
        case list() | tuple():
            return [_plain(one) for one in value]
    message = f"no code, number, date or list of these, so it may not stand in the ledger: {value!r}"
    raise ValueError(message)


def commitments(payload: Mapping[str, Any]) -> Iterator[str]:
    """Every commitment that stands in a payload."""
    for value in payload.values():
        for one in value if isinstance(value, list) else (value,):
            if isinstance(one, str) and _COMMITMENT.fullmatch(one):
                yield one


_COMMITMENT = re.compile(r"[0-9a-f]{64}")
