"""Whole districts made by chance, and how they are put into the tables past any import."""

import unicodedata
from datetime import date

from hypothesis import strategies as st

from rotation.district.leave import Leave
from rotation.district.members import Apart, Member, Recusal
from rotation.district.offices import Level, Office
from rotation.district.training import Course, Training
from rotation.district.villages import Village, Zone
from rotation.district.weeks import CalendarDay, DayKind, Week
from rotation.roster.rosters import PastTerm

SKILLS = ("roads", "mediation", "law", "water")
line = st.text(
    st.one_of(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co")), st.sampled_from("=+-@'＝\"，,;；、张三 ")),
    max_size=12,
).map(lambda text: unicodedata.normalize("NFC", text).strip())
name = line.filter(bool)
phone = st.sampled_from(["", "13800138000", "025-1234567", "+86 13900139000", "(025) 5550001 转 3"])
weeks = st.integers(0, 500).map(lambda n: Week(date(2024, 1, 1)) + n)
weeks_past = st.integers(0, 100).map(lambda n: Week(date(2022, 1, 3)) + n)
week_list = st.lists(weeks.map(str), max_size=3, unique=True).map(sorted)
days = st.dates(date(2020, 1, 1), date(2040, 1, 1))
skills = st.lists(st.sampled_from(SKILLS), max_size=3, unique=True).map(sorted)
wants = st.dictionaries(st.one_of(st.just("*"), weeks.map(str)), skills.filter(bool), max_size=3)
point = st.one_of(st.just((None, None)), st.tuples(st.floats(-90, 90), st.floats(-180, 180)))
code_tails = st.integers(1, 9)


@st.composite
def districts(draw):
    """What to store, by table, with references as indexes into the lists of members, zones and villages."""
    count = {kind: draw(st.integers(least, 4)) for kind, least in (("m", 2), ("z", 1), ("v", 1), ("o", 0))}
    members = [_member(draw, n) for n in range(count["m"])]
    zones = [_place(draw, "z", n) | {"troubleshooters": draw(st.integers(0, 3))} for n in range(count["z"])]
    villages = [_village(draw, n, count["z"]) for n in range(count["v"])]
    offices = [_office(draw, n, count["v"]) for n in range(count["o"])]
    who = st.integers(0, count["m"] - 1)
    where = st.sampled_from([one["code"] for one in (*zones, *villages)])
    return {
        "members": members,
        "zones": zones,
        "villages": villages,
        "offices": offices,
        "leave": draw(
            st.lists(st.tuples(who, days, st.integers(0, 20), line), max_size=3, unique_by=lambda one: one[:3])
        ),
        "recusals": draw(st.lists(st.tuples(who, where, line), max_size=3, unique_by=lambda one: one[:2])),
        "apart": draw(
            st.lists(
                st.tuples(who, who, line).filter(lambda one: one[0] < one[1]), max_size=2, unique_by=lambda one: one[:2]
            )
        ),
        "training": draw(
            st.lists(st.tuples(who, st.sampled_from(Course), days), max_size=3, unique_by=lambda one: one[:2])
        ),
        "days": draw(
            st.lists(
                st.tuples(days, st.sampled_from(DayKind), line, st.booleans()), max_size=3, unique_by=lambda one: one[0]
            )
        ),
        "past": draw(st.lists(st.tuples(weeks_past, where, who), max_size=4, unique_by=lambda one: (one[0], one[2]))),
    }


def _place(draw, prefix, number):
    lat, lon = draw(point)
    return {
        "code": f"{prefix}{number}",
        "name": draw(name),
        "name_en": draw(line),
        "lat": lat,
        "lon": lon,
        "active": True,
    }


def _member(draw, number):
    lat, lon = draw(point)
    return {
        "code": f"m-{draw(code_tails)}{number}",
        "name": draw(name),
        "phone": draw(phone),
        "home": draw(line),
        "lat": lat,
        "lon": lon,
        "roles": draw(st.sampled_from([["team"], ["troubleshooter"], ["team", "troubleshooter"]])),
        "skills": draw(skills),
        "max_km": draw(st.one_of(st.none(), st.floats(0, 1000))),
        "max_terms": draw(st.one_of(st.none(), st.integers(0, 1000))),
        "disliked_weeks": draw(week_list),
        "disliked_places": draw(st.sampled_from([[], ["z0"], ["v0", "z0"]])),
        "named_in_public": draw(st.booleans()),
        "active": draw(st.booleans()),
    }


def _village(draw, number, zones):
    every = draw(st.integers(1, 5))
    return _place(draw, "v", number) | {
        "zone": draw(st.one_of(st.none(), st.integers(0, zones - 1))),
        "population": draw(st.one_of(st.none(), st.integers(0, 100_000))),
        "hearing_place": draw(line),
        "hearing_days": draw(st.lists(st.integers(1, 7), unique=True).map(sorted)),
        "hearing_time": draw(st.times()).strftime("%H:%M"),
        "committee_room": draw(line),
        "committee_hours": draw(line),
        "committee_phone": draw(phone),
        "open_every": every,
        "open_offset": draw(st.integers(0, every - 1)),
        "closed_weeks": draw(week_list),
        "wants": draw(wants),
        "active": draw(st.booleans()),
    }


def _office(draw, number, villages):
    level = draw(st.sampled_from(Level))
    return {
        "code": f"o{number}",
        "name": draw(name),
        "name_en": draw(line),
        "level": level,
        "village": draw(st.integers(0, villages - 1)) if level is Level.VILLAGE else None,
        "holder": draw(name),
        "deputy": draw(line),
        "phone": draw(phone),
        "active": draw(st.booleans()),
    }


def store(session, district, made):
    """Put a made district into the tables, past the import."""
    own = {"district_id": district.id}
    zones = [Zone(**one, **own) for one in made["zones"]]
    members = [Member(**one, **own) for one in made["members"]]
    session.add_all([*zones, *members])
    session.flush()
    villages = [Village(**_without(one, "zone"), zone_id=_id(zones, one["zone"]), **own) for one in made["villages"]]
    session.add_all(villages)
    session.flush()
    session.add_all(
        Office(**_without(one, "village"), village_id=_id(villages, one["village"]), **own) for one in made["offices"]
    )
    _store_about_members(session, own, members, made)


def _store_about_members(session, own, members, made):
    ids = [one.id for one in members]
    for who, first, length, reason in made["leave"]:
        last = date.fromordinal(first.toordinal() + length)
        session.add(Leave(member_id=ids[who], first_day=first, last_day=last, reason=reason))
    session.add_all(Recusal(member_id=ids[who], place=place, reason=reason) for who, place, reason in made["recusals"])
    for one, other, reason in made["apart"]:
        first, second = sorted((ids[one], ids[other]))
        session.add(Apart(first_id=first, second_id=second, reason=reason))
    session.add_all(Training(member_id=ids[who], course=course, completed=day) for who, course, day in made["training"])
    for day, kind, title, provisional in made["days"]:
        session.add(CalendarDay(day=day, kind=kind, name=title, provisional=provisional, **own))
    session.add_all(
        PastTerm(week=week, place=place, member=members[who].code, **own) for week, place, who in made["past"]
    )


def _without(values, key):
    return {name: value for name, value in values.items() if name != key}


def _id(rows, index):
    return None if index is None else rows[index].id
