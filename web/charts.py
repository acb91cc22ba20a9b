"""Charts as inline SVG without style or script of their own (the page's security policy allows neither).

Their colours and letters stand in static/charts.css; each is shown beside a table with the same numbers.
"""

import itertools
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pygal
from markupsafe import Markup

__all__ = ["inline", "look", "marks"]

_MOST_MARKS = 8
_UNWANTED = {"style", "script", "title", "desc"}


def look(**more: object) -> dict[str, object]:
    """What every chart looks like, for pygal, and what is asked of this one."""
    letters = pygal.style.Style(label_font_size=18, major_label_font_size=18)
    size = {"width": 760, "height": 320, "margin": 10, "spacing": 12}
    return {"style": letters, "show_legend": False, "no_prefix": True, "truncate_label": -1, "js": [], **size, **more}


def marks(most: int, count: int = _MOST_MARKS) -> list[int]:
    """Round numbers from 0 to at least `most`, not many more than `count`."""
    step = next(step for step in _round_steps() if step * count >= most)
    return list(range(0, most + step, step))


def _round_steps() -> Iterator[int]:
    """1, 2, 5, 10, 20, 50 and so on."""
    return (digit * 10**power for power in itertools.count() for digit in (1, 2, 5))


def inline(chart: pygal.Graph, label: str) -> Markup:
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
