"""What openings, swaps, messages and their channels are called on a page."""

from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from rotation.channels import Kind
from rotation.notices import Fate
from rotation.roster import openings, swaps
from rotation.roster.hindrances import IN_WORDS, Why
from rotation.roster.openings import Answer

__all__ = ["init_app"]

NAMES: Mapping[str, Mapping[Any, LazyString]] = {
    "opening_state": {
        openings.State.WAITING: _l("the member is still thinking it over"),
        openings.State.ASKING: _l("members are being asked"),
        openings.State.NOBODY: _l("everybody was asked, nobody has said yes"),
        openings.State.FILLED: _l("filled"),
        openings.State.WITHDRAWN: _l("not needed any more"),
        openings.State.OVERTAKEN: _l("overtaken by another version of the roster"),
        openings.State.EMPTY: _l("the seat stays empty"),
    },
    "answer_name": {
        Answer.NONE: _l("no answer yet"),
        Answer.YES: _l("yes"),
        Answer.NO: _l("no"),
        Answer.TOO_LATE: _l("need not answer any more"),
    },
    "swap_state": {
        swaps.State.OFFERED: _l("offered"),
        swaps.State.AGREED: _l("agreed, to be approved by the planner"),
        swaps.State.DONE: _l("done"),
        swaps.State.DECLINED: _l("declined by the other"),
        swaps.State.WITHDRAWN: _l("offer withdrawn"),
        swaps.State.REFUSED: _l("not approved by the planner"),
        swaps.State.EXPIRED: _l("expired"),
        swaps.State.OVERTAKEN: _l("overtaken by another version of the roster"),
    },
    "fate_name": {
        Fate.DUE: _l("to be sent"),
        Fate.SENT: _l("sent"),
        Fate.BY_PHONE: _l("to be told by telephone"),
        Fate.TOLD: _l("told by telephone"),
        Fate.DROPPED: _l("not needed any more"),
    },
    "channel_name": {
        Kind.MAIL: _l("Mail"),
        Kind.SMS: _l("Text message"),
        Kind.WECOM: _l("WeCom"),
        Kind.DINGTALK: _l("DingTalk"),
        Kind.FEISHU: _l("Feishu"),
    },
}


def init_app(app: Flask) -> None:
    """Give templates these names as filters."""
    app.jinja_env.filters.update({name: known.__getitem__ for name, known in NAMES.items()})
    app.jinja_env.filters["why_unserved"] = _why


def _why(reason: Why) -> str:
    return gettext(IN_WORDS[reason])
