"""What is measured on every page: what axe finds, what scrolls sideways, how large texts and targets are."""

from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.conftest import PHONE

__all__ = ["ZOOMED", "faults"]

ZOOMED = {"width": 320, "height": 740}  # what 400 % leaves of 1280
OURS = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
NAMES = "whatAxeFinds, smallText, smallTargets, sidewaysScroll"
BRING = f"() => {{ {AXE_SCRIPT}\n{OURS}\nObject.assign(window, {{ {NAMES} }}); return sidewaysScroll(); }}"
SEVEN_TO_ONE = {"color-contrast": {"enabled": False}, "color-contrast-enhanced": {"enabled": True}}
FOR_ALL = {"rules": SEVEN_TO_ONE, "text": 18, "target": 44, "main": 60}
FOR_PLANNERS = {"rules": {}, "text": 16, "target": 24, "main": 24}
MEASURE = """async (asked) => [
  ...(await whatAxeFinds(asked.rules)),
  ...smallText(asked.text),
  ...smallTargets(asked.target, asked.main),
  ...sidewaysScroll(),
]"""


def faults(page: Page, *, of_planners: bool) -> list[str]:
    """What is wrong with the page that is open: at 400 %, at the width of a phone, and in large type at both."""
    page.set_viewport_size(ZOOMED)
    found: list[str] = page.evaluate(BRING)
    page.set_viewport_size(PHONE)
    return found + page.evaluate(MEASURE, FOR_PLANNERS if of_planners else FOR_ALL)
