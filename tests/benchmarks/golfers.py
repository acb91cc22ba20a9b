"""Groups of three, g of them a week, as many weeks as can be in which no two members meet twice.

python -m tests.benchmarks.golfers [--seconds N] [G ...]

The known maxima: each of 3g members has 3g - 1 others and meets two of them a week, so at most (3g - 1) / 2 weeks,
rounded down. For odd g Kirkman triple systems reach that (Ray-Chaudhuri and Wilson 1971), for even g from 6 on nearly
Kirkman ones (Kotzig and Rosa 1974, Baker and Wilson 1977, Rees and Stinson 1987); for g = 4 four weeks are the most.
See also OEIS A107431 and A107432.
"""

import argparse
from datetime import date

from solver import Member, Problem, Village, Weights
from tests.benchmarks.measured import solved, warmed_up
from tests.benchmarks.report import report

GROUPS = range(3, 21)
SECONDS = 60


def known_maximum(groups):
    """The most weeks without a repeat that there can be."""
    return 4 if groups == 4 else (3 * groups - 1) // 2


def golfers(groups, weeks):
    """So many groups of three every week, and nothing else to ask."""
    members = tuple(Member(f"m{n:04}", lead=True) for n in range(3 * groups))
    villages = tuple(Village(f"v{n:03}") for n in range(groups))
    return Problem(
        date(2026, 1, 5), weeks, members, villages, rest_weeks=0, weights=Weights(repeat_partner=1), team_size=3
    )


def main():
    """Try the known maximum first, then a week fewer until nobody meets twice."""
    asked = _asked()
    warmed_up()
    report("golfers", [_row(groups, asked.seconds) for groups in asked.groups or GROUPS])


def _row(groups, seconds):
    most = known_maximum(groups)
    spent = 0.0
    for weeks in range(most, 0, -1):
        run = solved(golfers(groups, weeks), max(3.0, seconds - spent))
        spent += run.seconds
        if not run.solution.wishes.repeat_partner and not run.solution.costs.vacancies:
            break
    return {
        "groups": groups,
        "members": 3 * groups,
        "known maximum": most,
        "weeks reached": weeks,
        "proven": run.solution.status,
        "seconds of the last": round(run.seconds, 2),
        "seconds in all": round(spent, 1),
    }


def _asked():
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.golfers", description=__doc__)
    parser.add_argument("groups", nargs="*", type=int, metavar="G")
    parser.add_argument("--seconds", type=float, default=SECONDS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
