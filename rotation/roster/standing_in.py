"""Who could stand in: everybody who can serve, ranked, with what it does to every cost in plain words; and who not."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from sqlalchemy.orm import Session

from rotation.district.villages import District
from rotation.district.weeks import Week
from rotation.errors import N_, NotAllowed
from rotation.roster.amending import Amendment, amendment
from rotation.roster.editing import Change
from rotation.roster.explained import by_reason
from rotation.roster.in_force import InForce, in_force
from rotation.roster.openings import Opening
from rotation.roster.rosters import Line
from rotation.settings import Settings
from solver import Assignment, Costs, Difference, Move, Option, Sentence, StandIns, choices, stand_ins

EFFECTS: Mapping[str, tuple[str, str, str]] = {  # a wish -> in words where it is met less, as well, and better
    "unmet_skill": (N_("a wanted skill is lost"), "", N_("brings a skill that is wanted there")),
    "repeat_partner": (N_("has served with %(count)s of the team before"), N_("new to the rest of the team"), ""),
    "disliked": (N_("has asked to be spared this"), "", ""),
    "no_continuity": ("", "", N_("keeps up with what the village has begun")),
    "repeat_village": (N_("has served there before"), N_("new to the place"), ""),
    "crowding": (N_("has other terms close by"), "", ""),
}
MOST_CHAINS = 5
SHARE = N_("%(terms)s terms in this roster, where the average is %(average)s")
FAR = N_("%(km)s km from home")
NEXT, NO_NEXT = N_("the next term after it: the week of %(week)s"), N_("no later term in this roster")


@dataclass(frozen=True, slots=True)
class Way:
    """One way to fill an opening. `moves` in the order in which people would be asked; costs against the empty seat.

    `effects` say it in words, the person's share and coming terms first.
    """

    moves: tuple[Move, ...]
    costs: Costs
    effects: tuple[Sentence, ...]

    @property
    def member(self) -> str:
        """Who would serve in the place."""
        return self.moves[0].term.member


@dataclass(frozen=True)
class Ranking:
    """Who could fill an opening, the cheapest first, and who could not, by reason; chains where others move over."""

    at: InForce
    opening: Opening
    ways: tuple[Way, ...]
    chains: tuple[Way, ...]
    refusals: tuple[tuple[Sentence, tuple[str, ...]], ...]

    @cached_property
    def by_member(self) -> dict[str, Way]:
        """The ways of one move."""
        return {way.member: way for way in self.ways}


def ranking(session: Session, district: District, opening: Opening, settings: Settings, *, today: date) -> Ranking:
    """Everybody against one opening, by today's facts. Conflict where the term does not stand any more."""
    at = in_force(session, district, settings, opening.week, today=today)
    theirs = at.line(opening.week, opening.member)
    found = _found(at, theirs, opening)
    terms = _Terms(at)
    ways, chains = (tuple(_way(terms, option) for option in options) for options in (found.options, found.chains))
    return Ranking(at, opening, ways, chains, by_reason(found.refusals, at.words))


def _found(at: InForce, theirs: Line, opening: Opening) -> StandIns:
    week = at.number(theirs.week)
    if theirs.place not in at.problem.place_of or not at.problem.seats_in(theirs.place, week):  # closed by now
        return StandIns(at.problem, Assignment(week, theirs.place, theirs.member), (), (), ())
    if theirs.member in at.problem.member_of:
        most = 0 if _in_part(at, theirs, opening) else MOST_CHAINS  # nobody else moves in the middle of a week
        return stand_ins(at.problem, at.terms, theirs.member, week, most)
    problem = replace(at.problem, baseline=at.terms)  # the member has left: the seat is empty already
    found = choices(problem, at.terms, week, theirs.place)
    return StandIns(problem, Assignment(week, theirs.place, theirs.member), found.options, (), found.refusals)


class _Terms:
    """Whose share is how large, and what comes later."""

    def __init__(self, at: InForce) -> None:
        self.at = at
        self.weeks: dict[str, list[int]] = {}
        for term in at.terms:
            self.weeks.setdefault(term.member, []).append(term.week)
        self.average = round(len(at.terms) / max(1, len(at.problem.members)), 1)

    def said(self, term: Assignment) -> Iterator[Sentence]:
        """A member's share with this term, and the next one after it."""
        weeks = self.weeks.get(term.member, [])
        yield Sentence(SHARE, {"terms": len(weeks) + 1, "average": self.average})
        later = [week for week in weeks if week > term.week]
        yield Sentence(NEXT, {"week": self.at.words.week(min(later))}) if later else Sentence(NO_NEXT)

    def way_to(self, term: Assignment) -> Iterator[Sentence]:
        """How far a member lives from a place, where that is known."""
        if km := round(self.at.problem.km(term.member, term.place)):
            yield Sentence(FAR, {"km": km})


