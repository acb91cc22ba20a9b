"""How one is told: what was sent, and by which channels."""

from flask import render_template, url_for
from werkzeug.wrappers import Response

from rotation import channels, notices
from web.being_told import how_page
from web.mine.room import own, room


@room.get("/told")
def told() -> str:
    """What one was told, the last first, and what became of each message."""
    here = own()
    return render_template(
        "mine/told.html",
        notices=notices.of_person(here.session, here.district.id, here.code),
        channels=channels.channels(here.session, here.code),
    )


@room.route("/told/channels", methods=["GET", "POST"])
def how() -> str | Response:
    """In which language and by what one wants to be told; where there is no channel, somebody telephones."""
    here = own()
    return how_page(here.session, here.settings.notices, here.code, "mine/how.html", url_for("mine.told"))
