"""Mending a draft by hand, seat by seat: judged first, saved only if no rule breaks."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import date

from sqlalchemy import delete
from sqlalchemy.orm import Session

from rotation.district.villages import District
from rotation.district.weeks import Week
from rotation.errors import N_, Conflict, InvalidInput
from rotation.roster.changes import count_notices, surprises, told
from rotation.roster.desk import Desk, desk
from rotation.roster.drafts import draft_of
from rotation.roster.rosters import Line, Roster, RosterEdit, Term, add_lines, in_order, log, spelt, terms_at
from rotation.roster.words import RuleBroken, week_in_words
from rotation.settings import Settings
from solver import Costs, Sentence, Wishes


@dataclass(frozen=True, slots=True)
class Change:
    """Terms that are taken out of a draft, and terms that come into it."""

    out: frozenset[Line] = field(default_factory=frozenset)
    into: frozenset[Line] = field(default_factory=frozenset)


def put(week: Week, place: str, member: str, *, instead_of: str | None = None) -> Change:
    """Give a seat to a member: an empty one, or that of another member, who goes."""
    out = frozenset({Line(week, place, instead_of)} if instead_of else ())
    return Change(out, frozenset({Line(week, place, member)}))


def clear(week: Week, place: str, member: str) -> Change:
    """Leave a member's seat empty."""
    return Change(out=frozenset({Line(week, place, member)}))


def move(week: Week, member: str, here: str, there: str) -> Change:
    """Let a member serve elsewhere in the same week."""
    return Change(frozenset({Line(week, here, member)}), frozenset({Line(week, there, member)}))


def exchange(first: Line, second: Line) -> Change:
    """Let two members trade their terms."""
    swapped = {Line(first.week, first.place, second.member), Line(second.week, second.place, first.member)}
    return Change(frozenset({first, second}), frozenset(swapped))


@dataclass(frozen=True, slots=True)
class Editor:
    """Who changes a draft, on which day, and in which state (`Roster.edits`) they have seen it."""

    by: str
    today: date
    edits: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a change would do: the rules that it breaks, in words, and every cost before and after."""

    broken: tuple[Sentence, ...]
    before: Costs
    after: Costs
    wishes_before: Wishes
    wishes_after: Wishes
    bounds: Costs
    notices_before: int
    notices_after: int

    @property
    def allowed(self) -> bool:
        """Whether it can be saved."""
        return not self.broken


def judge(
    session: Session, district: District, roster: Roster, change: Change, settings: Settings, *, today: date
) -> Judgement:
    """What a change to a draft would break and cost, by today's facts; nothing is saved.

    InvalidInput where the change is not about this draft's planned weeks, Conflict where the draft is behind.
    """
    return _judge(session, district, desk(session, district, roster, settings, today=today), change)


def _judge(session: Session, district: District, at: Desk, change: Change) -> Judgement:
    _check_change(at, change)
    found = at.edited(change.out, change.into)
    before, after = at.costs, at.costs.plus(found.difference)
    notices = count_notices(session, district, at.roster)
    return Judgement(
        broken=at.in_words(found.broken),
        before=before.costs,
        after=after.costs,
        wishes_before=before.wishes,
        wishes_after=after.wishes,
        bounds=at.bounds(after.costs, at.pinned),
        notices_before=notices,
        notices_after=notices + _notices_added(session, district, at, change),
    )


def _notices_added(session: Session, district: District, at: Desk, change: Change) -> int:
    """How many more members and weeks differ from the published roster by a change."""
    members = {line.member for line in change.out | change.into}
    weeks = {line.week for line in change.out | change.into}
    published = told(session, district, members=members, weeks=weeks)
    near = [line for line in at.terms if line.member in members and line.week in weeks]
    both = near, (set(near) - change.out) | change.into
    before, after = (len(surprises(published, in_order(terms), at.roster.start)) for terms in both)
    return after - before


def _check_change(at: Desk, change: Change) -> None:
    """Raise InvalidInput or Conflict where the change is not about this draft as it stands."""
    for line in change.out | change.into:
        if not at.roster.start <= line.week < at.roster.end:
            kept = N_("The week of %(week)s is kept as it is in this plan.")
            raise InvalidInput(kept, field="week", week=week_in_words(line.week))
    if not change.out <= set(at.terms):
        raise Conflict(N_("The seat is not filled any more as it was; look at the roster again."))


def save(
    session: Session, district: District, number: int, change: Change, settings: Settings, editor: Editor
) -> Judgement:
    """Change a draft. RuleBroken where that would break a hard rule, Conflict where somebody was faster."""
    roster = draft_of(session, district.id, number, edits=editor.edits)
    at = desk(session, district, roster, settings, today=editor.today)
    judgement = _judge(session, district, at, change)
    if not judgement.allowed:
        raise RuleBroken(judgement.broken)
    _remove(session, roster, change.out - change.into)
    add_lines(session, roster, change.into - set(at.terms))
    if at.facts_changed:
        roster.problem = replace(at.problem, pinned=at.solved.pinned).to_json()
    roster.costs, roster.wishes = asdict(judgement.after), asdict(judgement.wishes_after)
    roster.bounds = asdict(judgement.bounds)
    roster.edits += 1
    log(session, roster, editor.by, "edited", out=spelt(change.out), into=spelt(change.into))
    return judgement


def _remove(session: Session, roster: Roster, gone: Iterable[Line]) -> None:
    for theirs in terms_at(roster, gone):
        session.execute(delete(Term).where(theirs), execution_options={"synchronize_session": False})


def discard(session: Session, district: District, number: int) -> None:
    """Throw a draft away, with its terms and the record of what was done to it."""
    roster = draft_of(session, district.id, number)
    session.execute(delete(Term).where(Term.roster_id == roster.id))
    session.execute(delete(RosterEdit).where(RosterEdit.roster_id == roster.id))
    session.execute(delete(Roster).where(Roster.id == roster.id))
