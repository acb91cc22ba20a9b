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

from pathlib import Path
from typing import Any

import click

import solver
from rotation.cli.language import _
from rotation.cli.options import (
    list_options,
    list_refusals,
    option_in_json,
    print_json,
    refusal_in_json,
    term_in_json,
    term_said,
)
from rotation.cli.problems import problem_in, roster_in


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
        opening = {"opening": term_in_json(found.opening)}
        traded = {} if swaps is None else {"swaps": [option_in_json(option) for option in swaps]}
        print_json(
            {**opening, **_in_json(problem, found), "chains": [option_in_json(one) for one in found.chains], **traded}
        )
        return
    click.echo(_("The seat of %(member)s in %(place)s, week %(week)s:") % term_said(problem, found.opening))
    list_options(problem, _("Who could stand in"), found.options)
    list_options(problem, _("If others move over"), found.chains)
    if swaps is not None:
        list_options(problem, _("Who could swap"), swaps)
    list_refusals(problem, found.refusals)


def _show_openings(problem: solver.Problem, member: str, found: solver.Openings, *, in_json: bool) -> None:
    if in_json:
        print_json(_in_json(problem, found))
        return
    list_options(problem, _("Empty seats that %(member)s could take") % {"member": member}, found.options)
    list_refusals(problem, found.refusals)


def _in_json(problem: solver.Problem, found: solver.StandIns | solver.Openings) -> dict[str, Any]:
    return {
        "options": [option_in_json(option) for option in found.options],
        "refusals": [refusal_in_json(problem, refusal) for refusal in found.refusals],
    }
