"""The door's own pages: logging in and out, cards, and one's own login."""

from flask import Blueprint

room = Blueprint("accounts", __name__)
