"""Public pages: a district's villages this week, one village this week and next; and whether the site is well."""

from flask import Blueprint, render_template

from web.extensions import db
from rotation.district.villages import District
from sqlalchemy import select

room = Blueprint("public", __name__)


@room.get("/")
def home() -> str:
    """The districts, or the one district's villages."""
    districts = list(db.session.scalars(select(District).order_by(District.code)))
    return render_template("public/home.html", districts=districts)
