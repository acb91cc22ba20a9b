"""Everything saved in one file while others write, and put back whole or not at all."""

import json
import os
import subprocess
import sys
import tarfile
import threading
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from rotation import backup, migrations
from rotation.backup import restoring
from rotation.district.members import Member
from rotation.district.training import Course, Training
from rotation.district.villages import District, Village
from rotation.district.weeks import CalendarDay, DayKind, Week
from rotation.errors import Conflict, FileRefused, StoreError
from rotation.roster.rosters import Roster, RosterEdit, Status, Term
from rotation.store import Base, missing_triggers, open_engine, writing
from web.accounts import models

PHOTO = "a" * 64 + ".jpg"


@pytest.fixture
def installation(both_settings, engine):
    """An installation with rows of every kind of column, a photo and secrets, on each engine."""
    with engine.begin() as connection:
        configuration = migrations._configuration(connection)
        migrations.command.stamp(configuration, migrations.NEWEST)
    with Session(engine) as session, writing(session):
        fill(session)
    (both_settings.instance / "photos").mkdir()
    (both_settings.instance / "photos" / PHOTO).write_bytes(b"jpeg")
    (both_settings.instance / "secrets.json").write_text('{"session": "old"}')
    return both_settings


def fill(session):
    district = District(code="qixia", name="栖霞区 ' \" \\ \u2028")
    session.add(district)
    session.flush()
    member = Member(district_id=district.id, code="m001", name="王建国", lat=32.1, lon=118.9, skills=["roads"])
    village = Village(district_id=district.id, code="v01", name="柳塘村", wants={"*": ["道路"]}, population=3700)
    session.add_all([member, village, CalendarDay(district_id=district.id, day=date(2026, 1, 1), kind=DayKind.HOLIDAY)])
    session.flush()
    session.add(Training(member_id=member.id, course=Course.BASIC, completed=date(2025, 9, 1)))
    # the older roster takes up the newer one: rows that refer forwards must come back too
    second = Roster(id=2, district_id=district.id, number=2, start=Week(date(2026, 1, 5)), weeks=1, problem="{}")
    session.add(second)
    session.flush()
    first = Roster(id=1, district_id=district.id, number=1, start=second.start, weeks=1, problem="{}", base_id=2)
    first.terms = [Term(week=Week(date(2026, 1, 5)), place="v01", member="m001", pinned=True)]
    session.add(first)
    session.flush()
    session.add(RosterEdit(roster_id=1, by="li", what="published", detail={"seats": [1, 2.5, None, True, "村"]}))
    first.status, first.published_at = Status.PUBLISHED, datetime(2026, 1, 1, 12, 30, 15, 250, tzinfo=UTC)


def rows(engine):
    with engine.connect() as connection:
        return {
            name: sorted(map(repr, connection.execute(select(table)))) for name, table in Base.metadata.tables.items()
        }


def emptied(settings, url):
    """The same installation elsewhere, with nothing in it."""
    elsewhere = settings.instance.parent / "elsewhere"
    elsewhere.mkdir()
    return replace(settings, store=replace(settings.store, instance=str(elsewhere), url=url))


