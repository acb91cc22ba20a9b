"""What the solver says of members, places and weeks, on the command line: ids as they stand in the files, and dates."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import solver
from rotation.cli.language import _
from rotation.errors import N_

__all__ = ["as_json", "costs_said", "difference", "differences", "said", "week_said"]

NAMES = {
    "vacancies": N_("vacancies"),
    "changes": N_("changes"),
    "unfairness": N_("unfairness"),
    "wishes": N_("wishes"),
    "unmet_skill": N_("skills missing"),
    "repeat_partner": N_("partners again"),
    "disliked": N_("disliked weeks and places"),
    "no_continuity": N_("teams new to their village"),
    "repeat_village": N_("villages again"),
    "crowding": N_("terms too close"),
    "travel": N_("travel"),
}


def week_said(problem: solver.Problem, week: int) -> str:
    """A week's number and its Monday: 3 (2026-01-26)."""
    return _("%(what)s (%(note)s)") % {"what": week, "note": problem.start + timedelta(weeks=week)}


def said(problem: solver.Problem, sentence: solver.Sentence) -> str:
    """A sentence of the solver with its weeks' dates."""
    dated = {
        name: week_said(problem, value) if name in ("week", "other_week") and isinstance(value, int) else value
        for name, value in sentence.values.items()
    }
    return solver.Sentence(sentence.template, dated).text(_)


def difference(of: solver.Difference) -> str:
    """What a change adds to each tier, and of the wishes to which; what stays is left out."""
    tiers = differences(asdict(of.costs))
    wishes = differences(asdict(of.wishes))
    if not tiers:
        return _("no cost changes")
    return f"{tiers} [{wishes}]" if wishes else tiers


def differences(counts: Mapping[str, int]) -> str:
    """Numbers with their signs and names: vacancies -1, unfairness +13,000."""
    return _(", ").join(f"{_(NAMES[name])} {count:+,}" for name, count in counts.items() if count)


def costs_said(name: str) -> str:
    """The name of a tier or a wish."""
    return _(NAMES[name])


def as_json(of: solver.Difference) -> dict[str, Any]:
    """A difference as it stands in a file, in the shape of a roster's costs and wishes."""
    return {"costs": asdict(of.costs), "wishes": asdict(of.wishes)}
