"""How a search is going: a table that stays in its place on a terminal, plain lines anywhere else."""

import sys
from dataclasses import asdict
from time import monotonic
from typing import Self

import click
from rich.console import Console
from rich.live import Live
from rich.table import Table

import solver
from rotation.cli.language import _
from rotation.errors import N_

LINE_EVERY_SECONDS = 1.0
TIER_NAMES = {
    "vacancies": N_("vacancies"),
    "changes": N_("changes"),
    "unfairness": N_("unfairness"),
    "wishes": N_("wishes"),
}


class Display:
    """The last progress heard of, on standard error. `take` may be called from another thread."""

    def __init__(self) -> None:
        self.console = Console(stderr=True, highlight=False)
        self.live = Live(console=self.console, auto_refresh=False) if sys.stderr.isatty() else None
        self.began = monotonic()
        self.heard: solver.Progress | None = None
        self.said: tuple[solver.Costs | None, solver.Costs] | None = None
        self.said_at = 0.0
        self.said_stopping = False

    def __enter__(self) -> Self:
        if self.live:
            self.live.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_about: object) -> None:
        if self.live:
            self.live.stop()
        elif kind is None:
            self._line(monotonic())

    def take(self, progress: solver.Progress) -> None:
        """Hear of progress."""
        self.heard = progress

    def show(self, *, stopping: bool) -> None:
        """Bring what is shown up to date."""
        if self.live:
            self.live.update(self._table(stopping=stopping), refresh=True)
        elif stopping and not self.said_stopping:
            self.said_stopping = True
            click.echo(_("Stopping; the best so far will be written."), err=True)
        elif monotonic() - self.said_at >= LINE_EVERY_SECONDS:
            self._line(monotonic())

    def _line(self, at: float) -> None:
        heard = self.heard
        if heard is None or (heard.costs, heard.bounds) == self.said:
            return
        self.said, self.said_at = (heard.costs, heard.bounds), at
        click.echo(f"{at - self.began:6.1f} s  {_(heard.stage)}  " + "  ".join(_phrases(heard)), err=True)

    def _table(self, *, stopping: bool) -> Table:
        stage = _(self.heard.stage) if self.heard else _("starting")
        said = _("Stopping; the best so far will be written.") if stopping else _("Ctrl-C writes the best so far.")
        table = Table(title=f"{monotonic() - self.began:.0f} s · {stage}", caption=said)
        for heading in ("", _("cost"), _("bound"), _("gap")):
            table.add_column(heading, justify="right" if heading else "left")
        if self.heard and self.heard.costs:
            for row in tier_rows(self.heard.costs, self.heard.bounds):
                table.add_row(*row)
        return table


def tier_rows(costs: solver.Costs, bounds: solver.Costs) -> list[tuple[str, str, str, str]]:
    """Each tier's name, cost, bound and gap, in words."""
    stated = asdict(bounds)
    return [
        (_(TIER_NAMES[tier]), f"{cost:,}", f"{stated[tier]:,}", gap(cost, stated[tier]))
        for tier, cost in asdict(costs).items()
    ]


def gap(cost: int, bound: int) -> str:
    """How far a cost may be from the best, in words."""
    if cost == bound:
        return _("proven")
    return f"{100 * (cost - bound) / cost:.1f} %" if bound else _("no bound yet")


def summary(problem: solver.Problem, solution: solver.Solution) -> str:
    """What came out: seats filled, and each tier with its bound."""
    rows = [("", _("cost"), _("bound"), _("gap")), *tier_rows(solution.costs, solution.bounds)]
    filled = _("%(filled)s of %(seats)s seats are filled.")
    said = filled % {"filled": f"{len(solution.assignments):,}", "seats": f"{problem.seats:,}"}
    return "\n".join([said, *aligned(rows)])


def aligned(rows: list[tuple[str, str, str, str]]) -> list[str]:
    """Rows of text in columns, the first to the left and the others to the right."""
    table = Table(box=None, show_header=False, pad_edge=False)
    for number in range(len(rows[0])):
        table.add_column(justify="right" if number else "left")
    for row in rows:
        table.add_row(*row)
    console = Console(width=100, no_color=True)
    with console.capture() as captured:
        console.print(table)
    return captured.get().rstrip().splitlines()


def _phrases(heard: solver.Progress) -> list[str]:
    if heard.costs is None:
        return []
    phrase = _("%(tier)s %(cost)s (bound %(bound)s, %(gap)s)")
    return [
        phrase % {"tier": tier, "cost": cost, "bound": bound, "gap": share}
        for tier, cost, bound, share in tier_rows(heard.costs, heard.bounds)
    ]
