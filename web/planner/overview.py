"""The planner's first page: the district at a glance, and what to do next."""

from flask import render_template

from rotation.district.offices import offices
from rotation.district.villages import zones
from web.planner.desk import desk
from web.planner.glance import glance_now
from web.planner.room import room
from web.planner.steps import steps


@room.get("/")
def overview() -> str:
    """The district at a glance."""
    here = desk()
    glance = glance_now(here)
    return render_template(
        "planner/district/overview.html",
        district=here.district,
        glance=glance,
        zones=zones(here.session, here.district.id),
        offices=offices(here.session, here.district.id),
        steps=list(steps(here, glance)),
    )
