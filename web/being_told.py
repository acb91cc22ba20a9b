"""How somebody is told: in which language and by which channels; said by themselves, or by a planner for them."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rotation import channels
from rotation.channels import Kind
from rotation.errors import InvalidInput
from rotation.sections import Notices
from rotation.store import writing
from web.errors import told as in_words

__all__ = ["how_page"]

LANGUAGE = "language"
HINTS = {
    Kind.MAIL: _l("Mail address"),
    Kind.SMS: _l("Telephone number, digits only"),
    Kind.WECOM: _l("The key of a robot in a WeCom group of one's own"),
    Kind.DINGTALK: _l("The access token of a robot in a DingTalk group of one's own"),
    Kind.FEISHU: _l("The key of a robot in a Feishu group of one's own"),
}


def how_page(session: Session, settings: Notices, to: str, template: str, done: str, **shown: Any) -> str | Response:
    """Ask how somebody wants to be told; `done` is where that leads."""
    stored = {row.kind.value: row.address for row in channels.channels(session, to)}
    typed = stored | {LANGUAGE: channels.languages(session).get(to, "")}
    faults: dict[str, str] = {}
    if request.method == "POST":
        typed = {name: (request.form.get(name) or "").strip() for name in (*Kind, LANGUAGE)}
        faults = _stored(session, settings, to, typed)
        if not faults:
            flash(_("Saved."))
            return redirect(done)
    offered = channels.kinds(settings)
    return render_template(template, offered=offered, hints=HINTS, typed=typed, faults=faults, **shown)


def _stored(session: Session, settings: Notices, to: str, typed: Mapping[str, str]) -> dict[str, str]:
    """Store it; what is wrong, by field."""
    try:
        with writing(session) as unit:
            channels.set_language(unit, to, typed[LANGUAGE])
            for kind in channels.kinds(settings):
                channels.set_channel(unit, settings, to, kind, typed[kind])
    except InvalidInput as error:
        return {error.field or LANGUAGE: in_words(error)}
    return {}
