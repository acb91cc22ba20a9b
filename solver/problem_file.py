"""The problem file: reading it, strictly, and writing it. Format "one-week-secretary/problem@1"."""

from datetime import date, timedelta
from functools import partial

from solver.errors import N_, ProblemError
from solver.layout import laid_out, spelt
from solver.problem import (
    TEAM,
    TROUBLESHOOTER,
    Assignment,
    Dislikes,
    History,
    Member,
    Problem,
    Village,
    Weights,
    Zone,
)
from solver.reading import Node, Parser, document, each, fraction, mapping, maybe, name, one_of, truth, whole

__all__ = ["FORMAT", "read", "write"]

FORMAT = "one-week-secretary/problem@1"

# Limits that no district comes near, low enough for every sum to be exact in 64 bits.
MOST_WEEKS = 5_200
MOST_SEATS = 1_000
MOST_POINTS = 1_000_000
MANY = 1_000_000
MOST_CELLS = 50_000_000
"""Of all tables together: twenty times what a city of several millions needs."""

count = whole(0, MANY)
span = whole(0, MANY - 1)
week_number = whole(-MANY, MANY)
past_week = whole(-MANY, -1)
weeks = each(week_number)
names = each(name)
role = one_of(frozenset({TEAM, TROUBLESHOOTER}), N_('%(name)s is no role; the roles are "team" and "troubleshooter"'))
latitude = maybe(fraction(-90, 90))
longitude = maybe(fraction(-180, 180))


def read(text: str | bytes) -> Problem:
    """The problem in a file's text; ProblemError where it is not one."""
    root = document(text, FORMAT, ProblemError)
    found = _problem(root)
    if _cells(found) > MOST_CELLS:
        raise root.wrong(N_("this problem is too large: plan fewer members, places or weeks at a time"))
    return found


def _cells(problem: Problem) -> int:
    places = len(problem.villages) + len(problem.zones)
    seats = problem.team_size * len(problem.villages) + sum(zone.troubleshooters for zone in problem.zones)
    return len(problem.members) * (problem.weeks + places) + problem.weeks * (places + seats)


def _problem(node: Node) -> Problem:
    node.only(
        "format", "start", "weeks", "team_size", "rest_weeks", "spacing_weeks", "continuity_weeks", "weights",
        "members", "villages", "zones", "apart", "pinned", "baseline",
    )  # fmt: skip
    start = node.required("start", _monday)
    horizon = node.required("weeks", partial(_horizon, start=start))
    zones = node.optional("zones", each(_zone, key=_id), ())
    villages = node.required("villages", each(partial(_village, zones=frozenset(zone.id for zone in zones)), key=_id))
    places = _places(villages, zones)
    members = node.required("members", each(partial(_member, places=places), key=_id))
    people = frozenset(member.id for member in members)
    member = one_of(people, N_("there is no member %(name)s"))
    return Problem(
        start=start,
        weeks=horizon,
        members=members,
        villages=villages,
        zones=zones,
        team_size=node.optional("team_size", whole(1, MOST_SEATS), 3),
        rest_weeks=node.optional("rest_weeks", span, 1),
        spacing_weeks=node.optional("spacing_weeks", span, 0),
        continuity_weeks=node.optional("continuity_weeks", span, 0),
        weights=node.optional("weights", _weights, Weights()),
        apart=node.optional("apart", each(partial(_pair, member=member), key=frozenset), ()),
        pinned=node.optional("pinned", each(_assignment(horizon, _place(places), member)), ()),
        baseline=node.optional("baseline", each(_assignment(horizon, name, name), key=_who_and_when), None),
    )


def _monday(node: Node) -> date:
    try:
        day = date.fromisoformat(name(node))
    except ValueError:
        day = None
    if day is None or day.isoformat() != node.value:
        raise node.wrong(N_("this must be a day like 2026-01-05"))
    if day.weekday():
        raise node.wrong(
            N_("%(day)s is not a Monday; the Monday of its week is %(monday)s"),
            day=node.value,
            monday=day - timedelta(days=day.weekday()),
        )
    return day


