"""Whether the site is well, for those who watch over it."""

from datetime import timedelta

from flask import Response, jsonify, make_response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from rotation import jobs
from rotation.store import missing_triggers, now
from web.extensions import db, limiter

_SILENT_AFTER = timedelta(minutes=1)


@limiter.exempt
def health() -> Response:
    """200 if the database answers and its triggers are there, else 503; the runner's state is told beside it."""
    state = {"database": "ok", "triggers": "ok", "runner": "unknown"}
    try:
        db.session.execute(text("SELECT 1"))
        state["triggers"] = "missing" if missing_triggers(db.session.connection()) else "ok"
        state["runner"] = _runner()
    except SQLAlchemyError:
        state["database"] = "unreachable"
        state["triggers"] = "unknown"
    well = state["database"] == state["triggers"] == "ok"
    response = make_response(jsonify(status="ok" if well else "failing", **state), 200 if well else 503)
    response.headers["Cache-Control"] = "no-store"
    return response


def _runner() -> str:
    seen = jobs.runner_seen(db.session())
    if seen is None:
        return "never seen"
    return "alive" if now() - seen < _SILENT_AFTER else "silent"
