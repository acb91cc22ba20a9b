"""The pictures in the README: how the wishes fall by time, beside the bound and the peers' ends.

python -m tests.benchmarks.picture

Drawn from what `solvers` left in build/bench; four panels, one for each of the larger problems that it solved.
"""
# ruff: noqa: T201 - prints are what a measurement is for

import json
import math
from xml.sax.saxutils import escape

from tests.benchmarks.contenders import CP_SAT, OURS, TIMEFOLD
from tests.benchmarks.measured import ROOT
from tests.benchmarks.report import FOLDER, reported

PICTURES = ROOT / "web" / "static" / "pictures"
SHOWN = ("qixia39-1", "festival-1", "qixia104-1", "city-1")
FIRSTS = ("vacancies", "changes", "unfairness")
EARLIEST, LATEST = 1.0, 10.0
"""Seconds that every panel shows."""
WIDTH, HEIGHT, LEFT, TOP, GAP = 440, 250, 60, 46, 26
LINE = 15
PANEL_WIDTH, PANEL_HEIGHT = WIDTH - LEFT - GAP, HEIGHT - TOP - 44
WORDS = {
    "en": {
        "title": "Points of unmet wishes by seconds of search; lower is better",
        OURS: "ours",
        TIMEFOLD: "Timefold",
        CP_SAT: "CP-SAT, one model",
        "bound": "no roster can be below",
        "seconds": "seconds",
        "worse": "an earlier cost is higher",
    },
    "zh": {
        "title": "未满足心愿的分数随求解秒数的变化，越低越好",
        OURS: "本项目",
        TIMEFOLD: "Timefold",
        CP_SAT: "CP-SAT 单一模型",
        "bound": "任何轮值表都不能更低",
        "seconds": "秒",
        "worse": "前一层的代价更高",
    },
}
LETTERS = 'font-family="system-ui, sans-serif" font-size="13" fill="#1b1b18"'
COLOURS = {OURS: "#14532d", TIMEFOLD: "#9a3412", CP_SAT: "#1e40af", "bound": "#4a4a45"}


def main():
    """Draw in both languages."""
    rows = reported("solvers")
    panels = [panel for name in SHOWN if (panel := _panel(name, rows))]
    if not panels:
        print("There are no results to draw: run tests.benchmarks.solvers first.")
        return
    for language, words in WORDS.items():
        file = PICTURES / f"bench-{language}.svg"
        file.write_text(drawn(panels, words), encoding="utf-8")
        print(f"Written to {file}.")


def _panel(name, rows):
    """The curve of ours in its last tiers, the bound, and where the others ended; None where ours has no curve."""
    mine = next((row for row in rows if row["problem"] == name and row["solver"] == OURS and row["wishes"]), None)
    curve = FOLDER / f"{name}-{OURS}.curve.json"
    if mine is None or not curve.exists():
        return None
    first = _firsts(mine)
    points = [
        (point["seconds"], point["costs"]["wishes"])
        for point in json.loads(curve.read_text())
        if point["costs"] and tuple(point["costs"][tier] for tier in FIRSTS) == first
    ]
    ends = {
        row["solver"]: (float(row["seconds"]), int(row["wishes"]), _firsts(row) > first)
        for row in rows
        if row["problem"] == name and row["solver"] in (TIMEFOLD, CP_SAT) and row["referee"] == "accepts"
    }
    return {"name": name, "points": points, "ends": ends, "bound": int(mine["wishes bound"] or 0)}


def _firsts(row):
    return tuple(int(row[tier]) for tier in FIRSTS)


def drawn(panels, words):
    """The whole picture."""
    across = 2
    width, height = across * WIDTH, (len(panels) + 1) // across * HEIGHT + 64
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" {LETTERS}>',
        f"<title>{escape(words['title'])}</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        _text(16, 24, words["title"], size=16),
        *_legend(words),
    ]
    for number, panel in enumerate(panels):
        x, y = number % across * WIDTH, number // across * HEIGHT + 52
        parts.append(f'<g transform="translate({x} {y})">{"".join(_drawn(panel, words))}</g>')
    return "\n".join([*parts, "</svg>\n"])


