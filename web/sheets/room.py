"""The room of the slip sheets: everything under /slip-sheets."""

from flask import Blueprint

from web.accounts import Role, admit

ADMITTED = (Role.COMMITTEE, Role.MEMBER, Role.PLANNER)

room = Blueprint("sheets", __name__, url_prefix="/slip-sheets")
room.before_request(admit(*ADMITTED))