@pytest.fixture(params=["sqlite", "postgres"])
def other(request, installation):
    """An installation to restore into: nothing there yet, on each engine."""
    if request.param == "sqlite":
        return emptied(installation, "sqlite")
    url = request.getfixturevalue("postgres_url")
    name = f"restore_{os.getpid()}_{id(installation)}"
    server = create_engine(url % "postgres", isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    server.dispose()
    return emptied(installation, url % name)


def test_everything_comes_back_on_either_engine(installation, engine, other, tmp_path):
    backup.back_up(installation, engine, tmp_path / "all.backup")
    backup.restore(other, tmp_path / "all.backup", force=False)
    restored = open_engine(other.database_url)
    assert rows(restored) == rows(engine)
    migrations.require_ready(restored)
    with restored.connect() as connection:
        assert missing_triggers(connection) == []
    with pytest.raises(DBAPIError, match="never changed"), restored.begin() as connection:
        connection.execute(text("DELETE FROM term"))
    with Session(restored) as session, writing(session):
        session.add(District(code="next", name="the next key is free"))
    restored.dispose()
    assert (other.instance / "photos" / PHOTO).read_bytes() == b"jpeg"
    assert json.loads((other.instance / "secrets.json").read_text()) == {"session": "old"}
    assert leftovers(other) == []


def leftovers(settings):
    known = {"rotation.db", "photos", "secrets.json", "rotation.db-wal", "rotation.db-shm"}
    return sorted(path.name for path in settings.instance.iterdir() if path.name not in known)


def test_a_backup_taken_while_others_write_is_of_one_moment(installation, engine, tmp_path):
    """Each writer always adds a district and its village together; no backup may hold one without the other."""
    ended = threading.Event()

    def write(writer):
        own = open_engine(installation.database_url)
        number = 0
        while not ended.is_set():
            number += 1
            with Session(own) as session, writing(session):
                district = District(code=f"d{writer}-{number}", name="d")
                session.add(district)
                session.flush()
                session.add(Village(district_id=district.id, code=f"w{writer}-{number}", name="v"))
        own.dispose()

    writers = [threading.Thread(target=write, args=(n,)) for n in range(2)]
    for writer in writers:
        writer.start()
    counted = []
    try:
        for n in range(6):
            backup.back_up(installation, engine, tmp_path / f"{n}.backup")
            counted.append(counts(tmp_path / f"{n}.backup"))
    finally:
        ended.set()
        for writer in writers:
            writer.join()
    assert all(districts == villages for districts, villages in counted), counted
    assert counted[-1] > counted[0]


def counts(path):
    with tarfile.open(path) as tar:
        return tuple(tar.extractfile(f"tables/{name}.jsonl").read().count(b"\n") for name in ("district", "village"))


def test_data_are_not_replaced_unless_that_is_said(installation, engine, tmp_path):
    backup.back_up(installation, engine, tmp_path / "b")
    before = rows(engine)
    with Session(engine) as session, writing(session):
        session.add(District(code="later", name="later"))
    later = rows(engine)
    with pytest.raises(Conflict, match="--force"):
        backup.restore(installation, tmp_path / "b", force=False)
    assert rows(engine) == later
    engine.dispose()
    backup.restore(installation, tmp_path / "b", force=True)
    assert rows(engine) == before


@pytest.mark.parametrize("harm", ["cut", "flip", "text", "nothing", "swap", "tar"])
def test_a_damaged_backup_touches_nothing(installation, engine, tmp_path, harm):
    path = tmp_path / "b"
    backup.back_up(installation, engine, path)
    before = rows(engine)
    damage(path, harm)
    with pytest.raises(FileRefused):
        backup.restore(installation, path, force=True)
    assert rows(engine) == before
    assert (installation.instance / "photos" / PHOTO).exists()
    assert leftovers(installation) == []


def damage(path: Path, harm: str) -> None:
    data = path.read_bytes()
    match harm:
        case "cut":
            path.write_bytes(data[: len(data) // 2])
        case "flip":
            middle = len(data) // 2
            path.write_bytes(data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :])
        case "text":
            path.write_text("no backup at all")
        case "nothing":
            path.unlink()
        case "swap":
            repack(path, lambda name, content: (name, b'["id"]\n' if name == "tables/term.jsonl" else content))
        case "tar":
            repack(path, lambda name, content: (name.replace("tables/", "../tables/"), content))


def repack(path, change):
    with tarfile.open(path) as tar:
        held = [(member, tar.extractfile(member).read()) for member in tar]
    with tarfile.open(path, "w:gz") as tar:
        for member, content in held:
            member.name, changed = change(member.name, content)
            member.size = len(changed)
            source = path.with_suffix(".part")
            source.write_bytes(changed)
            with source.open("rb") as file:
                tar.addfile(member, file)


def test_a_backup_of_a_newer_version_is_refused(installation, engine, tmp_path):
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    backup.back_up(installation, engine, tmp_path / "b")
    engine.dispose()
    before = rows(engine)
    with pytest.raises(StoreError, match="newer version"):
        backup.restore(emptied(installation, "sqlite"), tmp_path / "b", force=False)
    assert rows(engine) == before


def test_rows_that_do_not_fit_leave_the_old_in_place(installation, engine, tmp_path, monkeypatch):
    backup.back_up(installation, engine, tmp_path / "b")
    before = rows(engine)
    engine.dispose()

    def fail(*_about):
        raise RuntimeError

    monkeypatch.setattr(restoring, "create_triggers", fail)
    with pytest.raises(RuntimeError):
        backup.restore(installation, tmp_path / "b", force=True)
    assert rows(engine) == before
    assert json.loads((installation.instance / "secrets.json").read_text()) == {"session": "old"}


KILLED = """
import os, sys
from pathlib import Path
from rotation import backup, settings
from rotation.backup import restoring

def die(*about):
    os.kill(os.getpid(), 9)

setattr(restoring, sys.argv[2], die)
backup.restore(settings.load(), Path(sys.argv[1]), force=True)
"""


@pytest.mark.kill
@pytest.mark.parametrize(("where", "counts_now"), [("_exchange", "old"), ("_put_in_place", "new")])
def test_a_restore_that_is_killed_counts_as_a_whole_or_not_at_all(installation, engine, tmp_path, where, counts_now):
    backup.back_up(installation, engine, tmp_path / "b")
    saved = rows(engine)
    with Session(engine) as session, writing(session):
        session.add(District(code="later", name="later"))
    (installation.instance / "secrets.json").write_text('{"session": "new"}')
    later = rows(engine)
    engine.dispose()
    environment = os.environ | {
        "ROTATION_CONFIG": str(installation.folder / "config.toml"),
        "ROTATION_INSTANCE": str(installation.instance),
        "ROTATION_DATABASE": installation.store.url,
    }
    killed = subprocess.run([sys.executable, "-c", KILLED, tmp_path / "b", where], env=environment, check=False)
    assert killed.returncode == -9
    assert backup.restore_is_unfinished(installation) == (counts_now == "new")
    backup.finish_restore(installation)
    assert rows(engine) == (saved if counts_now == "new" else later)
    session = json.loads((installation.instance / "secrets.json").read_text())["session"]
    assert session == ("old" if counts_now == "new" else "new")


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_a_journal_without_its_commit_brings_the_old_back(installation, engine, tmp_path, monkeypatch):
    """PostgreSQL alone: the machine ends after the journal was written and before the commit."""
    backup.back_up(installation, engine, tmp_path / "b")
    before = rows(engine)
    engine.dispose()
    write = restoring.write_whole

    def write_and_die(path, data):
        write(path, data)
        raise KeyboardInterrupt

    monkeypatch.setattr(restoring, "write_whole", write_and_die)
    with pytest.raises(KeyboardInterrupt):
        backup.restore(installation, tmp_path / "b", force=True)
    assert backup.restore_is_unfinished(installation)
    backup.finish_restore(installation)
    assert rows(engine) == before
    assert leftovers(installation) == []


def test_a_backup_is_for_its_owners_eyes_only(installation, engine, tmp_path):
    backup.back_up(installation, engine, tmp_path / "b")
    assert (tmp_path / "b").stat().st_mode & 0o777 == 0o600


def test_large_tables_come_back_whole(installation, engine, tmp_path):
    with Session(engine) as session, writing(session):
        session.add_all(District(code=f"d{n}", name="x") for n in range(1300))
    backup.back_up(installation, engine, tmp_path / "b")
    engine.dispose()
    backup.restore(installation, tmp_path / "b", force=True)
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(District)) == 1301
        assert models.User.__table__.metadata is Base.metadata
