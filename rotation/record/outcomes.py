"""What becomes of a complaint or a finding: a task, joined to one, answered on the spot, or set aside with a reason.

Nothing is forgotten: what is undecided stands in the handover until somebody has said what becomes of it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation.district.villages import Village
from rotation.errors import N_, Conflict, InvalidInput, NotAllowed
from rotation.record import ledger
from rotation.record.acts import open_task
from rotation.record.blindness import sight
from rotation.record.items import I, Item, Outcome
from rotation.record.lists import Complaint, Finding
from rotation.record.rights import require_decider
from rotation.record.roles import Hand
from rotation.record.states import apply
from rotation.record.tasks import Task, Urgency
from rotation.record.texts import seal_text
from rotation.settings import Settings
from rotation.store import now

LONGEST_REASON = 500
_NOT_YET_A_TASK = (None, Outcome.ANSWERED, Outcome.SET_ASIDE)


@dataclass(frozen=True, slots=True)
class Undecided:
    """What nobody has said yet what becomes of it, earliest first."""

    complaints: list[Complaint]
    findings: list[Finding]


def make_task(  # noqa: PLR0913 - what a task is about
    session: Session,
    settings: Settings,
    hand: Hand,
    item: Item,
    at: datetime | None = None,
    *,
    urgency: Urgency | None = None,
    pressing: bool | None = None,
) -> Task:
    """Make it a task of its own, as urgent as it was written down, and pressing if it is urgent, unless said otherwise.

    Before the two lists are open only what was written down as urgent can be, and is not blind then.
    """
    moment, how_soon = at or now(), urgency or item.urgency
    at_once = how_soon is Urgency.URGENT if pressing is None else pressing
    _require_decider(session, hand, item, moment)
    return _make(session, settings, hand, item, (how_soon, at_once), moment)


def make_task_at_the_counter(
    session: Session, settings: Settings, hand: Hand, said: Complaint, at: datetime | None = None
) -> Task:
    """What cannot wait for the team: the committee that has written it down as urgent makes it a task at once."""
    if said.office is None or said.office != hand.office:
        raise NotAllowed(N_("Only the committee at whose counter it was said can do this."))
    if said.urgency is not Urgency.URGENT:
        raise Conflict(N_("Only what is urgent becomes a task at the counter; of everything else the team decides."))
    return _make(session, settings, hand, said, (Urgency.URGENT, True), at or now())


def _make(
    session: Session, settings: Settings, hand: Hand, item: Item, how: tuple[Urgency, bool], at: datetime
) -> Task:
    village = _held(session, item)
    _require_open_or_urgent(session, settings, village, item, at)
    urgency, pressing = how
    task = open_task(
        session, settings, village, hand, category=item.category, urgency=urgency, pressing=pressing, at=at
    )
    _belongs_to(session, hand, item, task, Outcome.TASK, at)
    return task


def join_task(
    session: Session, settings: Settings, hand: Hand, item: Item, task: Task, at: datetime | None = None
) -> None:
    """Let it belong to a task that there is already, and that goes on."""
    moment = at or now()
    _require_decider(session, hand, item, moment)
    village = _held(session, item)
    _require_open_or_urgent(session, settings, village, item, moment)
    session.refresh(task)
    if task.district_id != village.district_id:
        raise InvalidInput(N_("Choose another task of this district."), field="task")
    if task.has_ended:
        raise InvalidInput(N_("That task has ended; choose one that goes on, or make a new one."), field="task")
    _belongs_to(session, hand, item, task, Outcome.JOINED, moment)


def answer_on_the_spot(session: Session, hand: Hand, item: Item, words: str, at: datetime | None = None) -> None:
    """It was answered then and there: how, in words."""
    _end_with_words(session, hand, item, Outcome.ANSWERED, words, at or now())


def set_aside(session: Session, hand: Hand, item: Item, reason: str, at: datetime | None = None) -> None:
    """Nothing is done about it, for a reason that somebody gives."""
    _end_with_words(session, hand, item, Outcome.SET_ASIDE, reason, at or now())


def undecided(session: Session, village: Village, until: date) -> Undecided:
    """What stands undecided in a village, of the days up to `until`."""
    return Undecided(_undecided(session, Complaint, village, until), _undecided(session, Finding, village, until))


def _undecided(session: Session, kind: type[I], village: Village, until: date) -> list[I]:
    query = select(kind).where(kind.village_id == village.id, kind.outcome.is_(None), kind.day <= until)
    return list(session.scalars(query.order_by(kind.day, kind.number)))


def _require_decider(session: Session, hand: Hand, item: Item, at: datetime) -> None:
    require_decider(session, hand, session.get_one(Village, item.village_id), at)


def _held(session: Session, item: Item) -> Village:
    """The item's village, the item held against other writers."""
    ledger.lock(session)
    session.refresh(item, with_for_update=True)
    return session.get_one(Village, item.village_id)


def _require_open_or_urgent(session: Session, settings: Settings, village: Village, item: Item, at: datetime) -> None:
    if item.outcome not in _NOT_YET_A_TASK:
        raise Conflict(N_("It belongs to task %(number)s already."), number=item.task)
    if sight(session, settings, village, item.day, at).is_open:
        return
    if item.urgency is not Urgency.URGENT:
        raise Conflict(N_("Before both lists are open, only what is urgent can become a task."))
    item.blind = False


def _belongs_to(session: Session, hand: Hand, item: Item, task: Task, outcome: Outcome, at: datetime) -> None:
    village = session.get_one(Village, item.village_id)
    entry = ledger.append(session, "linked", hand, task=task.number, village=village.code, at=at, item=item.code)
    apply(session, task, entry, None)
    item.task = task.number
    _decide(item, hand, outcome, at)
    session.flush()


def _end_with_words(session: Session, hand: Hand, item: Item, outcome: Outcome, words: str, at: datetime) -> None:
    _require_decider(session, hand, item, at)
    _held(session, item)
    if item.outcome is not None:
        raise Conflict(N_("Somebody has said already what becomes of it; look at the page again."))
    item.reason = seal_text(session, "reason", words, most=LONGEST_REASON)
    _decide(item, hand, outcome, at)
    session.flush()


def _decide(item: Item, hand: Hand, outcome: Outcome, at: datetime) -> None:
    item.outcome, item.decided_at, item.decided_by = outcome, at, hand.account
