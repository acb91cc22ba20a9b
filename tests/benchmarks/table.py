"""The picture and the table in both READMEs, between two marks: python -m tests.benchmarks.table.

Made of what `solvers` left in build/bench.
"""
# ruff: noqa: T201 - prints are what a measurement is for

from tests.benchmarks.contenders import CP_SAT, HASTY, OURS, TIMEFOLD
from tests.benchmarks.measured import ROOT
from tests.benchmarks.report import reported

BEGIN, END = "<!-- benchmark: begin -->", "<!-- benchmark: end -->"
HEADS = {
    "README.md": ("problem", "solver", "seconds", "vacancies", "unfairness", "wishes", "proven"),
    "README.zh.md": ("问题", "求解器", "秒", "空席", "不均衡", "未满足心愿", "已证明"),
}
SOLVERS = {
    "README.md": {OURS: "ours", HASTY: "ours, in haste", TIMEFOLD: "Timefold", CP_SAT: "CP-SAT, one model"},
    "README.zh.md": {OURS: "本项目", HASTY: "本项目（赶时间）", TIMEFOLD: "Timefold", CP_SAT: "CP-SAT 单一模型"},
}
PICTURE = {
    "README.md": "![Unmet wishes by time, beside the bound and two other solvers](web/static/pictures/bench-en.svg)",
    "README.zh.md": "![未满足心愿的分数随时间的变化，以及下限和另外两个求解器](web/static/pictures/bench-zh.svg)",
}
TIERS = ("vacancies", "unfairness", "wishes")
PROVEN = {
    "README.md": ("all", "wishes ≥ {} %", "first tiers", "–", "breaks a rule"),
    "README.zh.md": ("全部", "心愿 ≥ {}%", "前几层", "–", "违反规则"),
}


def main():
    """Put them where the marks are."""
    rows = reported("solvers")
    for file in HEADS if rows else ():
        text = (ROOT / file).read_text(encoding="utf-8")
        if BEGIN not in text:
            print(f"{file} has no marks for the table.")
            continue
        before, after = text.split(BEGIN)[0], text.split(END)[1]
        table = "\n".join(_table(file, rows))
        (ROOT / file).write_text(f"{before}{BEGIN}\n{PICTURE[file]}\n\n{table}\n{END}{after}", encoding="utf-8")
        print(f"The table is in {file}.")


def _table(file, rows):
    yield f"| {' | '.join(HEADS[file])} |"
    yield "| --- | --- | ---: | ---: | ---: | ---: | --- |"
    for row in rows:
        if row["solver"] in SOLVERS[file]:
            costs = [f"{int(row[tier]):,}" if row[tier] else "–" for tier in TIERS]
            seconds = f"{float(row['seconds']):.0f}" if row["seconds"] else "–"
            cells = [row["problem"], SOLVERS[file][row["solver"]], seconds, *costs, _proven(file, row)]
            yield f"| {' | '.join(cells)} |"


def _proven(file, row):
    everything, share, first, nothing, broken = PROVEN[file]
    if row["referee"] in ("refuses", "broken"):
        return broken
    pairs = [(row[tier], row[f"{tier} bound"]) for tier in ("vacancies", "changes", "unfairness", "wishes")]
    if not row["wishes"] or any(cost != bound for cost, bound in pairs[:3]):
        return nothing
    cost, bound = pairs[3]
    if cost == bound:
        return everything
    return share.format(100 * int(bound) // int(cost)) if int(bound) else first


if __name__ == "__main__":
    main()
