"""What a visitor has chosen for this browser: the language and the size of the text. Remembered in cookies."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, current_app, has_request_context, make_response, redirect, request, url_for

from rotation.settings import LANGUAGES

LARGE = "large"
SIZES = ("normal", LARGE)
CHOICES = {"lang": LANGUAGES, "text": SIZES}
_YEAR_SECONDS = 365 * 24 * 3600
_TAKEN = {"endpoint", "_anchor", "_external", "_method", "_scheme"}  # by url_for itself: no address may set them
_HTML_NAMES = {"zh_Hans": "zh-Hans", "en": "en"}
V = TypeVar("V", bound=Callable[..., Any])


def speaks_for_itself(view: V) -> V:
    """Mark a view whose address alone says its language: ?lang= is left to it, and nothing is remembered."""
    view.speaks_for_itself = True  # type: ignore[attr-defined]  # a function takes any
    return view


def init_app(app: Flask) -> None:
    """Listen for ?lang= and ?text=, and tell templates what was chosen."""
    app.before_request(remember)
    app.jinja_env.globals.update(language=chosen, html_language=html_language, large_text=large_text, switch=switch)


def chosen() -> str:
    """The language of this visitor: zh_Hans or en."""
    default: str = current_app.config["BABEL_DEFAULT_LOCALE"]
    asked = _said() if has_request_context() else None
    return asked if asked in LANGUAGES else default


def _said() -> str | None:
    """By the address where that names a language (<lang>), else as it was chosen."""
    return (request.view_args or {}).get("lang") or request.cookies.get("lang")


def html_language() -> str:
    """The same, as the lang attribute has it."""
    return html_name(chosen())


def html_name(language: str) -> str:
    """A language as the lang attribute of a page has it."""
    return _HTML_NAMES[language]


def large_text() -> bool:
    """Whether this visitor reads large text."""
    return request.cookies.get("text") == LARGE


def switch(name: str, value: str) -> str:
    """The address of this page with one choice made, such as lang=en or text=large."""
    if request.endpoint is None or request.url_rule is None or "GET" not in (request.url_rule.methods or ()):
        return f"/?{name}={value}"
    return url_for(request.endpoint, **(_rest() | (request.view_args or {}) | {name: value}))


def remember() -> Response | None:
    """Keep what was chosen by link, and go on to the page itself. Only to a page of ours: built from its endpoint."""
    asked = {name: request.args[name] for name in CHOICES if request.args.get(name) in CHOICES[name]}
    if not asked or request.method != "GET" or request.endpoint is None:
        return None
    if hasattr(current_app.view_functions[request.endpoint], "speaks_for_itself"):
        return None
    response = make_response(redirect(url_for(request.endpoint, **(_rest() | (request.view_args or {})))))
    for name, value in asked.items():
        response.set_cookie(
            name,
            value,
            max_age=_YEAR_SECONDS,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
    return response


def _rest() -> dict[str, list[str]]:
    """What else the address asks."""
    return {key: values for key, values in request.args.lists() if key not in {*CHOICES, *_TAKEN}}
