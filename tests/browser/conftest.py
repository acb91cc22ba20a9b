"""A served site of real processes, and a real Chromium to look at it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserType, Page, expect, sync_playwright

from rotation import settings as settings_module
from rotation.demo import workbook
from rotation.district.weeks import this_week
from tests.conftest import ROOT
from tests.serving import PASSWORD, Site

__all__ = ["DESK", "LONG_MS", "PASSWORD", "PHONE", "Site", "keep", "look", "standing"]

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WHOLE = ("chromium", "google-chrome")
SHELL = "chromium-headless-shell"  # the same, with nothing round it that somebody would see: at a fifth of the price
LONG_MS = 60_000  # a busy machine is slow: what is expected is waited for, however long it takes
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[BrowserType]:
    with sync_playwright() as playwright:
        expect.set_options(timeout=LONG_MS)
        yield playwright.chromium


@pytest.fixture(scope="session")
def browser(chromium: BrowserType) -> Iterator[Browser]:
    """Chromium, as its shell where there is one."""
    with launched(chromium, SHELL, *WHOLE) as made:
        yield made


@pytest.fixture(scope="module")
def whole_browser(chromium: BrowserType) -> Iterator[Browser]:
    """Chromium with all that is round a page, for what the shell does not have."""
    with launched(chromium, *WHOLE) as made:
        yield made


@contextmanager
def launched(chromium: BrowserType, *names: str) -> Iterator[Browser]:
    """The first of these that is on this machine."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not path:
        pytest.skip("no Chromium on this machine (CHROMIUM names one; Debian: apt-get install chromium)")
    with chromium.launch(executable_path=path, args=list(FLAGS)) as made:
        yield made


@contextmanager
def standing(folder: Path) -> Iterator[Site]:
    """A site with one empty district and its planner, served."""
    made = Site(folder).found()
    made.serve()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One for all who need it neither empty nor for themselves."""
    with standing(tmp_path_factory.mktemp("site")) as made:
        yield made


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
