"""The zones, villages and offices of the sample: invented names on Qixia's stretch of the Yangtze's bank."""

from random import Random
from typing import Any

from rotation.demo.names import people
from rotation.district.offices import Level
from rotation.district.weeks import Week

Row = dict[str, Any]
Office = tuple[str, str, str, Level, str]  # code, name, name in English, level, of which village or zone
ZONES = (
    ("z1", "江湾片区", "River Bend", 32.115, 118.870),
    ("z2", "枫岭片区", "Maple Ridge", 32.135, 118.960),
    ("z3", "石塘片区", "Stone Pond", 32.165, 119.050),
)
VILLAGES = (
    ("v01", "z1", "柳塘村", "Liutang", 32.108, 118.858, 3700),
    ("v02", "z1", "渡口社区", "Dukou", 32.125, 118.884, 5200),
    ("v03", "z2", "枫桥村", "Fengqiao", 32.128, 118.951, 2900),
    ("v04", "z2", "南岭村", "Nanling", 32.143, 118.972, 2300),
    ("v05", "z1", "东圩村", "Dongwei", 32.131, 118.862, 3100),
    ("v06", "z1", "梅园社区", "Meiyuan", 32.101, 118.889, 6400),
    ("v07", "z2", "茶亭村", "Chating", 32.118, 118.978, 1900),
    ("v08", "z2", "新街社区", "Xinjie", 32.150, 118.943, 4800),
    ("v09", "z3", "石塘村", "Shitang", 32.160, 119.038, 2700),
    ("v10", "z3", "芦荡村", "Ludang", 32.178, 119.061, 2100),
    ("v11", "z3", "桑园村", "Sangyuan", 32.152, 119.066, 3300),
    ("v12", "z3", "洲头村", "Zhoutou", 32.186, 119.034, 1200),
)
DEPARTMENTS: tuple[Office, ...] = (
    ("o-water", "区水务局", "Water bureau", Level.DISTRICT, ""),
    ("o-roads", "区交通局", "Roads bureau", Level.DISTRICT, ""),
    ("o-farming", "区农业农村局", "Farming bureau", Level.DISTRICT, ""),
)
WANTING = 0.4  # share of the weeks in which a village wants a skill
HEARING_TIMES = ("08:00", "08:30", "09:00")


def zones(count: int) -> list[Row]:
    """The first zones, each with one troubleshooter a week."""
    keys = ("code", "name", "name_en", "lat", "lon")
    return [dict(zip(keys, zone, strict=True)) | {"troubleshooters": 1} for zone in ZONES[:count]]


def villages(random: Random, count: int, weeks: list[Week], skills: list[str]) -> list[Row]:
    """The first villages with what the public must know of them, and what they want in some of the weeks."""
    keys = ("code", "zone_id", "name", "name_en", "lat", "lon", "population")
    rows: list[Row] = [dict(zip(keys, village, strict=True)) for village in VILLAGES[:count]]
    return [
        row | _for_the_public(row["name"], number) | {"wants": _wants(random, weeks, skills)}
        for number, row in enumerate(rows, start=1)
    ]


def close(rows: list[Row], weeks: list[Week]) -> None:
    """Close every village in these weeks, and have the last and smallest of all open every second week only."""
    for row in rows:
        row["closed_weeks"] = [str(week) for week in weeks]
        row["open_every"] = 2 if row["code"] == VILLAGES[-1][0] else 1


def offices(random: Random, villages_there: int, zones_there: int) -> list[Row]:
    """A committee for each village, a township office for each zone, and some of the district's departments."""
    everyone = [*_committees(), *_townships(), *DEPARTMENTS]
    holders = iter(people(random, 2 * len(everyone)))
    rows = [_office(office, number, next(holders), next(holders)) for number, office in enumerate(everyone, start=300)]
    there = {village[0] for village in VILLAGES[:villages_there]} | {zone[0] for zone in ZONES[:zones_there]} | {""}
    return [row for row in rows if row.pop("of") in there]


def _committees() -> list[Office]:
    return [
        (code.replace("v", "o"), f"{name}村委会", f"{name_en} committee", Level.VILLAGE, code)
        for code, _, name, name_en, *_about in VILLAGES
    ]


def _townships() -> list[Office]:
    return [
        (f"o-{code}", name.replace("片区", "街道"), f"{name_en} township", Level.TOWNSHIP, code)
        for code, name, name_en, *_where in ZONES
    ]


def _office(office: Office, number: int, holder: str, deputy: str) -> Row:
    code, name, name_en, level, of = office
    about = {"code": code, "name": name, "name_en": name_en, "level": level, "of": of}
    village = of if level is Level.VILLAGE else None
    return about | {"village_id": village, "holder": holder, "deputy": deputy, "phone": f"025-5550{number}"}


def _for_the_public(name: str, number: int) -> Row:
    return {
        "hearing_place": name + ("文化礼堂" if number % 2 else "党群服务中心一楼"),
        "hearing_days": [1, 2, 3, 4, 5],
        "hearing_time": HEARING_TIMES[number % len(HEARING_TIMES)],
        "committee_room": f"{name}便民服务大厅",
        "committee_hours": "周一至周五 9:00–11:30、14:00–17:00",
        "committee_phone": f"025-5550{100 + number}",
    }


def _wants(random: Random, weeks: list[Week], skills: list[str]) -> dict[str, list[str]]:
    wanting = [week for week in weeks if random.random() < WANTING]
    return {str(week): sorted(random.sample(skills, random.choice([1, 1, 2]))) for week in wanting}
