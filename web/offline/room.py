"""The room itself: for those who write things down in a village."""

from flask import Blueprint

from web.accounts import Role, admit

room = Blueprint("offline", __name__, url_prefix="/offline")
room.before_request(admit(Role.MEMBER, Role.OFFICIAL))
