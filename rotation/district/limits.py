"""Where a member must not serve, and with whom: recusals, and members kept apart."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from rotation.district import values
from rotation.district.keeping import Known, hold
from rotation.district.members import Apart, Member, Recusal
from rotation.errors import N_, InvalidInput, NotFound


def recusals(session: Session, member: Member) -> list[Recusal]:
    """The places where the member must not serve, by code."""
    return list(session.scalars(select(Recusal).where(Recusal.member_id == member.id).order_by(Recusal.place)))


def recuse(session: Session, member: Member, place: str, reason: str, known: Known) -> Recusal:
    """Say that the member must not serve in a village or zone; once said, only the reason is replaced."""
    if place not in known.places:
        raise InvalidInput(N_("There is no village or zone “%(place)s” here."), field="place", place=place)
    _refuse(values.text("reason", reason))
    hold(session, member)
    row = session.scalar(select(Recusal).where(Recusal.member_id == member.id, Recusal.place == place))
    if row is None:
        row = Recusal(member_id=member.id, place=place)
        session.add(row)
    row.reason = reason
    session.flush()
    return row


def lift_recusal(session: Session, member: Member, place: str) -> None:
    """Let the member serve there again; NotFound where nothing kept them from it."""
    row = session.scalar(select(Recusal).where(Recusal.member_id == member.id, Recusal.place == place))
    if row is None:
        raise NotFound(N_("%(name)s has no recusal there; it may have been lifted already."), name=member.name)
    session.delete(row)
    session.flush()


def kept_apart(session: Session, member: Member) -> list[tuple[Member, str]]:
    """Those who must not be in a team with the member, with the reason, by code."""
    query = (
        select(Member, Apart.reason)
        .join(Apart, or_(Apart.first_id == Member.id, Apart.second_id == Member.id))
        .where(or_(Apart.first_id == member.id, Apart.second_id == member.id), Member.id != member.id)
        .order_by(Member.code)
    )
    return [(other, reason) for other, reason in session.execute(query)]


def keep_apart(session: Session, member: Member, other: Member, reason: str) -> Apart:
    """Never put the two in one team; once said, only the reason is replaced."""
    if member.id == other.id:
        raise InvalidInput(N_("A member cannot be kept apart from themselves."), field="other")
    _refuse(values.text("reason", reason))
    first, second = sorted((member, other), key=lambda one: one.id)
    hold(session, first)
    hold(session, second)
    row = _apart(session, member, other)
    if row is None:
        row = Apart(first_id=first.id, second_id=second.id)
        session.add(row)
    row.reason = reason
    session.flush()
    return row


def let_together(session: Session, member: Member, other: Member) -> None:
    """Let the two be in one team again; NotFound where nothing kept them apart."""
    row = _apart(session, member, other)
    if row is None:
        raise NotFound(
            N_("%(name)s and %(other)s are not kept apart; it may have been ended already."),
            name=member.name,
            other=other.name,
        )
    session.delete(row)
    session.flush()


def _apart(session: Session, member: Member, other: Member) -> Apart | None:
    first, second = sorted((member.id, other.id))
    return session.scalar(select(Apart).where(Apart.first_id == first, Apart.second_id == second))


def _refuse(faults: values.Faults) -> None:
    for fault in faults:
        raise fault
