"""The members of the sample: where they live, what they can and want, when they are away."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from rotation.district.members import Role
from rotation.district.training import Course
from rotation.district.weeks import Week

Row = dict[str, Any]
PHONES = 12_000_000_000  # no Chinese mobile number begins with 12
HOMES = ("江湾路", "枫岭街", "石塘街", "柳园", "梅园新村", "桑园里")
LEADS, TROUBLESHOOTERS, NAMED, FAR, RECUSED = 0.45, 0.5, 0.85, 0.35, 0.25  # shares of the members
DISLIKING, WEEKENDERS = 0.15, 0.1
ABSENCES = (  # reason, share of members in 26 weeks, shortest and longest in days
    ("探亲", 0.45, 5, 18),
    ("旅游", 0.35, 4, 12),
    ("体检", 0.30, 1, 2),
    ("照看孙辈", 0.20, 7, 21),
    ("住院休养", 0.06, 20, 50),
)


@dataclass(frozen=True, slots=True)
class Cohort:
    """Members who join together: which numbers, from which week on, near which villages; `names` are everybody's."""

    first: int
    last: int
    joins: Week
    villages: list[Row]
    names: list[str]

    @property
    def codes(self) -> list[str]:
        """Their numbers."""
        return [f"m{number:03d}" for number in range(self.first, self.last + 1)]


def members(random: Random, cohort: Cohort, skills: list[str], weeks: list[Week]) -> list[Row]:
    """The members themselves."""
    return [
        _member(random, code, name, cohort, skills, weeks)
        for code, name in zip(cohort.codes, cohort.names[cohort.first - 1 :], strict=False)
    ]


def _member(random: Random, code: str, name: str, cohort: Cohort, skills: list[str], weeks: list[Week]) -> Row:
    near = random.choice(cohort.villages)
    troubleshoots = random.random() < TROUBLESHOOTERS
    return {
        "code": code,
        "name": name,
        "phone": str(PHONES + int(code[1:])),
        "home": f"{random.choice(HOMES)}{random.randint(1, 120)}号",
        "lat": round(near["lat"] + random.uniform(-0.015, 0.015), 5),
        "lon": round(near["lon"] + random.uniform(-0.02, 0.02), 5),
        "roles": [Role.TEAM.value, Role.TROUBLESHOOTER.value] if troubleshoots else [Role.TEAM.value],
        "skills": sorted(random.sample(skills, random.choice([0, 1, 1, 2, 3]))),
        "max_km": float(random.randint(12, 22)) if random.random() < FAR else None,
        "disliked_weeks": sorted(str(week) for week in random.sample(weeks, random.choice([0, 0, 1, 2]))),
        "disliked_places": [random.choice(cohort.villages)["code"]] if random.random() < DISLIKING else [],
        "named_in_public": random.random() < NAMED,
    }


def training(random: Random, cohort: Cohort) -> list[Row]:
    """The basic training before the first week, of two members some weeks later; the lead's of nearly half."""
    late = set(random.sample(cohort.codes, 2))
    rows = []
    for code in cohort.codes:
        weeks = random.randint(3, 6) if code in late else -random.randint(2, 9)
        basic = (cohort.joins + weeks).monday + timedelta(days=random.randint(0, 4))
        rows.append({"member_id": code, "course": Course.BASIC, "completed": basic})
        if code not in late and random.random() < LEADS:
            led = min(basic + timedelta(days=random.randint(0, 9)), (cohort.joins + -1).sunday)
            rows.append({"member_id": code, "course": Course.LEAD, "completed": led})
    return rows


def leave(random: Random, codes: list[str], weeks: list[Week]) -> list[Row]:
    """Who is away when; some are away over a weekend alone, which keeps nobody from serving."""
    rows = []
    for code in codes:
        for reason, share, shortest, longest in ABSENCES:
            if random.random() < share:
                first = random.choice(weeks).monday + timedelta(days=random.randint(0, 6))
                rows.append(_away(code, first, random.randint(shortest, longest), reason))
        if random.random() < WEEKENDERS:
            rows.append(_away(code, random.choice(weeks).monday + timedelta(days=5), 2, "周末外出"))
    return rows


def _away(code: str, first: date, days: int, reason: str) -> Row:
    return {"member_id": code, "first_day": first, "last_day": first + timedelta(days=days - 1), "reason": reason}


def not_overlapping(rows: list[Row]) -> list[Row]:
    """Without those that begin while the same member is away already."""
    kept: list[Row] = []
    for row in sorted(rows, key=lambda row: (row["member_id"], row["first_day"])):
        before = kept[-1] if kept and kept[-1]["member_id"] == row["member_id"] else None
        if before is None or before["last_day"] < row["first_day"]:
            kept.append(row)
    return kept


def recusals(random: Random, cohort: Cohort) -> list[Row]:
    """Some must not serve in one of the villages."""
    return [
        {"member_id": code, "place": random.choice(cohort.villages)["code"], "reason": "亲属任村干部"}
        for code in cohort.codes
        if random.random() < RECUSED
    ]


def apart(random: Random, cohort: Cohort, pairs: int) -> list[Row]:
    """Some pairs do not serve in one team."""
    chosen = random.sample(cohort.codes, 2 * pairs)
    couples = (sorted(chosen[2 * number : 2 * number + 2]) for number in range(pairs))
    return [{"first_id": first, "second_id": second, "reason": "同一家庭"} for first, second in couples]
