"""PDFs that were made for printing, and are kept for whoever asks for them next: for a day at most.

What one of them shows may be withdrawn any time; it is not to outlive that on the disk for long.
"""

from datetime import timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from rotation.store import now

__all__ = ["folder", "sweep"]

KEPT_FOR = timedelta(days=1)


def folder(instance: Path) -> Path:
    """Where they lie."""
    return instance / "papers"


def sweep(_session: Session, instance: Path) -> list[str]:
    """Delete those that have been kept long enough; returns their names."""
    before = (now() - KEPT_FOR).timestamp()
    old = [file for file in folder(instance).glob("*.pdf") if file.stat().st_mtime < before]
    for file in old:
        file.unlink(missing_ok=True)
    return sorted(file.name for file in old)