def _legend(words):
    x = 16
    for name in (OURS, TIMEFOLD, CP_SAT, "bound"):
        dash = ' stroke-dasharray="6 4"' if name == "bound" else ""
        mark = f'<circle cx="{x + 12}" cy="44" r="5" fill="{COLOURS[name]}"/>'
        line = f'<path d="M{x} 44h24" stroke="{COLOURS[name]}" stroke-width="3"{dash}/>'
        yield mark if name in (TIMEFOLD, CP_SAT) else line
        yield _text(x + 30, 49, words[name])
        x += 60 + 14 * len(words[name]) if words is WORDS["zh"] else 60 + 8 * len(words[name])


def _drawn(panel, words):
    scale = _Scale(panel)
    yield _text(LEFT, TOP - 12, panel["name"], size=15)
    yield from scale.axes(words)
    if panel["bound"]:
        y = scale.y(panel["bound"])
        dashes = f'stroke="{COLOURS["bound"]}" stroke-width="2" stroke-dasharray="6 4"'
        yield f'<path d="M{LEFT} {y:.1f}h{PANEL_WIDTH}" {dashes}/>'
    yield f'<path d="{scale.steps(panel["points"])}" fill="none" stroke="{COLOURS[OURS]}" stroke-width="3"/>'
    free = 0.0
    for name, (seconds, wishes, is_worse) in sorted(panel["ends"].items(), key=lambda end: -end[1][1]):
        x, y = scale.x(seconds), scale.y(wishes)
        if is_worse:  # it is told in words, and words want a line of their own
            y = max(y, free)
            free = y + LINE
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{COLOURS[name]}"/>'
        if is_worse:
            yield _text(x - 8, y + 4, words["worse"], anchor="end", size=11)


class _Scale:
    """Seconds to the right (by powers), points upwards."""

    def __init__(self, panel):
        times = [time for time, _ in panel["points"]] + [end[0] for end in panel["ends"].values()]
        wishes = [wish for _, wish in panel["points"][len(panel["points"]) // 3 :]]
        wishes += [end[1] for end in panel["ends"].values() if not end[2]]
        self.first, self.last = EARLIEST, max(LATEST, *times)
        self.most, self.least = 1.06 * max(wishes), min([panel["bound"] or min(wishes), *wishes])
        self.least -= 0.06 * (self.most - self.least)

    def x(self, seconds):
        share = math.log(max(seconds, self.first) / self.first) / math.log(max(self.last / self.first, 1.01))
        return LEFT + share * PANEL_WIDTH

    def y(self, wishes):
        share = (min(wishes, self.most) - self.least) / (self.most - self.least)
        return TOP + (1 - max(0.0, share)) * PANEL_HEIGHT

    def axes(self, words):
        bottom = TOP + PANEL_HEIGHT
        yield f'<path d="M{LEFT} {TOP}v{PANEL_HEIGHT}h{PANEL_WIDTH}" fill="none" stroke="#8a8a82"/>'
        for seconds in (1, 2, 5, 10, 20, 60, 120, 300):
            if self.first <= seconds <= self.last:
                yield f'<path d="M{self.x(seconds):.1f} {bottom}v5" stroke="#8a8a82"/>'
                yield _text(self.x(seconds), bottom + 19, f"{seconds}", anchor="middle")
        yield _text(LEFT + PANEL_WIDTH, bottom + 35, words["seconds"], anchor="end")
        for wishes in self._marks():
            yield f'<path d="M{LEFT - 5} {self.y(wishes):.1f}h5" stroke="#8a8a82"/>'
            yield _text(LEFT - 8, self.y(wishes) + 4, f"{wishes:,}", anchor="end", size=11)

    def _marks(self):
        """Round numbers, some four of them."""
        span = (self.most - self.least) / 4
        power = 10 ** math.floor(math.log10(max(span, 1)))
        step = next(digit * power for digit in (1, 2, 5, 10) if digit * power >= span)
        return range(math.ceil(self.least / step) * step, int(self.most) + 1, step)

    def steps(self, points):
        """A line that falls where a better roster was found."""
        path, (time, wish) = [], points[0]
        path.append(f"M{self.x(time):.1f} {self.y(wish):.1f}")
        for time, wish in points[1:]:
            path.append(f"H{self.x(time):.1f}V{self.y(wish):.1f}")
        return "".join(path)


def _text(x, y, text, *, anchor="start", size=13):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}">{escape(text)}</text>'


if __name__ == "__main__":
    main()
