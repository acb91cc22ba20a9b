"""What could be done about a term, as the command line prints it: in lines or in JSON."""

import json
from collections.abc import Iterable
from typing import Any

import click

import solver
from rotation.cli.language import _
from rotation.cli.sentences import as_json, difference, said, week_said

__all__ = [
    "list_options",
    "list_refusals",
    "move_in_json",
    "move_said",
    "option_in_json",
    "print_json",
    "refusal_in_json",
    "term_in_json",
    "term_said",
]


def list_options(problem: solver.Problem, title: str, options: Iterable[solver.Option]) -> None:
    """Print options under a title, each with what it costs."""
    lines = [f"  {_moves(problem, option)}: {difference(option.difference)}" for option in options]
    click.echo("\n".join([f"{title}:", *(lines or [f"  {_('nobody')}"])]))


def list_refusals(problem: solver.Problem, refusals: Iterable[solver.Refusal]) -> None:
    """Print who cannot, and why not."""
    lines = [f"  {said(problem, refusal.sentence)}" for refusal in refusals]
    if lines:
        click.echo("\n".join([_("Not possible:"), *lines]))


def term_said(problem: solver.Problem, term: solver.Assignment) -> dict[str, str]:
    """The member, place and dated week of a term, to go into a sentence."""
    return {"member": term.member, "place": term.place, "week": week_said(problem, term.week)}


def _moves(problem: solver.Problem, option: solver.Option) -> str:
    return "; ".join(move_said(problem, move) for move in option.moves)


def move_said(problem: solver.Problem, move: solver.Move) -> str:
    """Who takes which term, and gives up which."""
    values = term_said(problem, move.term)
    if move.left is None:
        return _("%(member)s to %(place)s, week %(week)s") % values
    values |= {"other_place": move.left.place, "other_week": week_said(problem, move.left.week)}
    if move.left.week == move.term.week:
        return _("%(member)s from %(other_place)s to %(place)s, week %(week)s") % values
    template = _("%(member)s from %(other_place)s, week %(other_week)s, to %(place)s, week %(week)s")
    return template % values


def option_in_json(option: solver.Option) -> dict[str, Any]:
    """Moves and differences."""
    return {"moves": [move_in_json(move) for move in option.moves], **as_json(option.difference)}


def move_in_json(move: solver.Move) -> dict[str, Any]:
    """The term that is taken, and the one given up for it."""
    return {**term_in_json(move.term), "left": move.left and {"week": move.left.week, "place": move.left.place}}


def refusal_in_json(problem: solver.Problem, refusal: solver.Refusal) -> dict[str, Any]:
    """The term that cannot be, the reason's name, and the reason in words."""
    return {**term_in_json(refusal.term), "reason": refusal.reason, "said": said(problem, refusal.sentence)}


def term_in_json(term: solver.Assignment) -> dict[str, Any]:
    """A line of a roster file."""
    return {"week": term.week, "place": term.place, "member": term.member}


def print_json(what: dict[str, Any]) -> None:
    """Print one object, as it can be read by programmes and people."""
    click.echo(json.dumps(what, ensure_ascii=False, indent=1))
