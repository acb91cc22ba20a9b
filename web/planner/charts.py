"""The charts of rosters: how the gap closes while one is solved, and how evenly its terms are shared out."""

from collections import Counter
from collections.abc import Iterable, Mapping

import pygal
from flask_babel import gettext as _
from markupsafe import Markup

from rotation.jobs import JobProgress
from rotation.roster.fairness import FairnessRow
from web.charts import inline, look, marks

TIERS = ("vacancies", "changes", "unfairness", "wishes")
_HUNDREDTHS = 100
_MOST_BARS = 24
_MOST_LABELS = 10


def gap(cost: int, bound: int) -> float:
    """How far a cost may still be from the best, in per cent of the cost: 0 is proven."""
    return 100 * (cost - bound) / cost if cost > bound else 0.0


def gap_curve(points: Iterable[JobProgress]) -> Markup:
    """The gap of each tier in per cent (upwards) over the seconds of solving (to the right)."""
    known = [(point, point.costs) for point in points if point.costs]
    end = max((point.seconds for point, _costs in known), default=1)
    chart = pygal.XY(**look(range=(0, 100), xrange=(0, end), y_labels=[0, 25, 50, 75, 100]), show_dots=False)
    for tier in TIERS:
        chart.add(tier, [(point.seconds, gap(costs[tier], point.bounds[tier])) for point, costs in known])
    return inline(chart, _("Gap between cost and bound, in per cent, over the seconds of solving"))


def fairness_chart(rows: Iterable[FairnessRow]) -> Markup:
    """How many members (upwards) have how many terms more or less than their share (to the right)."""
    counts = spread([row.difference for row in rows])
    few = len(counts) <= _MOST_LABELS
    labels = [_terms(distance) if few or distance.is_integer() else "" for distance in counts]
    chart = pygal.Bar(**look(x_labels=labels, y_labels=marks(max(counts.values(), default=0))))
    chart.add("members", list(counts.values()))
    return inline(chart, _("Number of members by terms above or below their share"))


def _terms(distance: float) -> str:
    return f"{distance:+g}".replace("-", "−") if distance else "0"


def spread(differences: list[int]) -> Mapping[float, int]:
    """How many differences (hundredths of a term) lie around each distance in terms, from the least to the most.

    Distances are a quarter of a term apart, or as much more as keeps the chart readable.
    """
    step = 25
    while differences and (max(differences) - min(differences)) // step >= _MOST_BARS:
        step *= 2
    counts = Counter(round(difference / step) for difference in differences)
    steps = range(min(counts), max(counts) + 1) if counts else range(0)
    return {number * step / _HUNDREDTHS: counts[number] for number in steps}
