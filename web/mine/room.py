"""The room itself: only members come in, each to their own."""

from dataclasses import dataclass

from flask import Blueprint
from sqlalchemy.orm import Session

from rotation.board.telling import Post
from rotation.district.members import Member, member
from rotation.district.villages import District
from rotation.errors import N_, NotFound
from rotation.settings import Settings
from web.accounts import actor, current_district, members_only
from web.extensions import db
from web.installation import settings

room = Blueprint("mine", __name__, url_prefix="/mine")
room.before_request(members_only)
NUMBER = "<int(max=999999999):number>"


@dataclass(frozen=True, slots=True)
class Own:
    """The one who asks, as a member: the session, the district, their code, and the login `by` which they ask."""

    session: Session
    district: District
    code: str
    by: str

    @property
    def settings(self) -> Settings:
        """The installation's."""
        return settings()

    @property
    def member(self) -> Member:
        """The member's row."""
        return member(self.session, self.district.id, self.code)

    def post(self, session: Session) -> Post:
        """The district's outbox."""
        return Post.of(session, self.settings, self.district)


def own() -> Own:
    """The member who asks; NotFound where the login belongs to none."""
    asking = actor()
    if asking is None or asking.member is None:
        raise NotFound(N_("This login belongs to no member."))
    return Own(db.session(), current_district(), asking.member, asking.code)
