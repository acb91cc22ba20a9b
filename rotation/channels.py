"""Channels: by what somebody can be reached, and the address that Apprise is given for it.

Nobody types such an address: it is made here from a mail address, a number or a robot's key, so that no notice can be
sent to a place of anybody's choosing.
"""

import re
from enum import StrEnum
from urllib.parse import quote

from sqlalchemy import String, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from rotation.errors import N_, InvalidInput
from rotation.sections import Notices
from rotation.settings import LANGUAGES
from rotation.store import Base, choice, put


class Kind(StrEnum):
    """By what somebody can be reached."""

    MAIL = "mail"
    SMS = "sms"
    WECOM = "wecom"
    DINGTALK = "dingtalk"
    FEISHU = "feishu"


class Channel(Base):
    """How one person wants to be told: a mail address, a telephone number, or the key of a robot of their own."""

    __tablename__ = "notice_channel"
    __table_args__ = (UniqueConstraint("to", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    to: Mapped[str] = mapped_column(String(80))
    kind: Mapped[Kind] = mapped_column(choice(Kind))
    address: Mapped[str] = mapped_column(String(200))


class Spoken(Base):
    """The language in which one person wants to be told: one of settings.LANGUAGES."""

    __tablename__ = "notice_language"

    to: Mapped[str] = mapped_column(String(80), primary_key=True)
    language: Mapped[str] = mapped_column(String(20))


ADDRESSES = {
    Kind.MAIL: (re.compile(r"[\w.+-]{1,64}@[\w-]+(\.[\w-]+)+", re.ASCII), N_("a mail address")),
    Kind.SMS: (re.compile(r"\+?\d{5,15}", re.ASCII), N_("a telephone number, digits only")),
    Kind.WECOM: (re.compile(r"[A-Za-z0-9-]{20,64}", re.ASCII), N_("the key of a WeCom group robot")),
    Kind.DINGTALK: (re.compile(r"[A-Za-z0-9]{32,80}", re.ASCII), N_("the access token of a DingTalk robot")),
    Kind.FEISHU: (re.compile(r"[A-Za-z0-9-]{20,64}", re.ASCII), N_("the key of a Feishu robot")),
}
_ROBOTS = {
    Kind.WECOM: "wecombot://{address}/",
    Kind.DINGTALK: "dingtalk://{address}/",
    Kind.FEISHU: "feishu://{address}/",
}


def kinds(settings: Notices) -> list[Kind]:
    """The channels that this installation has: mail and SMS only where config.toml says by which server."""
    return [kind for kind in Kind if _template(kind, settings)]


def set_channel(session: Session, settings: Notices, to: str, kind: Kind, address: str) -> None:
    """Reach somebody by this from now on; an empty address ends it. InvalidInput where it cannot be one."""
    wanted = address.strip()
    if not wanted:
        session.execute(delete(Channel).where(Channel.to == to, Channel.kind == kind))
        return
    pattern, what = ADDRESSES[kind]
    if kind not in kinds(settings) or not pattern.fullmatch(wanted):
        raise InvalidInput(N_("This must be %(what)s."), field=kind.value, what=InvalidInput(what))
    put(session, Channel, {"to": to, "kind": kind}, address=wanted)


def set_language(session: Session, to: str, language: str) -> None:
    """Tell somebody in this language from now on; none: in the site's own. InvalidInput for one that there is not."""
    if language and language not in LANGUAGES:
        raise InvalidInput(N_("Choose one of the languages of the list."), field="language")
    if language:
        put(session, Spoken, {"to": to}, language=language)
    else:
        session.execute(delete(Spoken).where(Spoken.to == to))


def languages(session: Session) -> dict[str, str]:
    """Who has chosen a language to be told in, and which."""
    return {row.to: row.language for row in session.scalars(select(Spoken))}


def channels(session: Session, to: str) -> list[Channel]:
    """By what somebody is reached."""
    return list(session.scalars(select(Channel).where(Channel.to == to).order_by(Channel.kind)))


def address_of(channel: Channel, settings: Notices) -> str:
    """What Apprise is given for a channel; "" where this installation has it no more."""
    return _template(channel.kind, settings).replace("{address}", quote(channel.address, safe="@"))


def _template(kind: Kind, settings: Notices) -> str:
    return _ROBOTS.get(kind) or {Kind.MAIL: settings.mail, Kind.SMS: settings.sms}[kind]
