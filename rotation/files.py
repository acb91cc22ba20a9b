"""Files that are whole or not there: written beside their place, brought to the disk, then renamed."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from rotation.errors import N_, FileRefused

LARGEST_TEXT = 256 * 1024 * 1024
ENCODINGS = ("utf-8-sig", "gb18030")


def read_whole(path: Path) -> bytes:
    """All of a file that a person named; FileRefused where it cannot be read."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_TEXT + 1)
    except OSError as error:
        raise FileRefused(N_("%(path)s cannot be read: %(why)s."), path=path, why=error.strerror) from None
    if len(data) > LARGEST_TEXT:
        raise FileRefused(N_("%(path)s is larger than %(mib)s MiB."), path=path, mib=LARGEST_TEXT >> 20)
    return data


def decoded(data: bytes) -> str | None:
    """The text in a file, whichever of the usual encodings it is in; None where it is no text."""
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    return None


def write_whole(path: Path, data: bytes, mode: int = 0o666) -> None:
    """Put `data` at `path`, whole or not at all; FileRefused where that cannot be."""
    with replacing(path, mode) as file:
        file.write(data)


@contextmanager
def replacing(path: Path, mode: int = 0o666) -> Iterator[BinaryIO]:
    """A new file that takes the place of `path` once it is whole and on the disk.

    On any error, what stood there before stays. FileRefused where nothing can be written there.
    """
    target = _regular(path)
    part = _part_of(target)
    try:
        with open(part, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
        flush_folder(target.parent)
    except OSError as error:
        raise FileRefused(N_("%(path)s cannot be written: %(why)s."), path=path, why=error.strerror) from None
    finally:
        with suppress(OSError):  # where nothing can be written, nothing need be taken away
            part.unlink()


def require_writable(path: Path) -> None:
    """Raise FileRefused where `replacing(path)` would, before any work is done for it."""
    part = _part_of(_regular(path))
    try:
        part.open("xb").close()
    except OSError as error:
        raise FileRefused(N_("%(path)s cannot be written: %(why)s."), path=path, why=error.strerror) from None
    part.unlink()


def flush_folder(folder: Path) -> None:
    """Bring a folder's names to the disk, after a rename in it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _part_of(target: Path) -> Path:
    """A name beside the target that nobody has; no longer than names may be, in any script."""
    return target.with_name(f".{target.name[:60]}.{secrets.token_hex(4)}.part")


def _regular(path: Path) -> Path:
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():
            raise FileRefused(N_("%(path)s is not a file that can be replaced; name another."), path=path)
    except (OSError, RuntimeError) as error:
        why = getattr(error, "strerror", error)
        raise FileRefused(N_("%(path)s cannot be written: %(why)s."), path=path, why=why) from None
    return target
