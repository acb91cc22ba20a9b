"""Pages on paper: HTML becomes PDF, with a font for every Chinese character and nothing from outside.

Each weight of the font is a family of its own ("Paper" and "Paper Bold"): two faces under one family name have
been seen to print blank Chinese.
"""

import atexit
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from rotation.errors import N_, StoreError

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.document import Document
    from weasyprint.text.fonts import FontConfiguration

__all__ = ["NoPaper", "pdf_of", "require_paper"]

FONTS = Path(__file__).parent / "static" / "vendor" / "fonts"
FACES = {"Paper": "NotoSansSC_400Regular.ttf", "Paper Bold": "NotoSansSC_700Bold.ttf"}
_one_at_a_time = Lock()  # the fonts that all threads share are drawn by one
SYSTEM_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0"


class NoPaper(StoreError):
    """PDF cannot be made here: system libraries are missing. The page itself can be printed instead."""


def pdf_of(*pages: str) -> bytes:
    """Whole HTML documents as one PDF, one after the other, each with its own count of sheets.

    Their styles may name the families "Paper" and "Paper Bold"; pictures must be data: addresses.

    Raises NoPaper where the libraries that draw text are missing.
    """
    require_paper()
    laid_out = [_laid_out(page) for page in pages]
    sheets = [sheet for document in laid_out for sheet in document.pages]
    with _one_at_a_time:
        written: bytes = laid_out[0].copy(sheets).write_pdf()
    return written


def require_paper() -> None:
    """Raise NoPaper where the libraries that draw text are missing."""
    try:
        import weasyprint  # noqa: F401 - whether it can be loaded is the question
    except OSError:
        raise NoPaper(
            N_("PDF needs these system packages: %(packages)s. Until they are there, print the page from the browser."),
            packages=SYSTEM_PACKAGES,
        ) from None


def _laid_out(page: str) -> "Document":
    """One document; between two of many, somebody else's has its turn."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    html = HTML(string=page, url_fetcher=URLFetcher(allowed_protocols=("data",)))
    with _one_at_a_time:
        fonts, faces = _fonts()
        return html.render(stylesheets=[faces], font_config=fonts)


@cache
def _fonts() -> "tuple[FontConfiguration, CSS]":
    """The faces, known to the library that draws; reading them takes a moment."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    rules = [
        f'@font-face {{ font-family: "{family}"; src: url("{(FONTS / file).as_uri()}") }}'
        for family, file in FACES.items()
    ]
    return fonts, CSS(string="\n".join(rules), font_config=fonts)


atexit.register(_fonts.cache_clear)  # its files want to be deleted while Python still can
