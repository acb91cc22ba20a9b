"""The worker that a browser keeps for the site, served from / so that it sees every page; and the pages that it keeps.

These are for when nothing else is there: no network, or no room for what was written.
"""

import hashlib
import json
from pathlib import Path

from flask import Blueprint, Response, current_app, make_response, render_template, url_for

from rotation.settings import LANGUAGES
from web.language import html_name

room = Blueprint("worker", __name__)
ONE = f"any({', '.join(LANGUAGES)})"
SPARES = {"noNetwork": "worker.no_network", "notKept": "worker.not_kept"}
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
    given = {"version": version, "files": files, "spares": {name: _spares(page) for name, page in SPARES.items()}}
    begin = url_for("static", filename="offline/worker.js")
    response = make_response(f'import {{ begin }} from "{begin}";\nbegin({json.dumps(given)});\n')
    response.mimetype = "text/javascript"
    response.headers["Service-Worker-Allowed"] = "/"
    return response


@room.get(f"/no-network/<{ONE}:lang>")
def no_network(lang: str) -> str:  # noqa: ARG001 - web.language reads it in the address
    """What a phone shows instead of a page that it does not have."""
    return render_template("offline/no_network.html")


@room.get(f"/not-kept/<{ONE}:lang>")
def not_kept(lang: str) -> str:  # noqa: ARG001 - as above
    """What a phone shows of a form that it can neither send nor keep: the worker puts in what was typed."""
    return render_template("offline/not_kept.html")


@room.get("/home-screen")
def home_screen() -> str:
    """How the site gets among the phone's apps, with pictures; for anyone."""
    return render_template("offline/home_screen.html")


def _spares(endpoint: str) -> dict[str, str]:
    """By language as a page's HTML names it, the language of the site first."""
    return {html_name(lang): url_for(endpoint, lang=lang) for lang in LANGUAGES}


def _modules() -> list[str]:
    folder = Path(current_app.static_folder or "", "offline")
    return sorted(f"offline/{file.name}" for file in folder.glob("*.js"))
