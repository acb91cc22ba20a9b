"""The sheets of the workbook: which columns each has, and what a cell of it holds."""

from collections.abc import Mapping

from rotation.board.spreadsheets.kinds import Code, Day, Number, OneOf, Phone, Reference, Text, TimeOfDay, WeekOf
from rotation.board.spreadsheets.list_kinds import Several, Wants, Weekdays
from rotation.board.spreadsheets.sheets import Column, Sheet
from rotation.board.spreadsheets.words import COURSES, DAY_KINDS, FLAGS, LEVELS, ROLES, skill_words
from rotation.district.leave import Leave
from rotation.district.members import Apart, Member, Recusal
from rotation.district.offices import Office
from rotation.district.training import Training
from rotation.district.villages import Village, Zone
from rotation.district.weeks import CalendarDay
from rotation.roster.rosters import PastTerm
from rotation.sections import Names

_MEMBER = Reference(sheets=("members",))
_PLACE = Reference(sheets=("villages", "zones"))
_FLAG = OneOf(FLAGS)
_LAT = Column("lat", "纬度", "latitude", Number(), None, note="十进制度 / decimal degrees, 32.1500", width=10)
_LON = Column("lon", "经度", "longitude", Number(), None, note="十进制度 / decimal degrees, 118.9600", width=10)
_REASON = Column("reason", "原因", "reason", Text(), width=24)
_ACTIVE = Column(
    "active",
    "在册",
    "active",
    _FLAG,
    blank=True,
    note="否：停用，保留历史 / no: takes no further part, history stays",
    width=9,
)


def _code(note: str) -> Column:
    return Column("code", "编号", "number", Code(), note=f"{note} 空着则自动编号 / left empty: given automatically")


def _name(zh: str, *also: str) -> Column:
    return Column("name", zh, "name", Text(), needed=True, width=16, also=also)


_NAME_EN = Column("name_en", "英文名称", "name in English", Text(), width=20)


def sheets_of(skills: Mapping[str, Names]) -> dict[str, Sheet]:
    """All sheets that are read and written, in the order in which they depend on one another."""
    sheets = (_zones(), _villages(skills), _offices(), _members(skills), *_about_members(), _days(), _past())
    return {sheet.key: sheet for sheet in sheets}


def _members(skills: Mapping[str, Names]) -> Sheet:
    columns = (
        _code("m001."),
        _name("姓名", "队员姓名", "名字"),
        Column("phone", "电话", "phone", Phone(), width=16, also=("手机", "手机号", "联系电话", "mobile")),
        Column("home", "住址", "home", Text(), width=24, also=("地址", "address")),
        _LAT,
        _LON,
        Column("roles", "角色", "roles", Several(OneOf(ROLES)), ["team"], note="小组、机动队员 / team, troubleshooter"),
        Column(
            "skills",
            "专长",
            "skills",
            Several(OneOf(skill_words(skills))),
            [],
            note="、".join(f"{skill.zh} {skill.en}" for skill in skills.values()),
            width=20,
            also=("技能",),
        ),
        Column("max_km", "最远公里", "reach km", Number(), None, note="空着：不限 / empty: no limit"),
        Column("max_terms", "最多任期", "most terms", Number(whole=True), None, note="每次规划 / in one plan"),
        Column(
            "disliked_weeks", "不愿的周", "disliked weeks", Several(WeekOf()), [], note="2026-W03、2026-W10", width=18
        ),
        Column("disliked_places", "不愿的岗位", "disliked places", Several(_PLACE), [], note="v01、z1", width=18),
        Column("named_in_public", "同意公开姓名", "named in public", _FLAG, blank=False, note="是、否 / yes, no"),
        _ACTIVE,
    )
    return Sheet("members", "队员", "members", Member, columns, ("code",), prefix="m", matched_by=("name", "phone"))


def _villages(skills: Mapping[str, Names]) -> Sheet:
    words = skill_words(skills)
    columns = (
        _code("v01."),
        _name("名称", "村名", "村", "village"),
        _NAME_EN,
        Column("zone_id", "片区", "zone", Reference(sheets=("zones",)), None, note="z1", width=14),
        _LAT,
        _LON,
        Column("population", "人口", "population", Number(whole=True), None),
        Column("hearing_place", "晨访地点", "hearing place", Text(), width=20),
        Column(
            "hearing_days", "晨访日", "hearing days", Weekdays(), [1, 2, 3, 4, 5], note="周一至周五 / Mon-Fri", width=20
        ),
        Column("hearing_time", "晨访时间", "hearing time", TimeOfDay(), "08:30", note="08:30"),
        Column("committee_room", "村委会地点", "committee room", Text(), width=20),
        Column("committee_hours", "村委会时间", "committee hours", Text(), width=20),
        Column("committee_phone", "村委会电话", "committee phone", Phone(), width=16),
        Column("open_every", "每几周开放", "open every n weeks", Number(whole=True), 1, note="1：每周 / every week"),
        Column(
            "open_offset",
            "错开",
            "offset",
            Number(whole=True),
            None,
            note="0 至 n-1；空着则自动错开 / 0 to n-1; empty: staggered automatically",
        ),
        Column(
            "closed_weeks", "不开放的周", "closed weeks", Several(WeekOf()), [], note="2026-W07、2026-W40", width=18
        ),
        Column("wants", "所需专长", "wanted skills", Wants(words), {}, note=_note_of_wants(skills), width=30),
        _ACTIVE,
    )
    return Sheet("villages", "村", "villages", Village, columns, ("code",), prefix="v", matched_by=("name",))


