"""The field's room: everything under /field, for those who hear, inspect, and say what becomes of it."""

from flask import Blueprint

from web.accounts import Role, admit

room = Blueprint("field", __name__, url_prefix="/field")
room.before_request(admit(Role.MEMBER, Role.OFFICIAL, Role.COMMITTEE, Role.TOWNSHIP, Role.DISTRICT))
