"""`rotation solve`: from a problem file to a roster file and its certificate, with its progress shown."""

import os
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from threading import Event
from time import monotonic

import click

import solver
from rotation.cli.language import _
from rotation.cli.problems import problem_in
from rotation.cli.progress import Display, summary
from rotation.cli.signals import asked_to_end
from rotation.files import require_writable, write_whole

PINS_CONTRADICT = 3
LOOK_EVERY_SECONDS = 0.25
OUTSIDE_SECONDS = 0.5
"""What starting and leaving Python takes, which nobody counts within."""


@click.command("solve", help=_("Solve PROBLEM.json and write the best roster found. Ctrl-C writes the best so far."))
@click.argument("problem", type=click.Path(path_type=Path), metavar="PROBLEM.json")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), metavar="ROSTER.json", help=_("Where to write the roster.")
)
@click.option(
    "--seconds", type=click.IntRange(1, 10**7), default=60, show_default=True, help=_("The longest time to take.")
)
@click.option(
    "--certificate",
    type=click.Path(path_type=Path),
    metavar="CERTIFICATE.json",
    help=_("Where to write what makes its bounds certain."),
)
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True, help=_("Where chance begins."))
@click.pass_context
def solve_file(ctx: click.Context, problem: Path, out: Path, certificate: Path | None, seconds: int, seed: int) -> None:
    """Solve a problem file within a time, in which all counts; the roster is written whole or not at all."""
    began = monotonic() if ctx.obj is None else ctx.obj
    _require_apart(problem, out, certificate)
    stop = asked_to_end()
    question = problem_in(problem)
    for path in (out, *([certificate] if certificate else [])):
        require_writable(path)
    try:
        limits = solver.Limits(seconds=seconds - OUTSIDE_SECONDS - (monotonic() - began), seed=seed)
        solution = shown(question, limits, stop)
    except solver.PinConflict as conflict:
        report(conflict)
        ctx.exit(PINS_CONTRADICT)
    write_whole(out, solution.to_json().encode())
    click.echo(summary(question, solution))
    click.echo(_("Written to %(path)s.") % {"path": out})
    if certificate and solution.certificate:
        write_whole(certificate, solution.certificate.to_json().encode())
        click.echo(_("Its certificate is in %(path)s.") % {"path": certificate})


def _require_apart(problem: Path, out: Path, certificate: Path | None) -> None:
    if _meant(out) == _meant(problem):
        raise click.UsageError(_("--out names the problem itself."))
    if certificate and _meant(certificate) in (_meant(problem), _meant(out)):
        raise click.UsageError(_("--certificate names the problem or the roster itself."))


def _meant(path: Path) -> str:
    """The file that a path leads to; unlike Path.resolve, also where links lead round in a ring."""
    return os.path.realpath(path)


def shown(problem: solver.Problem, limits: solver.Limits, stop: Event) -> solver.Solution:
    """Solve `problem` with its progress on standard error.

    The search has a thread of its own, so that this one can answer signals while compiled code runs.
    """
    with ThreadPoolExecutor(1) as pool, Display() as display:
        found: Future[solver.Solution] = pool.submit(
            solver.solve, problem, limits, on_progress=display.take, should_stop=stop.is_set
        )
        display.show(stopping=False)
        while wait([found], LOOK_EVERY_SECONDS).not_done:
            display.show(stopping=stop.is_set())
        return found.result()


def report(conflict: solver.PinConflict) -> None:
    """Say on standard error which pins and rules contradict each other."""
    click.echo(_("Error: these pins cannot all hold:"), err=True)
    for found in conflict.conflicts:
        click.echo(f"  {found.rule}: {found.detail.text(_)}", err=True)
        for pin in found.pins:
            line = _("week %(week)s, place %(place)s, member %(member)s")
            click.echo("    " + line % {"week": pin.week, "place": pin.place, "member": pin.member}, err=True)
