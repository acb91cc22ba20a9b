"""Facts that are changed on a page: the published terms that become impossible by it are opened, and that is said."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import flash
from flask_babel import ngettext
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from rotation.board import stand_ins
from rotation.district.villages import District
from rotation.roster.unserved import Reporter
from rotation.settings import Settings
from rotation.store import writing

__all__ = ["changing"]


@contextmanager
def changing(
    session: Session, settings: Settings, district: District, reporter: Reporter, *conditions: ColumnElement[bool]
) -> Iterator[Session]:
    """A unit of work in which facts change; `conditions` on Term narrow down which terms they can be about."""
    with writing(session), stand_ins.changing(session, settings, district, reporter, *conditions) as found:
        yield session
    if count := len(found.opened):
        flash(ngettext("A stand-in is looked for.", "Stand-ins are looked for, for %(num)d terms.", count), "warning")