def _horizon(node: Node, start: date) -> int:
    return whole(1, min(MOST_WEEKS, (date.max - start).days // 7))(node)


def _weights(node: Node) -> Weights:
    wishes = ("unmet_skill", "repeat_partner", "disliked", "no_continuity", "repeat_village", "crowding")
    node.only(*wishes, "km")
    points = {wish: node.optional(wish, whole(0, MOST_POINTS), 0) for wish in wishes}
    return Weights(**points, km=node.optional("km", fraction(0, MOST_POINTS), 0))


def _zone(node: Node) -> Zone:
    node.only("id", "lat", "lon", "troubleshooters")
    lat, lon = _home(node)
    return Zone(
        id=node.required("id", name),
        lat=lat,
        lon=lon,
        troubleshooters=node.optional("troubleshooters", whole(0, MOST_SEATS), 0),
    )


def _village(node: Node, zones: frozenset[str]) -> Village:
    node.only("id", "zone", "lat", "lon", "closed", "last_served", "wants")
    lat, lon = _home(node)
    zone = maybe(one_of(zones, N_("there is no zone %(name)s")))
    return Village(
        id=node.required("id", name),
        zone=node.optional("zone", zone, None),
        lat=lat,
        lon=lon,
        closed=frozenset(node.optional("closed", weeks, ())),
        last_served=node.optional("last_served", mapping(name, past_week), {}),
        wants={
            week: frozenset(skills) for week, skills in node.optional("wants", mapping(_week_key, names), {}).items()
        },
    )


def _member(node: Node, places: frozenset[str]) -> Member:
    node.only(
        "id", "lead", "roles", "skills", "lat", "lon", "max_km", "unavailable", "recused", "max_terms",
        "dislikes", "owes", "history",
    )  # fmt: skip
    lat, lon = _home(node)
    place = _place(places)
    return Member(
        id=node.required("id", name),
        lead=node.optional("lead", truth, default=False),
        roles=frozenset(node.optional("roles", each(role), (TEAM,))),
        skills=frozenset(node.optional("skills", names, ())),
        lat=lat,
        lon=lon,
        max_km=node.optional("max_km", maybe(fraction(0, MANY)), None),
        unavailable=frozenset(node.optional("unavailable", weeks, ())),
        recused=frozenset(node.optional("recused", each(place), ())),
        max_terms=node.optional("max_terms", maybe(count), None),
        dislikes=node.optional("dislikes", partial(_dislikes, place=place), Dislikes()),
        owes=node.optional("owes", whole(-MANY, MANY), 0),
        history=node.optional("history", _history, History()),
    )


def _dislikes(node: Node, place: Parser[str]) -> Dislikes:
    node.only("weeks", "villages")
    return Dislikes(
        weeks=frozenset(node.optional("weeks", weeks, ())),
        villages=frozenset(node.optional("villages", each(place), ())),
    )


def _history(node: Node) -> History:
    node.only("last_week", "villages", "partners")
    return History(
        last_week=node.optional("last_week", maybe(past_week), None),
        villages=node.optional("villages", mapping(name, count), {}),
        partners=node.optional("partners", mapping(name, count), {}),
    )


def _home(node: Node) -> tuple[float | None, float | None]:
    lat, lon = node.optional("lat", latitude, None), node.optional("lon", longitude, None)
    if (lat is None) != (lon is None):
        raise node.wrong(N_("lat and lon must be given both, or neither"))
    return lat, lon


def _week_key(node: Node) -> int:
    key = node.value
    if not key.removeprefix("-").isdecimal() or len(key) > len(str(-MANY)) or str(int(key)) != key:
        raise node.wrong(N_('the key must be a week\'s number in quotation marks, such as "0"'))
    return int(key)


def _places(villages: tuple[Village, ...], zones: tuple[Zone, ...]) -> frozenset[str]:
    known = {village.id for village in villages}
    for position, zone in enumerate(zones):
        if zone.id in known:
            template = N_("a village has the id %(name)s already")
            raise ProblemError(f"zones[{position}].id", template, {"name": zone.id})
    return frozenset(known.union(zone.id for zone in zones))


def _place(places: frozenset[str]) -> Parser[str]:
    return one_of(places, N_("there is no village or zone %(name)s"))


def _pair(node: Node, member: Parser[str]) -> tuple[str, str]:
    both = each(member)(node)
    if len(both) != 2:  # noqa: PLR2004 - a pair is two
        raise node.wrong(N_("this must be a list of two members"))
    return both[0], both[1]


def _assignment(horizon: int, place: Parser[str], member: Parser[str]) -> Parser[Assignment]:
    def read_line(node: Node) -> Assignment:
        node.only("week", "place", "member")
        return Assignment(
            week=node.required("week", whole(0, horizon - 1)),
            place=node.required("place", place),
            member=node.required("member", member),
        )

    return read_line


def _id(thing: Member | Village | Zone) -> str:
    return thing.id


def _who_and_when(line: Assignment) -> tuple[str, int]:
    return line.member, line.week


def write(problem: Problem) -> str:
    """The problem's file, a member, village or pin a line; what is as it would be if missing is left out."""
    return laid_out({"format": FORMAT, **spelt(problem)})
