"""Who acts: the role that stands in every entry of the ledger, and what the record must know of the person."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """In which role somebody does something."""

    SECRETARY = "secretary"
    TROUBLESHOOTER = "troubleshooter"
    OFFICIAL = "official"
    COMMITTEE = "committee"
    TOWNSHIP = "township"
    DISTRICT = "district"
    PLANNER = "planner"
    VILLAGER = "villager"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Hand:
    """Who acts, as the views hand it over.

    `account` is the login's code: "" for a villager and for the programme itself. `office` is the code of the
    office that somebody acts for, `member` the code of the member who serves, `villages` the codes of those that an
    official sees to where they are named, `district` the key of the district that a planner plans.
    """

    role: Role
    account: str = ""
    office: str | None = None
    member: str | None = None
    villages: tuple[str, ...] = ()
    district: int | None = None

    def plans(self, district_id: int) -> bool:
        """Whether it is a planner of this district."""
        return self.role is Role.PLANNER and self.district == district_id


BY_ITSELF = Hand(Role.SYSTEM)
