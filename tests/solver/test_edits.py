"""A small change, counted by what it touches alone: the same as the judge says when asked before and after."""

from dataclasses import astuple
from random import Random

from hypothesis import example, given
from hypothesis import strategies as st

from solver import Assignment, Refusal, audit, breaches, choices, edited
from tests.solver import make


def known(problem, lines):
    return audit(problem, lines).broken


def new_by_audit(problem, old, new):
    before = [(one.rule, set(one.assignments)) for one in known(problem, old)]
    return {
        (one.rule, frozenset(one.assignments))
        for one in known(problem, new)
        if not any(one.rule == rule and terms.issuperset(one.assignments) for rule, terms in before)
    }


def difference(problem, old, new):
    before, after = audit(problem, old), audit(problem, new)
    both = [(*astuple(one.costs), *astuple(one.wishes)) for one in (before, after)]
    return tuple(b - a for a, b in zip(*both, strict=True))


def some_change(random, problem, lines):
    """A few terms taken out, and a few that come in, sensible or not."""
    out = random.sample(lines, min(len(lines), random.randrange(3)))
    people, places = [m.id for m in problem.members], list(problem.place_of)
    into = [
        Assignment(random.randrange(problem.weeks), random.choice(places), random.choice(people))
        for _ in range(random.randrange(3) if people and places else 0)
    ]
    return out, into


@given(seed=st.integers(0, 10**6), broken=st.booleans())
@example(seed=328165, broken=True)  # somebody in two places in one week, of which one is taken away
@example(seed=36625, broken=True)  # the same of a partner
@example(seed=1335, broken=True)  # somebody whose other place counts from then on
def test_a_change_breaks_and_costs_what_the_judge_says(seed, broken):
    random = Random(seed)
    problem = make.problem(random)
    lines = sorted(set(make.broken_roster(random, problem) if broken else make.legal_roster(random, problem, 0.7)))
    out, into = some_change(random, problem, lines)
    new = sorted((set(lines) - (set(out) - set(into))) | set(into))
    found = edited(problem, lines, out, into)
    assert {(one.rule, frozenset(one.assignments)) for one in found.broken} == new_by_audit(problem, lines, new)
    assert (*astuple(found.difference.costs), *astuple(found.difference.wishes)) == difference(problem, lines, new)


@given(seed=st.integers(0, 10**6))
def test_rules_alone_are_those_of_the_judge(seed):
    random = Random(seed)
    problem = make.problem(random)
    lines = make.broken_roster(random, problem)
    assert breaches(problem, lines) == audit(problem, lines).broken


def replaced(lines, option, leaving):
    """The roster after a choice: the moves, and nobody left where another has come."""
    gone = {move.left for move in option.moves} | leaving
    return [*(line for line in lines if line not in gone), *(move.term for move in option.moves)]


@given(seed=st.integers(0, 10**6), filled=st.sampled_from([0.6, 1.0]))
def test_who_could_take_a_seat_breaks_nothing_and_costs_what_the_judge_says(seed, filled):
    random = Random(seed)
    problem = make.problem(random)
    lines = make.legal_roster(random, problem, filled)
    if not lines:
        return
    mine = random.choice(lines)
    found = choices(problem, lines, mine.week, mine.place, mine.member)
    everybody = {option.moves[0].term.member for option in found.options} | {one.term.member for one in found.refusals}
    assert everybody == {member.id for member in problem.members} - {mine.member}
    before = audit(problem, lines)
    cases = [(option, {mine}) for option in found.options] + [(option, set()) for option in found.ways_round.values()]
    for option, leaving in cases:
        new = replaced(lines, option, leaving)
        assert len(known(problem, new)) <= len(before.broken)
        assert difference(problem, lines, new)[:4] == astuple(option.difference.costs)


@given(seed=st.integers(0, 10**6))
def test_no_way_round_that_breaks_nothing_is_left_out(seed):
    random = Random(seed)
    problem = make.problem(random)
    lines = make.legal_roster(random, problem)
    for mine in lines[:3]:
        found = choices(problem, lines, mine.week, mine.place, mine.member)
        for theirs in lines:
            if theirs.week == mine.week and theirs.place != mine.place and theirs.member not in able(found):
                swapped = {Assignment(mine.week, mine.place, theirs.member)}
                swapped |= {Assignment(mine.week, theirs.place, mine.member)}
                new = sorted((set(lines) - {mine, theirs}) | swapped)
                assert (theirs.member in found.ways_round) == (not new_by_audit(problem, lines, new))


def able(found):
    return {option.moves[0].term.member for option in found.options}


@given(seed=st.integers(0, 10**6))
def test_an_empty_seat_is_taken_by_a_move_too(seed):
    random = Random(seed)
    problem = make.problem(random)
    lines = make.legal_roster(random, problem, 0.6)
    empty = [
        (week, place)
        for week in range(problem.weeks)
        for place in problem.place_of
        if sum((one.week, one.place) == (week, place) for one in lines) < problem.seats_in(place, week)
    ]
    for week, place in empty[:2]:
        found = choices(problem, lines, week, place)
        for option in (*found.options, *found.ways_round.values()):
            new = replaced(lines, option, set())
            assert len(known(problem, new)) <= len(known(problem, lines))
            assert difference(problem, lines, new)[:4] == astuple(option.difference.costs)
        assert all(isinstance(one, Refusal) for one in found.refusals)
