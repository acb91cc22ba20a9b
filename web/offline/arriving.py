"""What a phone sends later comes from its worker, and nobody sees the answer: a word that it is stored is enough."""

from http import HTTPStatus

from flask import Flask, Response, request, session

__all__ = ["init_app"]

_ENTRY = "Offline-Entry"


def init_app(app: Flask) -> None:
    """Answer the worker's entries in a word."""
    app.after_request(say_stored)


def say_stored(response: Response) -> Response:
    """204 instead of the way on, and no message for the next page: after many entries many would stand there."""
    if _ENTRY in request.headers and request.method == "POST" and response.status_code == HTTPStatus.FOUND:
        session.pop("_flashes", None)
        return Response(status=HTTPStatus.NO_CONTENT)
    return response
