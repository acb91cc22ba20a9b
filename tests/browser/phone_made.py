"""A phone, the wire between it and a site that runs in a thread of the test, and the team whose phone it is."""

import logging
import re
import shutil
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from flask import Flask, Response, request
from flask_security.core import _default_config
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from rotation.district.members import Member
from rotation.district.offices import office
from rotation.district.villages import District
from rotation.district.weeks import this_week
from rotation.record.diaries import DiaryVersion
from rotation.record.handovers import HandoverNote
from rotation.record.lists import Complaint, Finding
from rotation.record.sealing import sealed
from rotation.store import writing
from tests.browser.conftest import PASSWORD, PHONE
from tests.browser.cutting import Wire
from tests.record import field_made
from tests.web.conftest import site_in
from web import create_app
from web.accounts import Role
from web.accounts.users import Belonging, add_user
from web.extensions import db

QUICK = {"argon2__time_cost": 1, "argon2__memory_cost": 8, "argon2__parallelism": 1}
TEAM = {"v01": ("m01", "m02", "m03"), "z1": ("m07",)}
LONG_MS = 60_000  # a busy machine is slow, and nothing here waits for a time
READY = """async () => {
  const whose = async () => (await (await caches.match("/offline/whose"))?.json()) ?? {};
  for (let tries = 0; tries < 1000; tries++) {
    if ((await whose()).asked) return true;
    await new Promise((done) => setTimeout(done, 20));
  }
  return false;
}"""


@dataclass
class Village:
    """A site with a team that serves last week and this one. `answer` may answer a request in the site's place."""

    app: Flask
    url: str = ""
    answer: Callable[[], object] | None = None
    posted: threading.Event = field(default_factory=threading.Event)
    rosters: int = 1

    def stored(self, beginning: str) -> Counter[str]:
        """How often each text that begins so is in the database."""
        with self.app.app_context():
            session = db.session()
            kept = [one for kind in (DiaryVersion, Complaint, Finding, HandoverNote) for one in _words(session, kind)]
            texts = sealed(session, kept)
            found = Counter(text for one in kept if (text := texts[one].content or "").startswith(beginning))
            db.session.remove()
        return found

    def publish(self, teams: dict[str, tuple[str, ...]]) -> None:
        """A next roster is in force, with these teams last week and this."""
        with self.app.app_context(), pytest.MonkeyPatch.context() as patch:
            patch.setattr(field_made, "MONDAY", (this_week() + -1).monday)
            with writing(db.session()) as session:
                field_made.publish(session, session.scalar(select(District)), {0: teams, 1: teams}, self.rosters)
            db.session.remove()
        self.rosters += 1


def _words(session: Session, kind: type) -> list[str]:
    return list(session.scalars(select(kind.words)))


@pytest.fixture(scope="session")
def village(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory):
    instance = tmp_path_factory.mktemp("village")
    shutil.copy(sqlite_template, instance / "rotation.db")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(_default_config, "PASSWORD_HASH_PASSLIB_OPTIONS", QUICK)
        app = create_app(site_in(instance))
    made = Village(app)
    _people(app)
    made.publish(TEAM)
    app.before_request(lambda: made.answer() if made.answer else None)
    app.after_request(_held)
    app.teardown_request(lambda _error: made.posted.set() if request.method == "POST" else None)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    made.url = f"http://127.0.0.1:{server.server_port}"
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    yield made
    server.shutdown()
    serving.join()
    server.server_close()
    with app.app_context():
        db.engine.dispose()


def _held(answer: Response) -> Response:
    """The answer without the file that it was read from: a wire that is cut would leave that open."""
    answer.direct_passthrough = False
    body = answer.get_data()
    answer.close()
    answer.set_data(body)
    return answer


def _people(app: Flask) -> None:
    with app.app_context():
        with writing(db.session()) as session:
            district = District(code="qixia", name="栖霞区", name_en="Qixia")
            session.add(district)
            session.flush()
            field_made.make_places(session, district)
            field_made.make_people(session, district)
            for member in session.scalars(select(Member)):
                add_user(session, member.code, PASSWORD, roles=[Role.MEMBER], belonging=Belonging(member=member))
            town = Belonging(office=office(session, district.id, "o-town"))
            add_user(session, "official", PASSWORD, roles=[Role.OFFICIAL], belonging=town)
        db.session.remove()


@dataclass
class Phone:
    """A browser on a wire that can be cut."""

    context: BrowserContext
    wire: Wire
    village: Village

    def come_in(self, login: str, *, sends: bool = False) -> Page:
        """Log in, and stay until the phone has what it needs; with `sends`, what waited is on its way."""
        page = self.context.new_page()
        page.goto(f"{self.wire.url}/login")
        if sends:
            expect(page.locator("#offline")).to_be_visible()
        page.fill("#username", login)
        page.fill("#password", PASSWORD)
        page.locator("main form button.main-action").click()
        expect(page).to_have_url(re.compile("/field/"))
        for _time in range(3):  # what failed once is asked for again with the next page
            if page.evaluate(READY):
                return page
            page.reload()
        pytest.fail("the phone never had its pages")

    def go(self, page: Page, path: str) -> Page:
        page.goto(f"{self.wire.url}{path}")
        return page

    def cut(self) -> None:
        self.wire.is_cut = True
        self.context.set_offline(True)

    def back(self) -> None:
        self.wire.is_cut = False
        self.context.set_offline(False)

    def write_day(self, page: Page, day: date, words: str) -> None:
        self._fill_in(page, f"/field/villages/v01/diary/{day}/write", words)

    def complain(self, page: Page, day: date, words: str) -> None:
        self._fill_in(page, f"/field/villages/v01/{day}/hearing/complaint", words)

    def find(self, page: Page, day: date, words: str) -> None:
        self._fill_in(page, f"/field/villages/v01/{day}/inspection/finding", words)

    def _fill_in(self, page: Page, path: str, words: str) -> None:
        self.go(page, path)
        page.wait_for_selector("input[name=written_by]", state="attached")
        if page.locator("input[name=category]").count():
            page.locator("input[name=category]").first.check()
        page.fill("#words", words)
        page.locator("main form button.main-action").click()

    def expect_unsent(self, page: Page, words: str) -> None:
        expect(page).to_have_url(f"{self.wire.url}/offline/")
        expect(page.locator(".unsent")).to_contain_text(words)

    def expect_all_sent(self, page: Page) -> None:
        expect(page.locator("[data-none]")).to_be_visible()
        expect(page.locator("#offline")).to_be_hidden()


@pytest.fixture
def phone(browser, village, request):
    """A phone that reads English, or what the test is marked with."""
    language = getattr(request, "param", "en")
    wire = Wire(village.url)
    context = browser.new_context(viewport=PHONE, locale="zh-CN" if language == "zh_Hans" else "en")
    context.set_default_timeout(LONG_MS)
    context.add_cookies([{"name": "lang", "value": language, "url": wire.url}])
    expect.set_options(timeout=LONG_MS)
    yield Phone(context, wire, village)
    village.answer = None
    context.close()
    wire.close()
