"""The backup file: a gzipped tar of tables, photos and secrets, closed by a manifest with their checksums."""

import hashlib
import json
import re
import tarfile
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, Engine

from rotation.backup.rows import lines_of, tables
from rotation.errors import N_, FileRefused
from rotation.files import replacing
from rotation.migrations import current
from rotation.settings import Settings
from rotation.store import now

FORMAT = "one-week-secretary/backup@1"
MANIFEST = "manifest.json"
SECRETS = "secrets.json"
PHOTOS = "photos"
NAMES = re.compile(r"tables/\w+\.jsonl|photos/[0-9a-f]{64}\.jpg|secrets\.json|manifest\.json")
CHUNK = 1 << 20
_NO_BACKUP = (OSError, EOFError, ValueError, TypeError, KeyError, RecursionError, tarfile.TarError, zlib.error)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: the database's step, and the SHA-256 of each file by its name."""

    format: str
    made_at: str
    revision: str
    files: dict[str, str]


def back_up(settings: Settings, engine: Engine, path: Path) -> Manifest:
    """Write everything into one file, as it is at one moment, while others go on writing.

    The rows come first: a photo is on the disk before its row, so every photo that a row names is there.
    """
    with replacing(path, 0o600) as file, tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as tar:
        writer = _Writer(tar)
        with one_moment(engine) as connection:
            revision = current(connection) or ""
            for table in tables(connection):
                writer.add(f"tables/{table.name}.jsonl", lines_of(connection, table))
        for name in (SECRETS, *_photos(settings.instance)):
            writer.add_file(name, settings.instance / name)
        manifest = Manifest(FORMAT, now().isoformat(), revision, writer.sums)
        writer.add(MANIFEST, [json.dumps(asdict(manifest), indent=1).encode()])
    return manifest


@contextmanager
def one_moment(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees the database as it is now, whatever is written meanwhile."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with connection.begin():
            yield connection


def unpack(path: Path, folder: Path) -> Manifest:
    """Lay a backup out in `folder`; FileRefused unless it is whole and every checksum is right."""
    try:
        with tarfile.open(path, "r:gz") as tar:
            sums = {member.name: _extract(tar, member, folder) for member in tar}
        manifest = _manifest(folder / MANIFEST)
    except _NO_BACKUP as error:
        raise FileRefused(N_("%(path)s is not a whole backup (%(why)s)."), path=path, why=error) from None
    sums.pop(MANIFEST)
    if sums != manifest.files:
        wrong = tuple(sorted(name for name, _ in sums.items() ^ manifest.files.items()))
        raise FileRefused(N_("%(path)s is damaged: %(names)s."), path=path, names=wrong)
    return manifest


class _Writer:
    def __init__(self, tar: tarfile.TarFile) -> None:
        self.tar = tar
        self.sums: dict[str, str] = {}

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        with tempfile.TemporaryFile() as file:
            for piece in pieces:
                file.write(piece)
            file.seek(0)
            self._add(name, file)

    def add_file(self, name: str, path: Path) -> None:
        try:
            with path.open("rb") as file:
                self._add(name, file)
        except FileNotFoundError:
            pass  # no secrets yet, or a photo that was withdrawn meanwhile

    def _add(self, name: str, file: IO[bytes]) -> None:
        digest = hashlib.file_digest(file, "sha256")  # type: ignore[arg-type]
        about = tarfile.TarInfo(name)
        about.size, about.mode, about.mtime = file.tell(), 0o600, int(now().timestamp())
        file.seek(0)
        self.tar.addfile(about, file)
        self.sums[name] = digest.hexdigest()


def _photos(instance: Path) -> list[str]:
    names = (f"{PHOTOS}/{path.name}" for path in (instance / PHOTOS).glob("*.jpg"))
    return sorted(name for name in names if NAMES.fullmatch(name))


def _extract(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> str:
    content = tar.extractfile(member)
    if content is None or not NAMES.fullmatch(member.name):
        message = f"unexpected {member.name!r}"
        raise ValueError(message)
    digest = hashlib.sha256()
    target = folder / member.name
    target.parent.mkdir(exist_ok=True)
    with target.open("xb") as file:
        target.chmod(0o600)
        while chunk := content.read(CHUNK):
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()


def _manifest(path: Path) -> Manifest:
    stated: Any = json.loads(path.read_bytes())
    if not isinstance(stated, dict) or stated.get("format") != FORMAT:
        message = f"its {MANIFEST} is none of {FORMAT}"
        raise ValueError(message)
    manifest = Manifest(**stated)
    if not (isinstance(manifest.files, dict) and isinstance(manifest.revision, str) and manifest.revision):
        message = f"its {MANIFEST} names no files or no step"
        raise ValueError(message)
    datetime.fromisoformat(manifest.made_at)
    return manifest