def _way(terms: _Terms, option: Option) -> Way:
    last = option.moves[-1].term  # of a chain, the only one who serves a term more
    said = (*terms.said(last), *effects(option.difference), *terms.way_to(last))
    return Way(option.moves, option.difference.costs, said)


def effects(difference: Difference) -> Iterator[Sentence]:
    """What a change does to the wishes, in words: only what there is to say."""
    for wish, (worse, same, better) in EFFECTS.items():
        count = getattr(difference.wishes, wish)
        template = worse if count > 0 else better if count < 0 else same
        if template:
            yield Sentence(template, {"count": count})


def filling(
    session: Session,
    district: District,
    opening: Opening,
    members: Iterable[str],
    settings: Settings,
    *,
    today: date,
) -> Amendment:
    """The next version of the roster in which these members move (one, or a chain in its order) to fill an opening.

    NotAllowed where they cannot, with the reason; no lock is held while this is worked out.
    """
    wanted = tuple(members)
    found = ranking(session, district, opening, settings, today=today)
    for way in (*found.ways, *found.chains):
        if tuple(move.term.member for move in way.moves) == wanted:
            return amendment(session, district, found.at, change_by(found.at, opening, way.moves), settings)
    raise _refusal(found, wanted[0])


def change_by(at: InForce, opening: Opening, moves: Iterable[Move]) -> Change:
    """What the moves change in the roster; days that have been served stay with whoever served them."""
    theirs = at.line(opening.week, opening.member)
    if _in_part(at, theirs, opening):
        return _from_day(theirs, _first_day(at, opening), next(iter(moves)).term.member)
    out, into = {theirs}, set()
    for move in moves:
        into.add(Line(opening.week, move.term.place, move.term.member))
        if move.left:
            out.add(at.line(at.start + move.left.week, move.left.member))
    return Change(frozenset(out), frozenset(into))


def left_empty(session: Session, district: District, opening: Opening, settings: Settings, *, today: date) -> Amendment:
    """The next version of the roster in which nobody serves instead. Conflict where the term does not stand."""
    at = in_force(session, district, settings, opening.week, today=today)
    theirs = at.line(opening.week, opening.member)
    served = _days_before(theirs, _first_day(at, opening)) if _in_part(at, theirs, opening) else ()
    return amendment(session, district, at, Change(frozenset({theirs}), frozenset(served)), settings)


def _first_day(at: InForce, opening: Opening) -> date | None:
    """The first day on which somebody else can serve, where the week has begun: none that is past."""
    if opening.week > Week.of(at.today):
        return opening.first_day
    first = max(opening.first_day or opening.week.monday, at.today)
    return first if first > opening.week.monday else None


def _in_part(at: InForce, theirs: Line, opening: Opening) -> bool:
    return bool(_first_day(at, opening) or theirs.days)


def _from_day(theirs: Line, first_day: date | None, member: str) -> Change:
    begins, ends = theirs.days or (theirs.week.monday, theirs.week.sunday)
    after = Line(theirs.week, theirs.place, member, (max(begins, first_day or begins), ends))
    return Change(frozenset({theirs}), frozenset({*_days_before(theirs, first_day), after}))


def _days_before(theirs: Line, first_day: date | None) -> tuple[Line, ...]:
    """The part of a term that has been served when it falls free."""
    begins = theirs.days[0] if theirs.days else theirs.week.monday
    if first_day is None or first_day <= begins:
        return ()
    return (replace(theirs, days=(begins, first_day - timedelta(days=1))),)


def _refusal(found: Ranking, member: str) -> NotAllowed:
    reasons = [reason for reason, members in found.refusals if member in members]
    name = found.at.words.member(member)
    if not reasons:
        return NotAllowed(N_("%(member)s cannot stand in here as things are now; look at the list again."), member=name)
    return NotAllowed(N_("%(member)s cannot stand in here: %(reason)s."), member=name, reason=reasons[0])
