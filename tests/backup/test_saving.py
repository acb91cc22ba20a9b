"""Everything saved in one file while others write."""

import tarfile
import threading

from sqlalchemy.orm import Session

from rotation import backup
from rotation.district.villages import District, Village
from rotation.store import open_engine, writing


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


def test_a_backup_is_for_its_owners_eyes_only(installation, engine, tmp_path):
    backup.back_up(installation, engine, tmp_path / "b")
    assert (tmp_path / "b").stat().st_mode & 0o777 == 0o600
