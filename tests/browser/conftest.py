"""A served site of real processes, and a real Chromium to look at it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from rotation import settings as settings_module
from rotation.demo import workbook
from rotation.district.weeks import this_week
from tests.conftest import ROOT
from tests.serving import PASSWORD, Site

__all__ = ["DESK", "PASSWORD", "PHONE", "Site", "keep", "look"]

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LONG_MS = 60_000  # a busy machine is slow: what is expected is waited for, however long it takes
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        pytest.skip("no Chromium on this machine (CHROMIUM names one; Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        expect.set_options(timeout=LONG_MS)
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with one empty district and its planner."""
    made = Site(tmp_path_factory.mktemp("site")).found()
    made.serve()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's workbook: 39 members, 4 villages, 2 zones, from this week on."""
    path = tmp_path_factory.mktemp("sample") / "qixia.xlsx"
    path.write_bytes(workbook(this_week(), 1, settings_module.load(ROOT / "config.toml")))
    return path


@pytest.fixture(params=["en", "zh_Hans"])
def language(request: pytest.FixtureRequest) -> str:
    return request.param


def look(page: Page, name: str) -> None:
    """axe finds nothing, nothing scrolls sideways on a phone; a picture is kept where SCREENSHOTS names a folder."""
    found = Axe().run(page).response["violations"]
    said = [f"{v['id']}: {v['help']} {[n['html'][:120] for n in v['nodes'][:3]]}" for v in found]
    assert said == [], f"{name}: {page.url}"
    was = page.viewport_size
    page.set_viewport_size(PHONE)
    width = page.evaluate("document.documentElement.scrollWidth")
    keep(page, f"{name}-phone")
    assert width <= PHONE["width"], f"{name} is {width} pixels wide on a phone"
    page.set_viewport_size(was)
    keep(page, name)


def keep(page: Page, name: str) -> None:
    """Keep a picture of the page where SCREENSHOTS names a folder."""
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
