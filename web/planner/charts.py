"""Charts as inline SVG without style or script of their own (the page's security policy allows neither).

Their colours and letters stand in static/roster-charts.css; each is shown beside a table with the same numbers.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from xml.etree import ElementTree as ET

import pygal
from flask_babel import gettext as _
from markupsafe import Markup

from rotation.jobs import JobProgress
from rotation.roster.fairness import FairnessRow

TIERS = ("vacancies", "changes", "unfairness", "wishes")
_HUNDREDTHS = 100
_MOST_BARS = 24
_MOST_LABELS = 10
_MOST_MARKS = 8
_UNWANTED = {"style", "script", "title", "desc"}


def gap(cost: int, bound: int) -> float:
    """How far a cost may still be from the best, in per cent of the cost: 0 is proven."""
    return 100 * (cost - bound) / cost if cost > bound else 0.0


def gap_curve(points: Iterable[JobProgress]) -> Markup:
    """The gap of each tier in per cent (upwards) over the seconds of solving (to the right)."""
    known = [(point, point.costs) for point in points if point.costs]
    end = max((point.seconds for point, _costs in known), default=1)
    chart = pygal.XY(**_look(range=(0, 100), xrange=(0, end), y_labels=[0, 25, 50, 75, 100]), show_dots=False)
    for tier in TIERS:
        chart.add(tier, [(point.seconds, gap(costs[tier], point.bounds[tier])) for point, costs in known])
    return _inline(chart, _("Gap between cost and bound, in per cent, over the seconds of solving"))


def fairness_chart(rows: Iterable[FairnessRow]) -> Markup:
    """How many members (upwards) have how many terms more or less than their share (to the right)."""
    counts = spread([row.difference for row in rows])
    few = len(counts) <= _MOST_LABELS
    labels = [_terms(distance) if few or distance.is_integer() else "" for distance in counts]
    chart = pygal.Bar(**_look(x_labels=labels, y_labels=_marks(max(counts.values(), default=0))))
    chart.add("members", list(counts.values()))
    return _inline(chart, _("Number of members by terms above or below their share"))


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


def _marks(most: int) -> list[int]:
    """Round numbers from 0 to at least `most`, not too many."""
    step = next(step for step in _round_steps() if step * _MOST_MARKS >= most)
    return list(range(0, most + step, step))


def _round_steps() -> Iterator[int]:
    """1, 2, 5, 10, 20, 50 and so on."""
    return (digit * 10**power for power in count() for digit in (1, 2, 5))


def _look(**more: object) -> dict[str, object]:
    letters = pygal.style.Style(label_font_size=18, major_label_font_size=18)
    size = {"width": 760, "height": 320, "margin": 10, "spacing": 12}
    return {"style": letters, "show_legend": False, "no_prefix": True, "truncate_label": -1, "js": [], **size, **more}


def _inline(chart: pygal.Graph, label: str) -> Markup:
    """The chart as an element of the page, named for those who do not see it."""
    ET.register_namespace("", "http://www.w3.org/2000/svg")
    root = ET.fromstring(ET.tostring(chart.render_tree()))  # noqa: S314 - our own chart; parsing drops its comments
    _strip(root)
    root.set("role", "img")
    root.set("aria-label", label)
    return Markup(ET.tostring(root, encoding="unicode"))  # noqa: S704 - serialised XML is escaped


def _strip(element: ET.Element) -> None:
    element.attrib.pop("id", None)
    for child in list(element):
        if child.tag.rpartition("}")[2] in _UNWANTED or "overlay" in child.get("class", ""):
            element.remove(child)
        else:
            _strip(child)
