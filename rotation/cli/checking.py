"""`rotation check`: whether a roster keeps every rule, whether its costs are true, and whether its bounds are."""

from dataclasses import asdict
from pathlib import Path

import click

import solver
from rotation.cli.language import _, ngettext
from rotation.cli.problems import certificate_in, problem_in, roster_in, unreadable
from rotation.cli.progress import TIER_NAMES, summary
from rotation.errors import N_

NOT_AS_IT_SHOULD_BE = 1
WORDS = {
    solver.Word.CHECKED: N_("%(tier)s: the bound %(bound)s is checked."),
    solver.Word.SOLVER: N_("%(tier)s: %(certain)s is checked; that the bound is %(bound)s is the solver's word."),
    solver.Word.FALSE: N_("%(tier)s: the certificate does not give its bound: counted again, it proves %(certain)s."),
}


@click.command("check", help=_("Check that ROSTER.json answers PROBLEM.json: its rules kept, its costs true."))
@click.argument("problem", type=click.Path(path_type=Path), metavar="PROBLEM.json")
@click.argument("roster", type=click.Path(path_type=Path), metavar="ROSTER.json")
@click.option(
    "--certificate",
    type=click.Path(path_type=Path),
    metavar="CERTIFICATE.json",
    help=_("Count its bounds again from this certificate, which `rotation solve` wrote."),
)
@click.pass_context
def check_file(ctx: click.Context, problem: Path, roster: Path, certificate: Path | None) -> None:
    """Judge a roster file: status 1 with every rule that it breaks and every cost or bound that it misstates."""
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
    if certificate and not _is_certain(question, solution, certificate):
        ctx.exit(NOT_AS_IT_SHOULD_BE)


def _is_certain(problem: solver.Problem, solution: solver.Solution, path: Path) -> bool:
    """Say of each bound whose word it is; whether none is false."""
    try:
        verdicts = solver.check_certificate(problem, solution, certificate_in(path))
    except solver.CertificateError as error:
        raise unreadable(path, error) from None
    for verdict in verdicts:
        values = {"tier": _(TIER_NAMES[verdict.tier]), "bound": verdict.stated, "certain": verdict.certain}
        click.echo(_(WORDS[verdict.word]) % values)
    return all(verdict.word != solver.Word.FALSE for verdict in verdicts)


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
