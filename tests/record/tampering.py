"""A ledger with some life in it, and random changes to its rows as somebody with the database could make them.

Each change says which entries a verification has to name: any of them will do.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random

from sqlalchemy import Connection, text

from rotation.record import acts, money, task_texts
from rotation.record.task_texts import Use
from rotation.store import TRIGGERS, writing
from tests.record.life_made import COMMITTEE, LEAD, TOWNSHIP, TROUBLESHOOTER, VILLAGER, Life

COLUMNS = ("task", "village", "kind", "role", "at", "payload", "leaf")


@dataclass(frozen=True)
class Tampering:
    """What was done, and the entries (or "tree", "text", "board") of which one must be named."""

    what: str
    entries: frozenset[int]


def played(life: Life, rounds: int = 3) -> None:
    """Tasks with holders, money, texts released and withdrawn, somebody erased."""
    for n in range(rounds):
        task = life.task(pressing=True)
        life.do(acts.take, task, TROUBLESHOOTER, f"路面塌了 {n}")
        life.do(money.ask, task, TROUBLESHOOTER, 100 * n + 1, "材料")
        life.do(money.grant, task, TOWNSHIP, 100 * n + 1, "同意")
        written = life.do(task_texts.write, task, LEAD, title=f"修路 {n}", summary="说明")
        photo = life.do(task_texts.add_photo, task, LEAD, "ab" * 32, use=Use.BEFORE)
        texts = [written.values["title"], written.values["summary"], photo.values["photo"]]
        life.do(task_texts.release, task, LEAD, texts)
        life.do(task_texts.withdraw, task, LEAD, texts[1:2], why="mistake")
        life.do(acts.finish, task, TROUBLESHOOTER, "补好了")
        (life.do(acts.confirm_as_villager, task, VILLAGER) if n % 2 else life.do(acts.confirm, task, COMMITTEE))
    life.do(task_texts.erase_account, TOWNSHIP, "t-01")


@contextmanager
def unguarded(connection: Connection) -> Iterator[None]:
    """Without the triggers, as whoever owns the database can have it; all is as before at the end."""
    dialect = connection.dialect.name
    for trigger in TRIGGERS:
        if trigger.is_for(dialect):
            on = f" ON {trigger.table}" if dialect == "postgresql" else ""
            connection.exec_driver_sql(f"DROP TRIGGER {trigger.name}{on}")
    yield


def tamper(connection: Connection, random: Random) -> Tampering:
    """One random change."""
    size = connection.scalar(text("SELECT count(*) FROM ledger_entry"))
    return random.choice(CHANGES)(connection, random, size)


def flip(connection: Connection, random: Random, size: int) -> Tampering:
    """One bit of one value of one entry."""
    number, column = random.randrange(size), random.choice(COLUMNS)
    row = connection.execute(text(f"SELECT {column} FROM ledger_entry WHERE number = :n"), {"n": number}).scalar()
    if row is None:
        value = "v01"
    elif column == "at" and not isinstance(row, str):
        value = row.replace(second=(row.second + 1) % 60)
    else:
        value = flipped(bytes(row) if column == "leaf" else row, random)
    run(connection, f"UPDATE ledger_entry SET {column} = :value WHERE number = :n", value=value, n=number)
    return Tampering(f"{column} of {number}: {row!r} -> {value!r}", frozenset({number}))


def flipped(value, random: Random):
    """Bytes with one bit changed; text with one that leaves it text."""
    raw = bytearray(value if isinstance(value, bytes) else value.encode())
    while True:
        changed = bytearray(raw)
        changed[random.randrange(len(raw))] ^= 1 << random.randrange(8 if isinstance(value, bytes) else 7)
        if isinstance(value, bytes):
            return bytes(changed)
        if 0 not in changed:
            return changed.decode()


def swap(connection: Connection, random: Random, size: int) -> Tampering:
    """Two entries change places, with their hashes or without them."""
    one, other = random.sample(range(size), 2)
    columns = COLUMNS if random.random() < 0.5 else COLUMNS[:-1]
    listed = ", ".join(columns)
    rows = [
        connection.execute(text(f"SELECT {listed} FROM ledger_entry WHERE number = :n"), {"n": n}).mappings().one()
        for n in (one, other)
    ]
    for number, row in zip((other, one), rows, strict=True):
        places = ", ".join(f"{column} = :{column}" for column in columns)
        run(connection, f"UPDATE ledger_entry SET {places} WHERE number = :n", n=number, **row)
    same = rows[0] == rows[1] and len(columns) < len(COLUMNS)
    return Tampering(f"swap {one} {other}", frozenset() if same else frozenset({one, other}))


def drop(connection: Connection, random: Random, size: int) -> Tampering:
    """An entry is taken out, its leaf in the tree too or not."""
    number = random.randrange(size)
    run(connection, "DELETE FROM ledger_entry WHERE number = :n", n=number)
    if random.random() < 0.5 and number < size - 1:
        run(connection, "DELETE FROM ledger_node WHERE level = 0 AND position = :n", n=number)
    return Tampering(f"drop {number}", frozenset({number}))


def add(connection: Connection, random: Random, size: int) -> Tampering:
    """An entry is put in at the end, a copy of another with a hash of its own."""
    number, like = size + random.randrange(3), random.randrange(size)
    listed = ", ".join(COLUMNS)
    said = f"INSERT INTO ledger_entry (number, {listed}) SELECT :n, {listed} FROM ledger_entry WHERE number = :like"
    run(connection, said, n=number, like=like)
    return Tampering(f"add {number} like {like}", frozenset({number}))


def fell(connection: Connection, random: Random, size: int) -> Tampering:
    """A bit of a node of the tree."""
    rows = connection.execute(text("SELECT level, position, hash FROM ledger_node")).all()
    level, position, old = random.choice(rows)
    statement = "UPDATE ledger_node SET hash = :h WHERE level = :l AND position = :p"
    run(connection, statement, h=flipped(bytes(old), random), l=level, p=position)
    first = position << level
    return Tampering(f"node {level} {position}", frozenset(range(first, first + (1 << level))))


def unseal(connection: Connection, random: Random, size: int) -> Tampering:
    """Something sealed is changed, gone, or said to be withdrawn."""
    rows = connection.execute(text("SELECT commitment, salt, content FROM sealed WHERE content IS NOT NULL")).all()
    commitment, salt, content = random.choice(rows)
    named = connection.scalars(
        text("SELECT number FROM ledger_entry WHERE payload LIKE :like ORDER BY number"), {"like": f"%{commitment}%"}
    ).all()
    how = random.randrange(4)
    if how == 0:
        run(connection, "UPDATE sealed SET content = :c WHERE commitment = :m", c=content + "。", m=commitment)
    elif how == 1:
        run(
            connection,
            "UPDATE sealed SET salt = :c WHERE commitment = :m",
            c=flipped(bytes(salt), random),
            m=commitment,
        )
    elif how == 2:
        said = "UPDATE sealed SET salt = NULL, content = NULL, withdrawn_entry = :n WHERE commitment = :m"
        run(connection, said, n=random.randrange(size), m=commitment)
    else:
        run(connection, "DELETE FROM task_text WHERE commitment = :m", m=commitment)
        run(connection, "DELETE FROM sealed WHERE commitment = :m", m=commitment)
    return Tampering(f"sealed {how} {named}", frozenset(named))


def run(connection: Connection, statement: str, **values) -> None:
    """Carry out a statement."""
    connection.execute(text(statement), values)


CHANGES: tuple[Callable[[Connection, Random, int], Tampering], ...] = (flip, flip, flip, swap, drop, add, fell, unseal)


def truncate(connection: Connection, size: int, keep: int) -> None:
    """Cut the ledger to its first `keep` entries, tree and all, as if there had never been more."""
    run(connection, "DELETE FROM ledger_entry WHERE number >= :keep", keep=keep)
    for level in range(size.bit_length()):
        run(connection, "DELETE FROM ledger_node WHERE level = :l AND position >= :p", l=level, p=keep >> level)


def begun(life: Life) -> int:
    """Play, and say how many entries there are."""
    played(life)
    with writing(life.session) as session:
        return session.scalar(text("SELECT count(*) FROM ledger_entry"))
