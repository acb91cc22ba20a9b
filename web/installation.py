"""The installation that this site serves: its settings, its secrets, and the address by which everybody finds it."""

from typing import TYPE_CHECKING

from flask import current_app

if TYPE_CHECKING:
    from rotation.settings import Settings
    from web.keys import Keys

__all__ = ["keys", "settings", "site_address"]


def settings() -> "Settings":
    """What config.toml says."""
    known: Settings = current_app.extensions["settings"]
    return known


def keys() -> "Keys":
    """The installation's own secrets."""
    known: Keys = current_app.extensions["keys"]
    return known


def site_address() -> str:
    """The site's address as printed papers and links have it, without a slash at its end."""
    return settings().site.public_url.rstrip("/")
