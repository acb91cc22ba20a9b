"""What every answer carries to keep browsers on our side, and requests that no page of ours sends."""

from http import HTTPStatus

from flask import Flask, Response, abort, request, session
from werkzeug.routing import RequestRedirect

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ALWAYS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
}
_TWO_YEARS_SECONDS = 2 * 365 * 24 * 3600
_FORM = "application/x-www-form-urlencoded"
MOST_OF_A_FORM = 500_000  # bytes, files aside
MOST_OF_AN_IMPORT = 2 * 1024 * 1024  # which may ask about twenty thousand rows


def init_app(app: Flask) -> None:
    """Add the headers to every answer, and look at every request."""
    app.before_request(refuse_what_no_page_sends)
    app.after_request(add_headers)
    app.after_request(stay_here)


def weigh_forms(app: Flask) -> None:
    """Read no form that is larger than a page of ours makes one: to be called before whatever looks into forms."""
    app.before_request(limit_form)


def limit_form() -> None:
    """A million fields take seconds to read, in which nobody else has a turn; the limits of uploads are for files."""
    if request.mimetype == _FORM:
        request.max_content_length = MOST_OF_AN_IMPORT if "_user_id" in session else MOST_OF_A_FORM


def refuse_what_no_page_sends() -> None:
    """Bodies of JSON, which no form of ours has; and a sign that is none, which not every database takes as text.

    Who only reads may call an empty body what they like: some clients always do.
    """
    if "\0" in request.path:
        abort(HTTPStatus.NOT_FOUND)
    if request.is_json and request.method not in {"GET", "HEAD", "OPTIONS"}:
        abort(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    said = [value for values in (request.args, request.form) for _, value in values.items(multi=True)]
    named = [file.filename or "" for _, file in request.files.items(multi=True)]
    if any("\0" in value for value in (*said, *named)):
        abort(HTTPStatus.BAD_REQUEST)


def stay_here(response: Response) -> Response:
    """The way to an address with its slashes as they should be names no host: whose name was said may be forged."""
    wrong = request.routing_exception
    if isinstance(wrong, RequestRedirect):
        response.location = "/" + wrong.new_url.removeprefix(request.host_url).lstrip("/")
        response.data = b""
    return response


def add_headers(response: Response) -> Response:
    """The headers of every answer."""
    response.headers.update(ALWAYS)
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = f"max-age={_TWO_YEARS_SECONDS}"
    return response
