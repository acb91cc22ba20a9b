"""The record of logins and refusals. It holds who, when, how and what came of it; never a secret."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from rotation import store
from web.accounts.models import LoginRecord, Means, Outcome, User
from web.accounts.whence import device, origin
from web.installation import settings

__all__ = ["note", "recorded"]


def note(session: Session, user: User | None, means: Means, outcome: Outcome) -> None:
    """Write down that somebody came in, or did not; what is too old is forgotten on the way."""
    now = store.now()
    session.execute(delete(LoginRecord).where(LoginRecord.at < now - timedelta(days=settings().login.log_days)))
    session.add(
        LoginRecord(
            at=now,
            district_id=user.district_id if user else None,
            login=user.username if user else "",
            means=means,
            outcome=outcome,
            device=device(),
            origin=origin(),
        )
    )


def recorded(
    session: Session, district_id: int, *, login: str = "", before: int | None = None
) -> Sequence[LoginRecord]:
    """What is recorded of a district's logins, the latest first; one page, from before the row with that key.

    With it stands what belongs to no district: logins and cards that there are not, and administrators.
    """
    of_no_district = LoginRecord.district_id.is_(None)
    query = select(LoginRecord).where(or_(LoginRecord.district_id == district_id, of_no_district))
    query = query.order_by(LoginRecord.id.desc())
    if login:
        query = query.where(LoginRecord.login == login)
    if before is not None:
        query = query.where(LoginRecord.id < before)
    return session.scalars(query.limit(PAGE + 1)).all()


PAGE = 100
