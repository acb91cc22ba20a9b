"""How numbers and days of the record stand on the public's pages."""

import re
from datetime import datetime

from flask import Flask
from markupsafe import Markup, escape

from rotation.record import ledger
from rotation.record.duty import day_of
from web.dates import day, unbroken

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def init_app(app: Flask) -> None:
    """Give templates the filters of this module."""
    app.add_template_filter(ledger.moment, "rfc3339")
    app.add_template_filter(china_day)
    app.add_template_filter(xml)


def china_day(at: datetime) -> str:
    """The day in China at a moment."""
    return unbroken(day(day_of(at)))


def xml(text: str) -> Markup:
    """A text as XML may hold it: what XML has no place for, is left out."""
    return escape(_NO_XML.sub("", text))
