"""Scripts, styles and pictures have a mark of their content in the address, so that browsers may keep them."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

_MARK_LENGTH = 10
ASK_EACH_TIME = "private, no-cache"


def init_app(app: Flask) -> None:
    """Mark every address that url_for makes for a static file."""
    folder = Path(app.static_folder or "")

    @cache
    def mark(name: str) -> str:
        file = folder / name
        return hashlib.sha256(file.read_bytes()).hexdigest()[:_MARK_LENGTH] if file.is_file() else ""

    @app.url_defaults
    def add_mark(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and "filename" in values:
            values["v"] = mark(values["filename"])

    app.after_request(keep)


def keep(response: Response) -> Response:
    """A marked file never changes; a page is asked for anew each time, so that nobody reads an old roster."""
    if request.endpoint == "static" and request.args.get("v") and response.status_code < 400:  # noqa: PLR2004 - errors
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    elif request.endpoint != "static":
        response.headers.setdefault("Cache-Control", ASK_EACH_TIME)
        response.vary.add("Cookie")
    return response
