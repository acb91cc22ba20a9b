"""Plans: which weeks are to be planned, by which rules, and how far the published roster binds."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rotation.district.villages import District
from rotation.district.weeks import Week
from rotation.errors import N_, InvalidInput
from rotation.roster.rosters import Roster, Term, published
from rotation.sections import RosterRules, Weights
from rotation.settings import Settings

MOST_WEEKS = 520
MOST_SECONDS = 4 * 3600
LIMITS = {
    "weeks": (1, MOST_WEEKS),
    "team_size": (1, 20),
    "rest_weeks": (0, MOST_WEEKS),
    "spacing_weeks": (0, MOST_WEEKS),
    "continuity_weeks": (0, MOST_WEEKS),
    "seconds": (1, MOST_SECONDS),
}
HEAVIEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked of one roster. `start` is the first week that may change: all weeks before it are kept.

    `baseline_until` is the last week in which the published roster binds; None where it does not at all.
    """

    start: Week
    weeks: int
    baseline_until: Week | None
    team_size: int
    rest_weeks: int
    spacing_weeks: int
    continuity_weeks: int
    weights: Weights
    seconds: int
    title: str = ""

    @property
    def end(self) -> Week:
        """The first week after the plan."""
        return self.start + self.weeks

    def to_json(self) -> dict[str, Any]:
        """The plan as JSON, as `Roster.rules` holds it."""
        until = str(self.baseline_until) if self.baseline_until else None
        return asdict(self) | {"start": str(self.start), "baseline_until": until}

    @staticmethod
    def from_json(said: dict[str, Any]) -> "Plan":
        """The plan that `to_json` wrote down."""
        until = said["baseline_until"]
        weeks = {"start": Week.parse(said["start"]), "baseline_until": Week.parse(until) if until else None}
        return Plan(**(said | weeks | {"weights": Weights(**said["weights"])}))

    def starting(self, start: Week) -> "Plan":
        """The same plan from a later week on, with the same end."""
        return replace(self, start=start, weeks=max(0, self.end - start))


def plan_of(roster: Roster) -> Plan:
    """What was asked of a roster."""
    return Plan.from_json(roster.rules)


def default_plan(
    session: Session, district: District, settings: Settings, *, today: date, kept_weeks: int | None = None
) -> Plan:
    """What a planner is offered: the first plan starts next week.

    The next ones keep what has begun and the coming weeks (`kept_weeks`, else as in config.toml) as published,
    last at least as long as the published roster, and are bound by all that is left of it.
    """
    rules = settings.roster
    kept = rules.kept_weeks if kept_weeks is None else kept_weeks
    in_force = published(session, district.id)
    next_week = Week.of(today) + 1
    start = next_week if in_force is None else _after_kept(session, in_force, next_week, kept)
    end = start + rules.weeks
    until = None
    if in_force is not None and in_force.end > start:
        end, until = max(end, in_force.end), in_force.end + -1
    return _by_the_rules(rules, start, end - start, until)


def _after_kept(session: Session, in_force: Roster, next_week: Week, kept: int) -> Week:
    """The first week that is not kept: none is before the published roster's first, or after its last."""
    earliest = session.scalar(select(func.min(Term.week)).where(Term.roster_id == in_force.id)) or in_force.start
    first = min(earliest, in_force.start)
    return max(min(next_week + kept, in_force.end), first, next_week)


def _by_the_rules(rules: RosterRules, start: Week, weeks: int, until: Week | None) -> Plan:
    return Plan(
        start,
        weeks,
        until,
        team_size=rules.team_size,
        rest_weeks=rules.rest_weeks,
        spacing_weeks=rules.spacing_weeks,
        continuity_weeks=rules.continuity_weeks,
        weights=rules.weights,
        seconds=rules.seconds,
    )


def check_plan(plan: Plan, *, today: date) -> None:
    """Raise InvalidInput, with the field, where the plan cannot be."""
    for fault in faults(plan, today=today):
        raise fault


def faults(plan: Plan, *, today: date) -> Iterator[InvalidInput]:
    """Everything that cannot be about a plan, each with its field."""
    if plan.start <= Week.of(today):
        first = str(Week.of(today) + 1)
        yield InvalidInput(
            N_("Week %(week)s has begun and cannot be planned any more; start in %(first)s or later."),
            field="start",
            week=str(plan.start),
            first=first,
        )
    for field, (least, most) in LIMITS.items():
        if not least <= getattr(plan, field) <= most:
            yield InvalidInput(N_("This must be from %(least)s to %(most)s."), field=field, least=least, most=most)
    for wish, points in asdict(plan.weights).items():
        if not 0 <= points <= HEAVIEST:
            yield InvalidInput(N_("This must be from %(least)s to %(most)s."), field=wish, least=0, most=HEAVIEST)
