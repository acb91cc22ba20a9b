"""The addresses of a feed as a page offers them: to copy, to tap, and to scan."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from markupsafe import Markup

from web.installation import site_address
from web.qr import qr


@dataclass(frozen=True, slots=True)
class Address:
    """Where a feed is: the address itself, the same for a calendar to take up at once, the page about it as a QR code.

    The code leads to a page, not to the file: what a phone's camera does with a bare calendar file is anybody's guess.
    """

    feed: str
    webcal: str
    page: str
    qr: Markup


def address(feed: str, page: str, values: dict[str, Any]) -> Address:
    """The addresses of the feed and the page with these endpoints and values."""
    site = site_address()
    wanted, about = (site + url_for(endpoint, **values) for endpoint in (feed, page))
    return Address(wanted, f"webcal://{wanted.partition('://')[2]}", about, qr(about))


def private_address(token: str) -> Address:
    """The addresses of the private feed with this token."""
    return address("feeds.private", "feeds.private_page", {"token": token})
