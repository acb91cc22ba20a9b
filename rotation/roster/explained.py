"""Explanations in words: with the names of people and places, and the days of weeks."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from rotation.errors import N_
from rotation.roster.facts import Facts
from rotation.roster.words import MOST_NAMED, Words
from solver import Fact, Problem, Refusal, Sentence

FACTS: Mapping[str, str] = {
    "rest": N_("weeks that must lie between two terms of a member: %(rest_weeks)s"),
    "needs_a_lead": N_("one seat of every team is a lead's; members who cannot lead: %(count)s"),
    "no_team_role": N_("members who are not meant to serve in a village: %(count)s"),
    "no_troubleshooter_role": N_("members who are not meant to be troubleshooters: %(count)s"),
    "apart": N_("kept apart: %(member)s and %(other)s"),
    "pinned": N_("pinned to %(place)s in the week of %(week)s: %(members)s"),
    "away": N_("away in the week of %(week)s: %(members)s"),
    "recused": N_("must not serve in %(place)s: %(members)s"),
    "out_of_reach": N_("do not go farther from home than their limit: %(members)s"),
    "at_max_terms": N_("may have no more terms: %(members)s"),
    "served_before": N_("must rest from a term just before this plan: %(members)s"),
}
WAYS: Mapping[str, str] = {
    "unpin": N_("if %(member)s were not pinned to %(place)s in the week of %(week)s"),
    "back_earlier": N_("if %(member)s came back from leave a week earlier, for the week of %(week)s"),
    "leave_later": N_("if %(member)s went on leave a week later, after the week of %(week)s"),
    "one_term_more": N_("if %(member)s served one term more than agreed, %(terms)s"),
    "interrupt_leave": N_("if %(member)s came in the week of %(week)s, in the middle of the leave"),
    "go_farther": N_("if %(member)s went as far as %(place)s (%(km).1f km)"),
    "another_lead": N_("with one more lead, for example %(member)s"),
    "another_role": N_("if %(member)s could serve in %(place)s as well"),
    "not_apart": N_("if %(member)s and %(other)s could be in one team"),
    "share_a_team": N_("if %(place)s and %(other_place)s shared a team in the week of %(week)s"),
    "no_team": N_("if %(place)s went without a team in the week of %(week)s"),
    "fewer_troubleshooters": N_("if %(place)s did with one troubleshooter fewer"),
    "another_member": N_("with one more member, who can lead"),
    "shorter_rest": N_("if members rested a week less between two terms"),
}
TRAINED = N_("if %(member)s had completed the basic training before the week of %(week)s")
OUT_OF_LEAVE = ("back_earlier", "interrupt_leave")
MOVES: Mapping[bool, str] = {
    False: N_("%(member)s takes %(place)s in the week of %(week)s"),
    True: N_("%(member)s takes %(place)s in the week of %(week)s, giving up %(other_place)s in that of %(other_week)s"),
}
"""By whether something is given up."""
REFUSED: Mapping[str, str] = {
    "wrong_role": N_("does not have the role that this seat needs"),
    "away": N_("is away in this week"),
    "serving": N_("serves in %(other_place)s in this week, and the two cannot trade places"),
    "resting": N_("serves in the week of %(other_week)s, too near for a rest"),
    "recused": N_("must not serve in %(place)s"),
    "out_of_reach": N_("lives %(km).1f km away and goes %(max_km).1f km at most"),
    "apart": N_("is kept apart from %(other)s, who is in the team"),
    "at_max_terms": N_("has as many terms as allowed: %(max_terms)s"),
    "needs_a_lead": N_("cannot lead, and the team has no other lead"),
}


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that keeps a seat empty, in words; `names` are those whom it is about where these are many."""

    sentence: Sentence
    names: tuple[str, ...] = ()


def facts_in_words(facts: Iterable[Mapping[str, Any]], problem: Problem, words: Words) -> Iterator[Point]:
    """Facts, as JSON, in words; those that differ in the member alone as one."""

    def alike(fact: Fact) -> tuple[object, ...]:
        alone = (fact.member, fact.other) if fact.kind == "apart" else ()
        return list(FACTS).index(fact.kind), fact.week, fact.place, alone

    for _, some in groupby(sorted((Fact(**fact) for fact in facts), key=alike), key=alike):
        yield _point(list(some), problem, words)


def _point(facts: list[Fact], problem: Problem, words: Words) -> Point:
    first = facts[0]
    values = dict(first.sentence(problem).values) | {"week": first.week, "place": first.place}
    names = tuple(words.member(fact.member) for fact in facts if fact.member)
    few = len(names) <= MOST_NAMED
    values["members"] = names if few else Sentence(N_("%(count)s members"), {"count": len(names)})
    return Point(words.said(FACTS[first.kind], values), () if few else names)


def way_in_words(way: Mapping[str, Any], words: Words, facts: Facts) -> Sentence:
    """A way out, as JSON, in words. The problem does not tell leave from training that is missing, the tables do."""
    kind, values = way["kind"], way["values"]
    if kind in OUT_OF_LEAVE and not facts.is_trained(values["member"], words.start + values["week"]):
        return words.said(TRAINED, values)
    return words.said(WAYS[kind], values)


def move_in_words(move: Mapping[str, Any], words: Words) -> Sentence:
    """A move, as JSON, in words."""
    left = move["left"] or {}
    values = dict(move["term"]) | {f"other_{key}": value for key, value in left.items() if key != "member"}
    return words.said(MOVES[bool(left)], values)


def refusal_in_words(refusal: Refusal, words: Words) -> Sentence:
    """Why a member cannot have a term, in words."""
    return words.said(REFUSED[refusal.reason], refusal.sentence.values)


def by_reason(refusals: Iterable[Refusal], words: Words) -> tuple[tuple[Sentence, tuple[str, ...]], ...]:
    """Refusals in words, and who is refused by each."""
    members: dict[str, list[str]] = defaultdict(list)
    sentences: dict[str, Sentence] = {}
    for refusal in refusals:
        said = refusal_in_words(refusal, words)
        members[str(said)].append(refusal.term.member)
        sentences[str(said)] = said
    return tuple((sentences[said], tuple(codes)) for said, codes in members.items())
