"""How one is told: what was sent, and by which channels."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from rotation import channels, notices
from rotation.channels import Kind
from rotation.errors import InvalidInput
from rotation.store import writing
from web.errors import told as in_words
from web.mine.room import own, room

HINTS = {
    Kind.MAIL: _l("Your mail address"),
    Kind.SMS: _l("Your telephone number, digits only"),
    Kind.WECOM: _l("The key of a robot in a group of your own"),
    Kind.DINGTALK: _l("The access token of a robot in a group of your own"),
    Kind.FEISHU: _l("The key of a robot in a group of your own"),
}


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
    """By what one wants to be told; where there is none, somebody telephones."""
    here = own()
    wanted = {kind: (request.form.get(kind.value) or "").strip() for kind in Kind} if request.method == "POST" else {}
    faults: dict[Kind, str] = {}
    if request.method == "POST":
        faults = _stored(wanted)
        if not faults:
            flash(_("Saved."))
            return redirect(url_for("mine.told"))
    known = {row.kind: row.address for row in channels.channels(here.session, here.code)}
    return render_template(
        "mine/how.html",
        offered=channels.kinds(here.settings.notices),
        hints=HINTS,
        typed=wanted or known,
        faults=faults,
    )


def _stored(wanted: dict[Kind, str]) -> dict[Kind, str]:
    here = own()
    try:
        with writing(here.session) as session:
            for kind in channels.kinds(here.settings.notices):
                channels.set_channel(session, here.settings.notices, here.code, kind, wanted[kind])
    except InvalidInput as error:
        return {Kind(error.field): in_words(error)}
    return {}
