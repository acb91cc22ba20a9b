"""A site served within the test's own process: its clock is in the test's hand, and anybody comes in without a door."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import WSGIRequestHandler, make_server

from rotation.district import weeks
from tests.browser.conftest import PHONE, keep
from tests.web.conftest import app, come_in, compiled_templates, instance_template, quick_sites
from tests.web.field.conftest import Watch, watch
from web.extensions import limiter

__all__ = ["People", "app", "clock", "compiled_templates", "instance_template", "quick_sites", "serving", "watch"]


PATIENCE_MS = 120_000  # a busy machine is no fault of the site's
expect.set_options(timeout=PATIENCE_MS)


class Silent(WSGIRequestHandler):
    """Says nothing about each request."""

    def log(self, *_said: object) -> None:
        pass


@pytest.fixture
def clock(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> Watch:
    """The time that the site goes by, the day among it."""
    real = weeks.today

    def today():
        return watch.moment.astimezone(weeks.CHINA).date()

    for module in [one for name, one in sys.modules.items() if name.startswith(("rotation.", "web."))]:
        for name in [name for name, value in vars(module).items() if value is real]:
            monkeypatch.setattr(module, name, today)
    return watch


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve it on a free port; where it answers."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(limiter, "enabled", False)
            yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class People:
    """Those who come in: each with a phone of their own, which reads one language."""

    def __init__(self, browser: Browser, app: Flask, url: str) -> None:
        self.browser, self.app, self.url = browser, app, url
        self._pages: dict[tuple[str | None, str], Page] = {}

    def phone(self, login: str | None, language: str) -> Page:
        """The page on the phone of somebody who logs in now; of a villager where there is no login."""
        page = self._pages.get((login, language)) or self._bought(login, language)
        if login:
            cookie = come_in(self.app, self.app.test_client(), login).get_cookie("session")
            page.context.add_cookies([{"name": "session", "value": cookie.value, "url": self.url}])
        return page

    def _bought(self, login: str | None, language: str) -> Page:
        context = self.browser.new_context(base_url=self.url, viewport=PHONE, service_workers="block")
        context.set_default_timeout(PATIENCE_MS)
        context.add_cookies([{"name": "lang", "value": language, "url": self.url}])
        self._pages[login, language] = context.new_page()
        return self._pages[login, language]

    def leave(self) -> None:
        """All of them go."""
        while self._pages:
            self._pages.popitem()[1].context.close()


def see(page: Page, name: str) -> None:
    """The page scrolls nowhere sideways on a phone; a picture is kept where one is wanted."""
    keep(page, name)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"], f"{name} is {width} pixels wide: {page.url}"
