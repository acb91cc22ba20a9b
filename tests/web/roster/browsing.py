"""How the tests of the roster pages find their way about the site."""

import re

from rotation.district.villages import district
from rotation.district.weeks import Week, today
from rotation.roster.rosters import Roster, roster

ROSTERS = "/planner/rosters"
START = Week.of(today()) + 1


def home_roster(session, number) -> Roster:
    return roster(session, district(session, "qixia").id, number)


def edits_on(page: str) -> str:
    return re.search(r'name="edits" value="(\d+)"', page)[1]


def publish(planner, number, **more):
    page = planner.get(f"{ROSTERS}/{number}/publish").text
    seen = re.search(r'name="seen"[^>]*value="(\w*)"', page)[1]
    return planner.post(f"{ROSTERS}/{number}/publish", data={"edits": edits_on(page), "seen": seen, "note": "", **more})
