"""The installation's own secrets: made at the first start, kept in instance/secrets.json, readable by nobody else."""

import hmac
import json
import os
import secrets
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from rotation.errors import N_, SettingsError

NAME = "secrets.json"
_BYTES = 32


@dataclass(frozen=True, slots=True)
class Keys:
    """`session` signs cookies and form tokens, `passwords` is mixed into every password before it is hashed.

    `slips`, from which the marks of slips' codes are made, follows from `passwords`: neither can ever be changed.
    """

    session: str
    passwords: str

    @property
    def slips(self) -> bytes:
        """The key for `rotation.record.slips`."""
        return hmac.digest(self.passwords.encode(), b"slips", "sha256")


def keys(instance: Path) -> Keys:
    """The secrets of `instance`; made if there are none. Of two processes that start at once, both get the same."""
    path = instance / NAME
    if not path.exists():
        _make(path)
    return _read(path)


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # the database in it holds telephone numbers
    made = Keys(secrets.token_urlsafe(_BYTES), secrets.token_urlsafe(_BYTES))
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{NAME}-")  # mkstemp gives mode 0600
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(asdict(made), file)
            file.flush()
            os.fsync(file.fileno())
        os.link(temporary, path)
    except FileExistsError:
        pass  # another process was first: its secrets count
    finally:
        Path(temporary).unlink()


def _read(path: Path) -> Keys:
    try:
        found = Keys(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise SettingsError(
            N_("%(path)s cannot be read: %(why)s. Restore it from a backup."), path=path, why=error
        ) from None
    if not (isinstance(found.session, str) and isinstance(found.passwords, str) and found.session and found.passwords):
        raise SettingsError(N_("%(path)s holds no secrets. Restore it from a backup."), path=path)
    return found
