"""The words for roles, levels and other choices, in the visitor's language."""

from flask_babel import lazy_gettext as _l

from rotation.district.members import Role
from rotation.district.weeks import DayKind, Week
from web.planner.room import room

ROLES = {Role.TEAM: _l("team (in a village)"), Role.TROUBLESHOOTER: _l("troubleshooter (in a zone)")}
DAY_KINDS = {DayKind.HOLIDAY: _l("day off"), DayKind.WORKDAY: _l("working day")}


@room.app_template_filter()
def role_name(value: str) -> str:
    """What a role is called."""
    return str(ROLES[Role(value)])


@room.app_template_filter()
def day_kind_name(value: str) -> str:
    """What a special day is called."""
    return str(DAY_KINDS[DayKind(value)])


room.add_app_template_filter(Week.parse, "as_week")
