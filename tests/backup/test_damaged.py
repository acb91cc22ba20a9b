"""A backup that is damaged, or of a newer version, touches nothing."""

import hashlib
import json
import tarfile
from pathlib import Path

import pytest
from sqlalchemy import text

from rotation import backup
from rotation.errors import FileRefused, StoreError
from tests.backup.installations import PHOTO, emptied, leftovers, rows


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


def test_a_manifest_that_is_none_is_said(installation, engine, tmp_path):
    path = tmp_path / "b"
    backup.back_up(installation, engine, path)
    empty = json.dumps({"format": backup.archive.FORMAT, "made_at": "", "revision": "", "files": {}})
    for written in ("null", "[" * 100_000, '{"format": []}', empty):
        repack(path, lambda name, held, now=written: (name, now.encode() if name == "manifest.json" else held))
        with pytest.raises(FileRefused, match="not a whole backup"):
            backup.restore(installation, path, force=True)


@pytest.mark.parametrize("lines", [b"", b'["id"]\n[null]\n', b'["id"]\n[' + b"9" * 30 + b"]\n", b"[" * 100_000])
def test_rows_that_somebody_has_written_by_hand_touch_nothing(installation, engine, tmp_path, lines):
    path = tmp_path / "b"
    backup.back_up(installation, engine, path)
    before = rows(engine)
    forge(path, "tables/district.jsonl", lines)
    with pytest.raises(FileRefused):
        backup.restore(installation, path, force=True)
    assert rows(engine) == before
    assert leftovers(installation) == []


def test_a_value_of_another_kind_than_its_column_touches_nothing(installation, engine, tmp_path):
    path = tmp_path / "b"
    backup.back_up(installation, engine, path)
    before = rows(engine)
    for value in ('"perhaps"', "[]", "{}"):
        forge(path, "tables/village.jsonl", b'["active"]\n[' + value.encode() + b"]\n")
        with pytest.raises(FileRefused, match="no rows"):
            backup.restore(installation, path, force=True)
    assert rows(engine) == before


def forge(path, name, content):
    """Put other content into a backup, and its checksum into the manifest."""
    with tarfile.open(path) as tar:
        manifest = json.load(tar.extractfile("manifest.json"))
    manifest["files"][name] = hashlib.sha256(content).hexdigest()
    given = {name: content, "manifest.json": json.dumps(manifest).encode()}
    repack(path, lambda known, held: (known, given.get(known, held)))


def test_a_backup_of_a_newer_version_is_refused(installation, engine, tmp_path):
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    backup.back_up(installation, engine, tmp_path / "b")
    engine.dispose()
    before = rows(engine)
    with pytest.raises(StoreError, match="newer version"):
        backup.restore(emptied(installation, "sqlite"), tmp_path / "b", force=False)
    assert rows(engine) == before
