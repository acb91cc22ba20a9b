"""A restore that is cut off counts as a whole or not at all."""

import json
import os
import subprocess
import sys

import pytest
from sqlalchemy.orm import Session

from rotation import backup
from rotation.backup import restoring
from rotation.district.villages import District
from rotation.store import writing
from tests.backup.installations import leftovers, rows

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
