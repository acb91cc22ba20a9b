"""The planner's room: everything under /planner, for planners only."""

from flask import Blueprint

from web.accounts import planners_only

room = Blueprint("planner", __name__, url_prefix="/planner")
room.before_request(planners_only)
