"""The planner's keyring: cards for members, logins for officials and offices, and the record of who came in."""

from flask import Blueprint

from web.accounts.actor import planners_only
from web.accounts.room import keep_nothing

keys = Blueprint("keys", __name__, url_prefix="/planner")
keys.before_request(planners_only)
keys.after_request(keep_nothing)
