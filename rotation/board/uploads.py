"""A planner's uploaded file, kept between the preview and the import: one for each login, for a day at most."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, LargeBinary, String, delete, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from rotation.store import Base, now

KEPT_FOR = timedelta(days=1)


class Upload(Base):
    """A file that waits to be imported; only its owner (a login) ever reads it."""

    __tablename__ = "upload"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(String(80), unique=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("district.id"), index=True)
    filename: Mapped[str]
    data: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(default=now)


def keep(session: Session, owner: str, district_id: int, filename: str, data: bytes) -> None:
    """Keep a file in place of the owner's earlier one; what others have left for more than a day is erased."""
    session.execute(delete(Upload).where(or_(Upload.owner == owner, Upload.at < now() - KEPT_FOR)))
    session.add(Upload(owner=owner, district_id=district_id, filename=filename, data=data))
    session.flush()


def kept(session: Session, owner: str, district_id: int) -> Upload | None:
    """The owner's file, if it is not older than a day."""
    return session.scalar(
        select(Upload).where(Upload.owner == owner, Upload.district_id == district_id, Upload.at >= now() - KEPT_FOR)
    )


def erase(session: Session, owner: str) -> None:
    """Forget the owner's file."""
    session.execute(delete(Upload).where(Upload.owner == owner))


def erase_old(session: Session) -> int:
    """Forget every file that is older than a day; how many."""
    old = delete(Upload).where(Upload.at < now() - KEPT_FOR)
    return len(session.scalars(old.returning(Upload.id)).all())
