"""What every answer carries to keep browsers on our side."""

import secrets

from flask import Flask, Response, g, request

_NONCE_BYTES = 16
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'{nonce}; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
}
_TWO_YEARS_SECONDS = 2 * 365 * 24 * 3600


def init_app(app: Flask) -> None:
    """Add the headers to every answer, and `style_nonce()` to templates."""
    app.after_request(add_headers)
    app.jinja_env.globals["style_nonce"] = style_nonce


def style_nonce() -> str:
    """A word that lets one <style nonce="…"> of this page pass, such as a chart's. There is none for scripts."""
    if "style_nonce" not in g:
        g.style_nonce = secrets.token_urlsafe(_NONCE_BYTES)
    nonce: str = g.style_nonce
    return nonce


def add_headers(response: Response) -> Response:
    """The headers of every answer."""
    nonce = f" 'nonce-{g.style_nonce}'" if "style_nonce" in g else ""
    response.headers["Content-Security-Policy"] = _POLICY.format(nonce=nonce)
    response.headers.update(_ALWAYS)
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = f"max-age={_TWO_YEARS_SECONDS}"
    return response
