"""Suggestions: which of the open items may belong together, once the team has gone through them by itself.

Each is a row from the moment it is shown, so that what was accepted and refused can be counted. None is shown
twice, and none of more than five for one item. Looking for them takes a second: it is done outside of any writing.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from rotation.district.keeping import hold
from rotation.district.villages import Village
from rotation.errors import N_, Conflict, NotFound
from rotation.record.correspondence import FirstPass, Link, make_link, on_the_table, require_both
from rotation.record.items import Item, words_of
from rotation.record.lists import Complaint, Finding
from rotation.record.matching import MOST_SUGGESTED, likest
from rotation.record.matching import Item as Compared
from rotation.record.roles import Hand
from rotation.record.sealing import Sealed
from rotation.settings import Settings
from rotation.store import Base, choice, now

LEARNT_FROM = timedelta(days=366)
MOST_LEARNT = 5000


class Answer(StrEnum):
    """What a person said of a suggestion."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


class Suggestion(Base):
    """A complaint and a finding that the matcher took for alike, shown to a team; the answer, once there is one."""

    __tablename__ = "suggestion"
    __table_args__ = (Index("ix_suggestion_finding_id", "finding_id"),)

    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), primary_key=True)
    likeness: Mapped[float]
    shown_at: Mapped[datetime]
    shown_to: Mapped[str] = mapped_column(String(80))
    answer: Mapped[Answer | None] = mapped_column(choice(Answer))
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None] = mapped_column(String(80))


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the matcher would show: the keys of a complaint and a finding, and how alike they are."""

    complaint_id: int
    finding_id: int
    likeness: float


def end_first_pass(
    session: Session, settings: Settings, hand: Hand, village: Village, day: date, at: datetime | None = None
) -> FirstPass:
    """The team has gone through the lists of a day by itself: from now on it may see suggestions."""
    moment = at or now()
    on_the_table(session, settings, hand, village, day, moment)
    hold(session, village)
    found = first_pass(session, village, day)
    if found is None:
        found = FirstPass(village_id=village.id, day=day, at=moment, by=hand.account)
        session.add(found)
        session.flush()
    return found


def first_pass(session: Session, village: Village, day: date) -> FirstPass | None:
    """When a team went through the lists of a day by itself; None where it has not yet."""
    return session.scalar(select(FirstPass).where(FirstPass.village_id == village.id, FirstPass.day == day))


def propose(
    session: Session, settings: Settings, hand: Hand, village: Village, day: date, at: datetime | None = None
) -> list[Proposal]:
    """What may be shown to the team now, likest first; nothing is stored. Conflict before its own first pass."""
    table = on_the_table(session, settings, hand, village, day, at)
    if first_pass(session, village, day) is None:
        raise Conflict(N_("First go through both lists without help; then suggestions are shown."))
    complaints, findings = table.only_villagers, table.only_officials
    shown = suggestions_of(session, complaints, findings)
    left, right = _compared(session, complaints), _compared(session, findings)
    texts = district_texts(session, village.district_id, day)
    ours = likest(left, right, texts=texts, most=2 * MOST_SUGGESTED)
    theirs = likest(right, left, texts=texts, most=2 * MOST_SUGGESTED)
    alike = {(pair.left, pair.right): pair.likeness for row in ours for pair in row}
    alike |= {(pair.right, pair.left): pair.likeness for row in theirs for pair in row}
    found = [Proposal(complaints[one].id, findings[other].id, how) for (one, other), how in alike.items()]
    return _chosen(found, shown)


def _chosen(found: Iterable[Proposal], shown: Iterable[Suggestion]) -> list[Proposal]:
    """The likest, as long as neither item has had five."""
    known = {(row.complaint_id, row.finding_id) for row in shown}
    had = Counter(("complaint", one) for one, _other in known) + Counter(("finding", other) for _one, other in known)
    chosen = []
    for proposal in sorted(found, key=lambda one: (-one.likeness, one.complaint_id, one.finding_id)):
        ends = ("complaint", proposal.complaint_id), ("finding", proposal.finding_id)
        if (proposal.complaint_id, proposal.finding_id) in known or max(had[end] for end in ends) >= MOST_SUGGESTED:
            continue
        had.update(ends)
        chosen.append(proposal)
    return chosen


def show(
    session: Session, village: Village, hand: Hand, proposals: Sequence[Proposal], at: datetime | None = None
) -> int:
    """Keep that these are shown from now on; how many are new. Two who open the page at once see each once."""
    hold(session, village)
    keys = [one.complaint_id for one in proposals]
    query = select(Suggestion.complaint_id, Suggestion.finding_id).where(Suggestion.complaint_id.in_(keys))
    known = {(one, other) for one, other in session.execute(query)}
    moment = at or now()
    new = [
        Suggestion(**asdict(one), shown_at=moment, shown_to=hand.account)
        for one in proposals
        if (one.complaint_id, one.finding_id) not in known
    ]
    session.add_all(new)
    session.flush()
    return len(new)


def suggestions_of(session: Session, complaints: Iterable[Complaint], findings: Iterable[Finding]) -> list[Suggestion]:
    """Everything that was ever suggested for these items, likest first."""
    keys, others = [row.id for row in complaints], [row.id for row in findings]
    query = select(Suggestion).where(or_(Suggestion.complaint_id.in_(keys), Suggestion.finding_id.in_(others)))
    order = (Suggestion.likeness.desc(), Suggestion.complaint_id, Suggestion.finding_id)
    return list(session.scalars(query.order_by(*order)))


def accept(
    session: Session, settings: Settings, hand: Hand, complaint: Complaint, finding: Finding, at: datetime | None = None
) -> Link:
    """Accept a suggestion, which links the two."""
    moment = at or now()
    _answer(session, settings, hand, (complaint, finding), Answer.ACCEPTED, moment)
    return make_link(session, hand, complaint, finding, moment, suggested=True)


def refuse(
    session: Session, settings: Settings, hand: Hand, complaint: Complaint, finding: Finding, at: datetime | None = None
) -> None:
    """Refuse a suggestion; Conflict where the two have been linked."""
    if session.get(Link, (complaint.id, finding.id)) is not None:
        raise Conflict(N_("These two are linked; take the link away first."))
    _answer(session, settings, hand, (complaint, finding), Answer.REFUSED, at or now())


def _answer(
    session: Session, settings: Settings, hand: Hand, pair: tuple[Complaint, Finding], said: Answer, at: datetime
) -> None:
    """Keep the answer to a suggestion; the last one counts."""
    complaint, finding = pair
    require_both(session, settings, hand, complaint, finding, at)
    row = session.get(Suggestion, (complaint.id, finding.id), with_for_update=True)
    if row is None:
        raise NotFound(N_("This was not suggested."))
    row.answer, row.answered_at, row.answered_by = said, at, hand.account
    session.flush()


def district_texts(session: Session, district_id: int, until: date) -> list[str]:
    """The words of a year's complaints and findings, the newest first, from which the matcher learns."""
    found: list[str] = []
    for kind in (Complaint, Finding):
        query = (
            select(Sealed.content)
            .join(kind, kind.words == Sealed.commitment)
            .join(Village, Village.id == kind.village_id)
            .where(Village.district_id == district_id, kind.day.between(until - LEARNT_FROM, until))
            .where(Sealed.content.is_not(None))
            .order_by(kind.id.desc())
            .limit(MOST_LEARNT)
        )
        found += [content for content in session.scalars(query) if content]
    return found


def _compared(session: Session, items: Sequence[Item]) -> list[Compared]:
    words = words_of(session, items)
    return [
        Compared(words[item.code].words or "", item.category, words[item.code].place or "", item.day) for item in items
    ]
