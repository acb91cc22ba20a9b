"""`rotation check`: whether a roster keeps every rule, and whether its costs are what it says."""

from dataclasses import asdict
from pathlib import Path

import click

import solver
from rotation.cli.language import _, ngettext
from rotation.cli.problems import problem_in, roster_in
from rotation.cli.progress import summary

NOT_AS_IT_SHOULD_BE = 1


@click.command("check", help=_("Check that ROSTER.json answers PROBLEM.json: its rules kept, its costs true."))
@click.argument("problem", type=click.Path(path_type=Path), metavar="PROBLEM.json")
@click.argument("roster", type=click.Path(path_type=Path), metavar="ROSTER.json")
@click.pass_context
def check_file(ctx: click.Context, problem: Path, roster: Path) -> None:
    """Judge a roster file: status 1 with every rule that it breaks and every cost that it misstates."""
    question = problem_in(problem)
    solution = roster_in(roster)
    faults = faults_of(question, solution)
    for fault in faults:
        click.echo(fault)
    if faults:
        count = len(faults)
        click.echo(ngettext("%(count)s fault found.", "%(count)s faults found.", count) % {"count": count})
        ctx.exit(NOT_AS_IT_SHOULD_BE)
    click.echo(_("Every rule is kept, and the costs are true."))
    click.echo(summary(question, solution))


def faults_of(problem: solver.Problem, solution: solver.Solution) -> list[str]:
    """Each rule broken and each number misstated, in words."""
    found = solver.audit(problem, solution.assignments)
    broken = [f"{breach.rule}: {breach.detail.text(_)}" for breach in found.broken]
    counted = {"costs": asdict(found.costs), "wishes": asdict(found.wishes)}
    return broken + [_untruth(what, solution, counted) for what in solver.untruths(problem, solution)]


def _untruth(what: str, solution: solver.Solution, counted: dict[str, dict[str, int]]) -> str:
    kind, _dot, name = what.partition(".")
    if kind == "status":
        return _("status: “%(status)s” is not what costs and bounds amount to.") % {"status": solution.status}
    if kind == "bounds":
        stated = getattr(solution.bounds, name)
        template = _("%(what)s: %(stated)s cannot be a bound on %(cost)s.")
        return template % {"what": what, "stated": stated, "cost": counted["costs"][name]}
    stated = getattr(getattr(solution, kind), name)
    template = _("%(what)s: the roster says %(stated)s; counted again it is %(counted)s.")
    return template % {"what": what, "stated": stated, "counted": counted[kind][name]}
