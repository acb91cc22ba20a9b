"""`rotation explain`: why a seat is empty, why a member has a term, what each rule costs, and where the costs sit.

With --json, one object is printed. Costs, wishes and OPTION are as `rotation stand-in --json` has them.

    --seat WEEK:PLACE:
    {"seat": {"week": 3, "place": "v01"}, "avoidable": false, "moves": [],
     "facts": [{"kind": "away", "member": "m001", "week": 3, "place": "", "other": "", "said": "..."}, ...],
     "minimal": true,
     "ways": [{"kind": "back_earlier", "said": "..."}, ...]}
    --member MEMBER --week WEEK:
    {"term": {"week": 3, "place": "v01", "member": "m001"}, "pinned": false,
     "options": [OPTION, ...], "exchanges": [OPTION, ...], "refusals": [...]}
    --rules:
    {"rules": [{"rule": "rest_between_terms", "saved": {"vacancies": 2, ...}, "proven": ["vacancies", ...]}, ...]}
    without any of them:
    {"vacancies": [{"week": 3, "place": "v01", "seats": 1, "reasons": {"away": ["m001", ...], ...}}, ...],
     "members": {"m001": {"travel": 120, ...}, ...}, "places": {...}, "weeks": {"3": {...}, ...}}

Keys may be added in time, none renamed or dropped.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import Any

import click

import solver
from rotation.cli.language import _
from rotation.cli.options import (
    list_options,
    list_refusals,
    move_in_json,
    move_said,
    option_in_json,
    print_json,
    refusal_in_json,
    term_in_json,
    term_said,
)
from rotation.cli.problems import problem_in, roster_in
from rotation.cli.sentences import costs_said, differences, said, week_said
from rotation.cli.signals import asked_to_end
from rotation.errors import N_

MOST_SHOWN = 5
MOST_DIGITS = 9
TOGETHER = {"away": N_("away in week %(week)s: %(members)s"), "recused": N_("recused from %(place)s: %(members)s")}


class Seat(click.ParamType[tuple[int, str]]):
    """WEEK:PLACE, such as 3:v01."""

    name = "seat"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, str]:
        week, colon, place = value.partition(":")
        if not colon or not week.isdecimal() or len(week) > MOST_DIGITS:
            self.fail(_("A seat is WEEK:PLACE, such as 3:v01."), param, ctx)
        return int(week), place


@click.command("explain", help=_("Why a seat is empty, why a member has a term, and what it all costs."))
@click.argument("problem", type=click.Path(path_type=Path), metavar="PROBLEM.json")
@click.argument("roster", type=click.Path(path_type=Path), metavar="ROSTER.json")
@click.option("--seat", type=Seat(), metavar="WEEK:PLACE", help=_("Why this seat is empty, and the cheapest ways out."))
@click.option("--member", help=_("Why this member has the term of --week, and not another."))
@click.option("--week", type=int, help=_("The week of the member's term, counted from 0."))
@click.option("--rules", is_flag=True, help=_("What each rule costs the whole roster."))
@click.option(
    "--seconds", type=click.IntRange(1), default=30, show_default=True, help=_("The longest time for each rule.")
)
@click.option("--json", "in_json", is_flag=True, help=_("Print JSON."))
def explain(problem: Path, roster: Path, *, in_json: bool, **asked: Any) -> None:
    """Explain a roster: one seat, one term, its rules, or where its costs sit."""
    question = problem_in(problem)
    answer = roster_in(roster)
    if (asked["member"] is None) != (asked["week"] is None):
        raise click.UsageError(_("--member and --week go together."))
    try:
        if asked["seat"] is not None:
            _explain_seat(question, answer, *asked["seat"], in_json=in_json)
        elif asked["member"] is not None:
            _explain_term(question, answer, asked["member"], asked["week"], in_json=in_json)
        elif asked["rules"]:
            _explain_rules(question, answer, asked["seconds"], in_json=in_json)
        else:
            _explain_costs(question, answer, in_json=in_json)
    except solver.RosterError as error:
        raise click.UsageError(error.text(_)) from None
    except solver.OutOfTime:
        raise click.ClickException(_("This could not be told in a sensible time.")) from None


def _explain_seat(problem: solver.Problem, roster: solver.Solution, week: int, place: str, *, in_json: bool) -> None:
    found = solver.why_empty(problem, roster.assignments, week, place)
    if in_json:
        facts = [asdict(fact) | {"said": said(problem, fact.sentence(problem))} for fact in found.facts]
        ways = [{"kind": way.kind, "said": said(problem, way.sentence)} for way in found.ways]
        seat = {"week": week, "place": place}
        moves = [move_in_json(move) for move in found.moves]
        print_json(
            {"seat": seat, "avoidable": found.avoidable, "moves": moves}
            | {"facts": facts, "minimal": found.minimal, "ways": ways}
        )
        return
    if found.avoidable:
        click.echo(_("This seat need not be empty: there is a roster with one vacancy fewer. Solve again."))
        for move in found.moves:
            click.echo(f"  {move_said(problem, move)}")
        return
    named = {"place": place, "week": week_said(problem, week)}
    if found.facts:
        click.echo(_("The seat in %(place)s, week %(week)s, is empty because of these facts together:") % named)
    else:
        click.echo(_("The seat in %(place)s, week %(week)s, is empty because there are too few members.") % named)
    for line in _facts(problem, found.facts):
        click.echo(f"  {line}")
    if not found.minimal:
        click.echo(_("Perhaps fewer facts would do; that could not be told in a sensible time."))
    click.echo(_("One vacancy fewer:"))
    for way in found.ways:
        click.echo(f"  {said(problem, way.sentence)}")


def _facts(problem: solver.Problem, facts: tuple[solver.Fact, ...]) -> Iterator[str]:
    """Facts in words; those that differ in the member alone together."""

    def alike(fact: solver.Fact) -> tuple[str, int, str, str]:
        alone = "" if fact.kind in TOGETHER else fact.member + fact.other
        return fact.kind, fact.week, fact.place, alone

    for (kind, week, place, _alone), some in groupby(sorted(facts, key=alike), key=alike):
        of_kind = list(some)
        if kind in TOGETHER:
            members = ", ".join(fact.member for fact in of_kind)
            yield _(TOGETHER[kind]) % {"week": week_said(problem, week), "place": place, "members": members}
        else:
            yield said(problem, of_kind[0].sentence(problem))


def _explain_term(problem: solver.Problem, roster: solver.Solution, member: str, week: int, *, in_json: bool) -> None:
    found = solver.instead_of(problem, roster.assignments, member, week)
    if in_json:
        options = {"options": found.options, "exchanges": found.exchanges}
        listed = {name: [option_in_json(option) for option in some] for name, some in options.items()}
        refusals = [refusal_in_json(problem, refusal) for refusal in found.refusals]
        print_json({"term": term_in_json(found.term), "pinned": found.pinned, **listed, "refusals": refusals})
        return
    if found.pinned:
        pinned = _("%(member)s is pinned to %(place)s in week %(week)s; but for that:")
        click.echo(pinned % term_said(problem, found.term))
    list_options(problem, _("Who else could have, and what it would change"), found.options)
    list_options(problem, _("Who could have by trading places"), found.exchanges)
    list_refusals(problem, found.refusals)


def _explain_rules(problem: solver.Problem, roster: solver.Solution, seconds: int, *, in_json: bool) -> None:
    stop = asked_to_end()
    costs = solver.what_rules_cost(problem, roster, solver.Limits(seconds=seconds), stop.is_set)
    if in_json:
        rules = [{"rule": cost.rule, "saved": asdict(cost.saved), "proven": list(cost.proven)} for cost in costs]
        print_json({"rules": rules})
        return
    for cost in costs:
        less = {tier: -count for tier, count in asdict(cost.saved).items()}
        what = differences(less) or _("no cost changes")
        proven = ", ".join(costs_said(tier) for tier in cost.proven) or _("nothing")
        template = _("without %(rule)s: %(difference)s (proven: %(proven)s)")
        click.echo(template % {"rule": cost.rule, "difference": what, "proven": proven})


def _explain_costs(problem: solver.Problem, roster: solver.Solution, *, in_json: bool) -> None:
    empty = solver.explain(problem, roster.assignments)
    where = solver.where_costs_sit(problem, roster.assignments)
    if in_json:
        vacancies = [
            {"week": one.week, "place": one.place, "seats": one.seats, "reasons": dict(one.reasons)} for one in empty
        ]
        print_json({"vacancies": vacancies, "members": where.members, "places": where.places, "weeks": where.weeks})
        return
    for vacancy in empty:
        named = {"place": vacancy.place, "week": week_said(problem, vacancy.week), "seats": vacancy.seats}
        click.echo(_("%(place)s, week %(week)s, empty seats: %(seats)s") % named)
        for sentence in vacancy.sentences():
            click.echo(f"  {said(problem, sentence)}")
    _list_dearest(_("Where the wishes cost the most, by member"), where.members)
    _list_dearest(_("By place"), where.places)
    _list_dearest(_("By week"), {week_said(problem, week): costs for week, costs in where.weeks.items()})


def _list_dearest(title: str, side: Mapping[str, Mapping[str, int]]) -> None:
    """Those with the most points in wishes."""
    wishes = {
        name: {cost: points for cost, points in costs.items() if cost not in ("vacancies", "changes", "unfairness")}
        for name, costs in side.items()
    }
    dearest = sorted(wishes, key=lambda name: (-sum(wishes[name].values()), name))[:MOST_SHOWN]
    lines = [f"  {name}: {sum(wishes[name].values()):,} ({differences(wishes[name])})" for name in dearest]
    click.echo("\n".join([f"{title}:", *(lines or [f"  {_('nothing')}"])]))
