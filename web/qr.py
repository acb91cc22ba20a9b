"""QR codes as pictures within a page."""

from functools import lru_cache

import segno
from markupsafe import Markup

QUIET_MODULES = 4


@lru_cache(maxsize=256)  # a village's is drawn again and again
def qr(text: str) -> Markup:
    """A QR code that says `text`, as an SVG that grows with its frame; whoever shows it says beside it what it is."""
    code = segno.make(text, error="m", micro=False)
    drawing = code.svg_inline(border=QUIET_MODULES, light="#fff", svgclass="qr", lineclass=None, omitsize=True)
    return Markup(drawing)  # noqa: S704 - squares and nothing else
