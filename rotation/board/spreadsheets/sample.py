"""The few rows of the example workbook; nobody in it exists."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from rotation.board.spreadsheets.layout import sheets_of
from rotation.board.spreadsheets.sheets import Sheet
from rotation.board.spreadsheets.stored import Values
from rotation.district.members import Role
from rotation.district.offices import Level
from rotation.district.training import Course
from rotation.district.weeks import DayKind, Week
from rotation.sections import Names

_MEMBERS = (
    ("m001", "林大山", "13800000001", "枫桥路1号", 32.150, 118.960),
    ("m002", "周小河", "13800000002", "枫桥路8号", 32.152, 118.958),
    ("m003", "许春田", "13800000003", "石坝街12号", 32.139, 118.942),
    ("m004", "沈秋禾", "13800000004", "石坝街30号", 32.141, 118.945),
    ("m005", "陶明月", "13800000005", "柳园3幢", 32.160, 118.951),
    ("m006", "范长青", "13800000006", "柳园7幢", 32.161, 118.953),
)
_VILLAGES = (
    ("v01", "样例东村", "Sample East", "村委会一楼", 32.148, 118.971),
    ("v02", "样例西村", "Sample West", "文化礼堂", 32.137, 118.931),
)


def rows(skills: Mapping[str, Names]) -> dict[str, list[Values]]:
    """The example's rows by sheet, whole; skills are those of config.toml."""
    layout = sheets_of(skills)
    given = {
        "zones": [{"code": "z1", "name": "样例片区", "name_en": "Sample zone", "troubleshooters": 1}],
        "villages": _villages(list(skills)[:2]),
        "offices": _offices(),
        "members": _members(list(skills)[:2]),
        **_about_members(),
        "days": [
            {"day": date(2026, 1, 1), "kind": DayKind.HOLIDAY, "name": "元旦"},
            {"day": date(2026, 1, 4), "kind": DayKind.WORKDAY, "name": "元旦调休"},
        ],
        "past": [
            {"week": Week(date(2025, 12, 22)), "place": "v01", "member": code} for code in ("m001", "m003", "m005")
        ],
    }
    return {key: [_whole(layout[key], row) for row in of_sheet] for key, of_sheet in given.items()}


def _whole(sheet: Sheet, row: Mapping[str, Any]) -> Values:
    return {column.key: column.blank for column in sheet.columns} | dict(row)


def _members(skills: list[str]) -> list[Values]:
    names = ("code", "name", "phone", "home", "lat", "lon")
    members = [dict(zip(names, line, strict=True)) | {"named_in_public": True} for line in _MEMBERS]
    members[0] |= {"skills": sorted(skills[:1]), "max_km": 15.0}
    members[1] |= {"skills": sorted(skills), "disliked_weeks": ["2026-W08"], "disliked_places": ["v02"]}
    members[4] |= {"roles": sorted(role.value for role in Role)}
    members[5] |= {"roles": [Role.TROUBLESHOOTER.value], "max_terms": 6}
    return members


def _villages(skills: list[str]) -> list[Values]:
    names = ("code", "name", "name_en", "hearing_place", "lat", "lon")
    common = {"zone_id": "z1", "population": 3200, "open_offset": 0, "committee_hours": "周一至周五 9:00-17:00"}
    villages = [dict(zip(names, line, strict=True)) | common for line in _VILLAGES]
    villages[0] |= {"committee_phone": "025-5550001", "wants": {"*": sorted(skills[:1])} if skills else {}}
    villages[1] |= {
        "open_every": 2,
        "closed_weeks": ["2026-W07"],
        "wants": {"2026-W03": sorted(skills)} if skills else {},
    }
    return villages


def _offices() -> list[Values]:
    return [
        {"code": "o01", "name": "样例东村村委会", "level": Level.VILLAGE, "village_id": "v01", "holder": "程立新"},
        {"code": "o02", "name": "样例街道办事处", "level": Level.TOWNSHIP, "holder": "丁亦文", "deputy": "梅知远"},
        {"code": "o03", "name": "样例区水务局", "level": Level.DISTRICT, "deputy": "罗望舒", "phone": "025-5550009"},
    ]


def _about_members() -> dict[str, list[dict[str, Any]]]:
    trained = [{"member_id": line[0], "course": Course.BASIC, "completed": date(2025, 11, 20)} for line in _MEMBERS]
    leads = [{"member_id": code, "course": Course.LEAD, "completed": date(2025, 12, 5)} for code in ("m001", "m003")]
    return {
        "leave": [
            {"member_id": "m002", "first_day": date(2026, 1, 12), "last_day": date(2026, 1, 16), "reason": "体检"},
            {"member_id": "m005", "first_day": date(2026, 3, 2), "last_day": date(2026, 3, 15), "reason": "探亲"},
        ],
        "recusals": [{"member_id": "m003", "place": "v02", "reason": "亲属任职"}],
        "apart": [{"first_id": "m001", "second_id": "m002", "reason": "同一家庭"}],
        "training": trained + leads,
    }
