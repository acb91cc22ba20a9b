"""Asking a browser for a passkey: for which site, by which question, and in the words that it understands (WebAuthn).

Browsers show a passkey only to the site that it was made for: the host of `site.public_url`; where that is this
machine, its name `localhost`. A question is kept in the signed cookie until it is answered.
"""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from flask import request
from flask import session as cookie

from rotation import store
from web.accounts.factor_models import Passkey
from web.accounts.keyed import derived
from web.accounts.models import User
from web.installation import settings

if TYPE_CHECKING:  # it takes its time to load, and most people have no passkey
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

__all__ = ["Place", "Question", "answered", "credential_of", "elsewhere", "for_a_new_one", "for_one_of", "place"]

_ASKED = "passkey_question"
_LASTS = timedelta(minutes=15)
_NAME = "一周书记"


@dataclass(frozen=True, slots=True)
class Place:
    """For which host passkeys are made, and how the address of every page there begins."""

    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a passkey is to sign, for which site, and when it was asked."""

    challenge: bytes
    place: Place
    at: datetime


def place() -> Place | None:
    """Where passkeys can be used; None where browsers allow none (an address of numbers, or without https)."""
    public = urlsplit(settings().site.public_url)
    host = public.hostname or ""
    if host == "localhost" or _is_number(host, loopback=True):
        return Place("localhost", f"{request.scheme}://localhost{_port(urlsplit(request.host_url))}")
    if public.scheme != "https" or not host or _is_number(host):
        return None
    return Place(host, f"https://{host}{_port(public)}")


def elsewhere(where: Place) -> str:
    """The address at which this page can ask for passkeys; empty where it is this one."""
    here = urlsplit(request.host_url).hostname
    return "" if here == where.host else where.origin + request.full_path.rstrip("?")


def for_a_new_one(where: Place, user: User, held: Sequence[Passkey]) -> str:
    """What the browser is asked so that it makes a passkey, which is none of `held`."""
    from webauthn import generate_registration_options, options_to_json
    from webauthn.helpers.structs import AuthenticatorSelectionCriteria, ResidentKeyRequirement

    asked = generate_registration_options(
        rp_id=where.host,
        rp_name=_NAME,
        user_id=derived("passkey", str(user.id)),
        user_name=user.username,
        user_display_name=user.name or user.username,
        challenge=_new_question(),
        authenticator_selection=AuthenticatorSelectionCriteria(resident_key=ResidentKeyRequirement.PREFERRED),
        exclude_credentials=_described(held),
    )
    return options_to_json(asked)


def for_one_of(where: Place, held: Sequence[Passkey]) -> str:
    """What the browser is asked so that it shows one of `held`."""
    from webauthn import generate_authentication_options, options_to_json

    asked = generate_authentication_options(
        rp_id=where.host, challenge=_new_question(), allow_credentials=_described(held)
    )
    return options_to_json(asked)


def answered() -> Question | None:
    """The question that this browser was asked last, taken out of its cookie; None where there is none, or too old."""
    held, where = cookie.pop(_ASKED, None), place()
    if not isinstance(held, dict) or where is None:
        return None
    question = Question(held["challenge"], where, datetime.fromisoformat(held["at"]))
    return question if store.now() < question.at + _LASTS else None


def credential_of(name: bytes) -> str:
    """A passkey's name among all, as text."""
    return urlsafe_b64encode(name).decode().rstrip("=")


def _new_question() -> bytes:
    challenge = secrets.token_bytes(32)
    cookie[_ASKED] = {"challenge": challenge, "at": store.now().isoformat()}
    return challenge


def _described(held: Sequence[Passkey]) -> list["PublicKeyCredentialDescriptor"]:
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

    return [PublicKeyCredentialDescriptor(id=urlsafe_b64decode(one.credential + "==")) for one in held]


def _is_number(host: str, *, loopback: bool = False) -> bool:
    try:
        found = ip_address(host)
    except ValueError:
        return False
    return found.is_loopback or not loopback


def _port(parts: SplitResult) -> str:
    return f":{parts.port}" if parts.port else ""
