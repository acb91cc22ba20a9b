"""Private addresses of feeds: each holds a token, is shown once, has a name, and is ended alone.

Only the token's hash is stored. A link belongs to a member, or to the login of a planner (the district's feed).
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Select, String, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from rotation.district import values
from rotation.district.villages import District
from rotation.errors import N_, Conflict, InvalidInput, NotFound
from rotation.store import Base, now

TOKEN_BYTES = 24  # 192 random bits
MOST_LINKS = 20
SEEN_EVERY = timedelta(minutes=1)


class FeedLink(Base):
    """A link to a feed: whose, named what, in which language, when it was last fetched, and whether it has ended."""

    __tablename__ = "feed_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("district.id"), index=True)
    member: Mapped[str | None] = mapped_column(String(40), index=True)
    login: Mapped[str | None] = mapped_column(String(80), index=True)
    name: Mapped[str] = mapped_column(String(values.NAME))
    language: Mapped[str] = mapped_column(String(20))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(default=now)
    made_by: Mapped[str] = mapped_column(String(80))
    fetched_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str] = mapped_column(String(80), default="")


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose links: a member's (by code), or a planner's (by login) for the whole district."""

    district_id: int
    member: str | None = None
    login: str | None = None

    def links(self) -> Select[FeedLink]:
        """The owner's links that have not ended, oldest first."""
        mine = (FeedLink.district_id == self.district_id, FeedLink.member == self.member, FeedLink.login == self.login)
        return select(FeedLink).where(*mine, FeedLink.ended_at.is_(None)).order_by(FeedLink.id)


def links(session: Session, owner: Owner) -> list[FeedLink]:
    """The owner's links, oldest first; not those that have ended."""
    return list(session.scalars(owner.links()))


def by_member(session: Session, district_id: int) -> dict[str, list[FeedLink]]:
    """The links of each member of a district; not those that have ended."""
    found: dict[str, list[FeedLink]] = {}
    standing = select(FeedLink).where(FeedLink.district_id == district_id, FeedLink.ended_at.is_(None))
    for link in session.scalars(standing.where(FeedLink.member.is_not(None)).order_by(FeedLink.id)):
        found.setdefault(link.member or "", []).append(link)
    return found


def make(session: Session, owner: Owner, name: str, language: str, by: str) -> str:
    """A new link; returns its token, which nobody can be told again."""
    name = values.tidy(name)
    for fault in values.text("name", name, most=values.NAME, needed=True):
        raise fault
    session.get_one(District, owner.district_id, with_for_update=True)
    held = links(session, owner)
    if any(link.name == name for link in held):
        raise InvalidInput(
            N_("There is a link “%(name)s” already; give this one another name."), field="name", name=name
        )
    if len(held) >= MOST_LINKS:
        raise Conflict(N_("There are %(most)s links already; end those that nobody uses."), most=MOST_LINKS)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        FeedLink(
            district_id=owner.district_id,
            member=owner.member,
            login=owner.login,
            name=name,
            language=language,
            token_hash=_hashed(token),
            made_by=by,
        )
    )
    session.flush()
    return token


def link(session: Session, owner: Owner, name: str) -> FeedLink:
    """The owner's link of this name; NotFound where there is none, or it has ended."""
    found = session.scalar(owner.links().where(FeedLink.name == name).with_for_update())
    if found is None:
        raise NotFound(N_("There is no such link, or it has been ended already."))
    return found


def end(session: Session, owner: Owner, name: str, by: str) -> FeedLink:
    """End one of the owner's links: from now on it brings nothing."""
    found = link(session, owner, name)
    found.ended_at, found.ended_by = now(), by
    session.flush()
    return found


def replace(session: Session, owner: Owner, name: str, by: str) -> str:
    """End one of the owner's links, whose address is lost, and make another of its name; returns its token."""
    ended = end(session, owner, name, by)
    return make(session, owner, name, ended.language, by)


def forget_owners(session: Session, before: datetime) -> int:
    """Forget whose the links were that ended before this; how many. That they have ended is said for ever."""
    known = or_(FeedLink.member.is_not(None), FeedLink.login.is_not(None))
    nobody = {"member": None, "login": None, "name": "", "made_by": "", "ended_by": ""}
    forgotten = update(FeedLink).where(known, FeedLink.ended_at < before).values(nobody)
    return len(session.scalars(forgotten.returning(FeedLink.id)).all())


def by_token(session: Session, token: str) -> FeedLink | None:
    """The link with this token, ended or not."""
    return session.scalar(select(FeedLink).where(FeedLink.token_hash == _hashed(token)))


def is_worth_noting(link: FeedLink, moment: datetime) -> bool:
    """Whether the last time written down is long enough ago."""
    return link.fetched_at is None or moment - link.fetched_at >= SEEN_EVERY


def note_fetch(session: Session, number: int, moment: datetime) -> None:
    """Write down that a calendar has asked for the feed."""
    session.get_one(FeedLink, number, populate_existing=True).fetched_at = moment


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
