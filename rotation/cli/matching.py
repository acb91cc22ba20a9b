"""`rotation matching`: how good the suggestions are, of which complaints and findings belong together."""

from pathlib import Path

import click

from rotation.cli.language import _, ngettext
from rotation.cli.problems import Unreadable
from rotation.files import read_whole
from rotation.record import evaluation
from rotation.record.evaluation import Fault, Share

MOST_SHOWN = 20


@click.group("matching", help=_("How well texts about the same thing are told from others."))
def matching() -> None:
    """The commands about the matcher."""


@matching.command(
    "evaluate",
    help=_("Judge the matcher by FILE.csv: in each line two texts, and 1 where they are about the same thing, else 0."),
)
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.csv")
def evaluate(file: Path) -> None:
    """Print recall, precision and their intervals; status 2 with the lines of a file that cannot be taken."""
    judged, faults = evaluation.read(read_whole(file), file.name)
    if faults:
        _refuse(file, faults)
    if not judged:
        raise Unreadable(_("%(path)s: there is no pair of texts in it.") % {"path": file})
    found = evaluation.evaluate(judged)
    counts = {"pairs": found.judged, "same": found.recall.of, "lefts": found.lefts, "rights": found.rights}
    click.echo(
        _("%(pairs)s pairs judged, %(same)s of them the same: %(lefts)s texts on the left, %(rights)s on the right")
        % counts
    )
    click.echo(_said(_("Recall at 1"), found.recall_at_1))
    click.echo(_said(_("Recall at 5"), found.recall_at_5))
    click.echo(_said(_("Assignment, precision"), found.precision))
    click.echo(_said(_("Assignment, recall"), found.recall))
    if found.unjudged:
        said = _("Of the pairs assigned, the file does not judge %(n)s; they count as wrong.")
        click.echo(said % {"n": found.unjudged})


def _refuse(file: Path, faults: list[Fault]) -> None:
    for fault in faults[:MOST_SHOWN]:
        said = _("%(path)s: line %(line)s: %(problem)s")
        click.echo(said % {"path": file, "line": fault.line, "problem": fault.problem.text(_)}, err=True)
    count = len(faults)
    said = ngettext("Nothing was judged: %(n)s line is wrong.", "Nothing was judged: %(n)s lines are wrong.", count)
    raise Unreadable(said % {"n": count})


def _said(what: str, share: Share) -> str:
    if not share.of:
        return _("%(what)s: nothing to count") % {"what": what}
    low, high = share.interval
    values = {"what": what, "hits": share.hits, "of": share.of, "share": f"{share.hits / share.of:.1%}"}
    template = _("%(what)s: %(share)s (%(hits)s of %(of)s; in 95 of 100 cases between %(low)s and %(high)s)")
    return template % {**values, "low": f"{low:.1%}", "high": f"{high:.1%}"}