def _note_of_wants(skills: Mapping[str, Names]) -> str:
    names = [skill.zh for skill in skills.values()][:2] or ["…"]
    return f"*: {names[0]}; 2026-W03: {'、'.join(names)}（* 每周 / every week）"


def _zones() -> Sheet:
    columns = (
        _code("z1."),
        _name("名称", "片区名"),
        _NAME_EN,
        _LAT,
        _LON,
        Column("troubleshooters", "机动队员人数", "troubleshooters", Number(whole=True), 0, note="每周 / in each week"),
        _ACTIVE,
    )
    return Sheet("zones", "片区", "zones", Zone, columns, ("code",), prefix="z", matched_by=("name",))


def _offices() -> Sheet:
    columns = (
        _code("o01."),
        _name("名称", "单位名称"),
        _NAME_EN,
        Column("level", "级别", "level", OneOf(LEVELS), needed=True, note="村 village、街道 township、区 district"),
        Column("village_id", "所属村", "village", Reference(sheets=("villages",)), None, note="v01", width=14),
        Column("holder", "负责人", "holder", Text(), width=14),
        Column("deputy", "代理人", "deputy", Text(), width=14),
        Column("phone", "电话", "phone", Phone(), width=16),
        _ACTIVE,
    )
    return Sheet("offices", "责任单位", "offices", Office, columns, ("code",), prefix="o", matched_by=("name",))


def _about_members() -> tuple[Sheet, ...]:
    member = Column("member_id", "队员", "member", _MEMBER, needed=True, note="m001", width=18)
    first = Column("first_id", "队员一", "first member", _MEMBER, needed=True, note="m001", width=18)
    second = Column("second_id", "队员二", "second member", _MEMBER, needed=True, note="m002", width=18)
    place = Column("place", "岗位", "place", _PLACE, needed=True, note="v01, z1", width=18, also=("村", "village"))
    course = Column(
        "course", "培训", "course", OneOf(COURSES), needed=True, note="基础培训 basic、组长培训 lead", width=16
    )
    begins = Column("first_day", "第一天", "first day", Day(), needed=True, note="2026-01-05", also=("开始", "from"))
    ends = Column("last_day", "最后一天", "last day", Day(), needed=True, note="2026-01-09", also=("结束", "to"))
    done = Column("completed", "完成日期", "completed", Day(), needed=True, note="2026-01-05")
    return (
        Sheet(
            "leave",
            "请假",
            "leave",
            Leave,
            (member, begins, ends, _REASON),
            ("member_id", "first_day", "last_day"),
            near=("member_id", "first_day"),
        ),
        Sheet("recusals", "回避", "recusals", Recusal, (member, place, _REASON), ("member_id", "place")),
        Sheet("apart", "不同组", "apart", Apart, (first, second, _REASON), ("first_id", "second_id")),
        Sheet("training", "培训", "training", Training, (member, course, done), ("member_id", "course")),
    )


def _days() -> Sheet:
    columns = (
        Column("day", "日期", "day", Day(), needed=True, note="2026-02-17", also=("date",)),
        Column(
            "kind", "放假或上班", "kind", OneOf(DAY_KINDS), needed=True, note="放假 holiday、上班 workday", width=16
        ),
        Column("name", "名称", "name", Text(), width=16),
        Column("provisional", "暂定", "provisional", _FLAG, blank=False, note="是、否 / yes, no"),
    )
    return Sheet("days", "节假日", "days", CalendarDay, columns, ("day",))


def _past() -> Sheet:
    columns = (
        Column("week", "周", "week", WeekOf(), needed=True, note="2025-W40, 2025-09-29"),
        Column("place", "岗位", "place", _PLACE, needed=True, note="v01, z1", width=18, also=("村", "village")),
        Column("member", "队员", "member", _MEMBER, needed=True, note="m001", width=18),
    )
    return Sheet("past", "以往任期", "past terms", PastTerm, columns, ("week", "member"))
