"""The worker that a browser keeps for the site, served from / so that it sees every page; and a page for no network."""

import hashlib
import json
from pathlib import Path

from flask import Blueprint, Response, current_app, make_response, render_template, url_for

room = Blueprint("worker", __name__)
KEPT = (
    "site.css",
    "field.css",
    "mine.css",
    "offline.css",
    "site.js",
    "read-aloud.js",
    "icon.svg",
    "vendor/govuk-frontend.min.css",
    "vendor/govuk-frontend.min.js",
)


@room.get("/service-worker.js")
def script() -> Response:
    """The worker; a changed file changes its address, so the worker, so what a phone keeps."""
    files = [url_for("static", filename=name) for name in (*KEPT, *_modules())]
    version = hashlib.sha256("".join(files).encode()).hexdigest()[:12]
    given = {"version": version, "files": files, "noNetwork": url_for("worker.no_network")}
    begin = url_for("static", filename="offline/worker.js")
    response = make_response(f'import {{ begin }} from "{begin}";\nbegin({json.dumps(given)});\n')
    response.mimetype = "text/javascript"
    response.headers["Service-Worker-Allowed"] = "/"
    return response


@room.get("/no-network")
def no_network() -> str:
    """What a phone shows instead of a page that it does not have."""
    return render_template("offline/no_network.html")


def _modules() -> list[str]:
    folder = Path(current_app.static_folder or "", "offline")
    return sorted(f"offline/{file.name}" for file in folder.glob("*.js"))
