"""The planner's keyring: cards for members, logins for officials and offices, and the record of who came in."""

from flask import Blueprint, Response

from web.accounts.actor import planners_only

keys = Blueprint("keys", __name__, url_prefix="/planner")
keys.before_request(planners_only)


@keys.after_request
def keep_nothing(response: Response) -> Response:
    """No copy of these pages stays in a browser: some show a secret once."""
    response.headers["Cache-Control"] = "no-store"
    return response
