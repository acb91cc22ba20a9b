"""`rotation stand-in`: who could take a term that its member cannot serve, and which empty seats a member could take.

With --json, one object is printed. Of a term (--member and --week):

    {"opening": {"week": 3, "place": "v01", "member": "m001"},   the term that falls free
     "options": [OPTION, ...],       one move each; the cheapest first, tier by tier
     "chains": [OPTION, ...],        the cheapest of two moves, then of three
     "swaps": [OPTION, ...],         with --swaps; against the roster as it is
     "refusals": [{"week": 3, "place": "v01", "member": "m002", "reason": "away", "said": "m002 is away ..."}, ...]}

Of a member (--member alone): "options" and "refusals", a line for each place and week with an empty seat.

    OPTION: {"moves": [{"week": 3, "place": "v01", "member": "m003", "left": {"week": 3, "place": "v02"}}, ...],
             "costs": {"vacancies": -1, ...}, "wishes": {"unmet_skill": 0, ...}}

`left` is the term that the member gives up for it, or null. Costs and wishes are differences (a roster file's keys),
against the roster with the seat empty. Keys may be added in time, none renamed or dropped.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

import solver
from rotation.cli.language import _
from rotation.cli.problems import problem_in, roster_in
from rotation.cli.sentences import as_json, difference, said, week_said


@click.command("stand-in", help=_("Who could stand in for a member in a week, and what each would cost."))
@click.argument("problem", type=click.Path(path_type=Path), metavar="PROBLEM.json")
@click.argument("roster", type=click.Path(path_type=Path), metavar="ROSTER.json")
@click.option("--member", required=True, help=_("The member who cannot serve (without --week: who looks for a seat)."))
@click.option(
    "--week", type=int, help=_("The week of the term, counted from 0. Without it: the empty seats there are.")
)
@click.option("--swaps", is_flag=True, help=_("Also with whom the term could be swapped."))
@click.option("--json", "in_json", is_flag=True, help=_("Print JSON."))
def stand_in(problem: Path, roster: Path, member: str, week: int | None, *, swaps: bool, in_json: bool) -> None:
    """List the stand-ins for a term, or the empty seats for a member."""
    question = problem_in(problem)
    lines = roster_in(roster).assignments
    if member not in question.member_of:
        raise click.UsageError(_("There is no member %(member)s in the problem.") % {"member": member})
    if week is None:
        _show_openings(question, member, solver.openings_for(question, lines, member), in_json=in_json)
        return
    if all((line.member, line.week) != (member, week) for line in lines):
        template = _("%(member)s does not serve in week %(week)s.")
        raise click.UsageError(template % {"member": member, "week": week})
    traded = solver.swaps(question, lines, member, week) if swaps else None
    _show_stand_ins(question, solver.stand_ins(question, lines, member, week), traded, in_json=in_json)


def _show_stand_ins(
    problem: solver.Problem, found: solver.StandIns, swaps: list[solver.Option] | None, *, in_json: bool
) -> None:
    if in_json:
        opening = {"opening": _term(found.opening)}
        traded = {} if swaps is None else {"swaps": [_option(option) for option in swaps]}
        _print({**opening, **_in_json(problem, found), "chains": [_option(one) for one in found.chains], **traded})
        return
    place, week = found.opening.place, week_said(problem, found.opening.week)
    click.echo(_("The seat of %(member)s in %(place)s, week %(week)s:") % _named(found.opening, place, week))
    _list(problem, _("Who could stand in"), found.options)
    _list(problem, _("If others move over"), found.chains)
    if swaps is not None:
        _list(problem, _("Who could swap"), swaps)
    _list_refusals(problem, found.refusals)


def _show_openings(problem: solver.Problem, member: str, found: solver.Openings, *, in_json: bool) -> None:
    if in_json:
        _print(_in_json(problem, found))
        return
    _list(problem, _("Empty seats that %(member)s could take") % {"member": member}, found.options)
    _list_refusals(problem, found.refusals)


def _list(problem: solver.Problem, title: str, options: Iterable[solver.Option]) -> None:
    lines = [f"  {_moves(problem, option)}: {difference(option.difference)}" for option in options]
    click.echo("\n".join([f"{title}:", *(lines or [f"  {_('nobody')}"])]))


def _list_refusals(problem: solver.Problem, refusals: Iterable[solver.Refusal]) -> None:
    lines = [f"  {said(problem, refusal.sentence)}" for refusal in refusals]
    if lines:
        click.echo("\n".join([_("Not possible:"), *lines]))


def _moves(problem: solver.Problem, option: solver.Option) -> str:
    return "; ".join(_move(problem, move) for move in option.moves)


def _move(problem: solver.Problem, move: solver.Move) -> str:
    values = _named(move.term, move.term.place, week_said(problem, move.term.week))
    if move.left is None:
        return _("%(member)s to %(place)s, week %(week)s") % values
    values |= {"other_place": move.left.place, "other_week": week_said(problem, move.left.week)}
    if move.left.week == move.term.week:
        return _("%(member)s from %(other_place)s to %(place)s, week %(week)s") % values
    template = _("%(member)s from %(other_place)s, week %(other_week)s, to %(place)s, week %(week)s")
    return template % values


def _named(term: solver.Assignment, place: str, week: str) -> dict[str, str]:
    return {"member": term.member, "place": place, "week": week}


def _in_json(problem: solver.Problem, found: solver.StandIns | solver.Openings) -> dict[str, Any]:
    return {
        "options": [_option(option) for option in found.options],
        "refusals": [
            {**_term(refusal.term), "reason": refusal.reason, "said": said(problem, refusal.sentence)}
            for refusal in found.refusals
        ],
    }


def _option(option: solver.Option) -> dict[str, Any]:
    moves = [
        {**_term(move.term), "left": move.left and {"week": move.left.week, "place": move.left.place}}
        for move in option.moves
    ]
    return {"moves": moves, **as_json(option.difference)}


def _term(term: solver.Assignment) -> dict[str, Any]:
    return {"week": term.week, "place": term.place, "member": term.member}


def _print(what: dict[str, Any]) -> None:
    click.echo(json.dumps(what, ensure_ascii=False, indent=1))
