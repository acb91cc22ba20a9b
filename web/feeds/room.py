"""The calendars' room: no login; what is private is known by its token."""

from flask import Blueprint

room = Blueprint("feeds", __name__)
