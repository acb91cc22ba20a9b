"""The problem of a version in which somebody serves with whom nobody had planned.

Whoever has joined the district since the plan was made is unknown to its problem, whoever has completed the training
or come back early is away in it, and whoever has qualified to lead is no lead in it: their term would leave the seat
empty in every count, or break a rule. So the problem of the version in which they first serve knows them as today's
facts do, from the week that runs on.

Their share is a fair one, of all the weeks that are left to them, and everybody else's becomes as much smaller: so the
stand-ins have been ranked, so the next plan will reckon what they are owed, and so the reasons of other empty seats say
truly whether they could serve there. (Known in the weeks of their own terms alone, they would leave the shares nearly
as they were published, but be called away in all others.) It is another question than the one that was solved:
whatever was proven of that is not proven of this.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from rotation.district.weeks import Week
from rotation.roster.editing import Change
from rotation.roster.files import planned
from rotation.roster.in_force import InForce
from rotation.roster.rosters import in_order
from solver import Broken, Member, Problem

_NO_LEAD = "a_lead_in_every_team"
_NOT_THERE = ("known_and_open", "nobody_while_away")


def latecomers(at: InForce, change: Change, broken: Iterable[Broken]) -> list[str]:
    """Who comes into the roster in force by a change and serves, or leads, by today's facts alone.

    `broken` is what the change newly breaks by the roster's problem.
    """
    come, now = set(planned(at.roster, in_order(change.into))), at.problem.member_of
    theirs = ((one.rule, term.member) for one in broken for term in one.assignments if term in come)
    late = {
        member
        for rule, member in theirs
        if member in now and (rule in _NOT_THERE or (rule == _NO_LEAD and now[member].lead))
    }
    return sorted(late)


def with_latecomers(problem: Problem, today: Problem, at: InForce, late: Collection[str]) -> Problem:
    """The problem of the roster in force, with these members as `today` knows them: its plan by today's facts."""
    known = dict(problem.member_of)
    for code in late:
        known[code] = _from_now_on(problem, today, at, code)
    apart = (*problem.apart, *_apart(problem, today, late, known.keys()))
    return replace(problem, members=tuple(known.values()), apart=apart)


def _from_now_on(problem: Problem, today: Problem, at: InForce, code: str) -> Member:
    """A member who is there in the weeks to come as today's facts say, and in those that have begun as was asked."""
    before, now = problem.member_of.get(code), today.member_of[code]
    known = before or _where_it_was_planned(now, problem)
    begun = frozenset(range(min(problem.weeks, max(0, Week.of(at.today) - at.roster.start))))
    away = (before.unavailable & begun if before else begun) | (now.unavailable - begun)
    return replace(known, unavailable=away, lead=known.lead or at.problem.member_of[code].lead)


def _where_it_was_planned(member: Member, problem: Problem) -> Member:
    """The member without what they say of places that have been added since: the problem knows none of these."""
    places = frozenset(problem.place_of)
    dislikes = replace(member.dislikes, villages=member.dislikes.villages & places)
    return replace(member, recused=member.recused & places, dislikes=dislikes)


def _apart(
    problem: Problem, today: Problem, late: Collection[str], known: Collection[str]
) -> Iterator[tuple[str, str]]:
    """The pairs that are to be kept apart as well: those in which the latecomers are."""
    for pair in today.apart:
        theirs = any(one in late for one in pair) and all(one in known for one in pair)
        if theirs and frozenset(pair) not in problem.apart_pairs:
            yield pair
