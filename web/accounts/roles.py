"""What a login may be for."""

from enum import StrEnum

from rotation.district.offices import Level

__all__ = ["LEVELS", "Role"]


class Role(StrEnum):
    """What somebody comes in for; a login may have several roles."""

    PLANNER = "planner"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    OFFICIAL = "official"
    COMMITTEE = "committee"
    TOWNSHIP = "township"
    DISTRICT = "district"


LEVELS = {  # a role that answers for an office -> where that office stands
    Role.COMMITTEE: Level.VILLAGE,
    Role.TOWNSHIP: Level.TOWNSHIP,
    Role.DISTRICT: Level.DISTRICT,
}
