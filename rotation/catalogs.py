"""Where the translations lie."""

from pathlib import Path

CATALOGS = Path(__file__).parents[1] / "web" / "translations"
DOMAIN = "messages"
