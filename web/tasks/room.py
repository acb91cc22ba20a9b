"""The room of tasks: everything under /work, for everybody who may have to do with one; photos, for all who may see."""

from flask import Blueprint

from web.accounts import Role, admit

room = Blueprint("tasks", __name__, url_prefix="/work")
room.before_request(
    admit(Role.MEMBER, Role.OFFICIAL, Role.COMMITTEE, Role.TOWNSHIP, Role.DISTRICT, Role.PLANNER),
)
photos = Blueprint("photos", __name__, url_prefix="/photos")
