"""Which district is meant: the only one that there is, or the one that somebody chooses."""

from collections.abc import Callable

from flask import render_template
from sqlalchemy import select

from rotation.district.villages import District
from web.extensions import db

__all__ = ["of_one_district"]


def of_one_district(page: Callable[[District], str], onward: str, title: str, **address: str) -> str:
    """The one district's page; where there are several (or none), their list, with links to `onward`."""
    districts = list(db.session.scalars(select(District).order_by(District.code)))
    if len(districts) == 1:
        return page(districts[0])
    return render_template("public/districts.html", title=title, districts=districts, onward=onward, address=address)
