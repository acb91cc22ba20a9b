"""The language in which people are told something outside a page: the site's own, by its catalogs."""

import gettext

from rotation.board.calendars.events import Tongue
from rotation.catalogs import CATALOGS, DOMAIN


def tongue(language: str) -> Tongue:
    """How to speak a language of config.toml."""
    catalog = gettext.translation(DOMAIN, CATALOGS, [language], fallback=True)
    return Tongue(catalog.gettext, english=language == "en")
