"""A phone whose network is cut: days and complaints written meanwhile arrive once, and nobody else sees them."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation.district.members import Member
from rotation.district.villages import District
from rotation.district.weeks import this_week, today
from rotation.record.diaries import DiaryVersion
from rotation.record.lists import Complaint
from rotation.record.sealing import sealed
from rotation.store import open_engine, writing
from tests.browser.conftest import PASSWORD, PHONE, Site, look
from tests.browser.cutting import Wire
from tests.record import field_made
from tests.web.conftest import site_in
from web import create_app
from web.accounts import Role
from web.accounts.users import Belonging, add_user
from web.extensions import db

TEAM = {"v01": ("m01", "m02", "m03"), "z1": ("m07",)}
EVERYTHING = """async () => {
  const pages = [];
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) {
      if (!name.startsWith("offline-files")) pages.push(await (await caches.match(request)).text());
    }
  }
  const entries = [];
  for (const { name } of await indexedDB.databases()) {
    const open = indexedDB.open(name);
    await new Promise((done) => (open.onsuccess = done));
    const all = open.result.transaction("entries").objectStore("entries").getAll();
    await new Promise((done) => (all.onsuccess = done));
    open.result.close();
    for (const one of all.result) entries.push(new TextDecoder().decode(one.data) + JSON.stringify(one));
  }
  return pages.concat(entries).join("\\n");
}"""

READY = """async () => {
  for (let tries = 0; tries < 300; tries++) {
    if ((await (await caches.match("/offline/whose"))?.json())?.asked) return true;
    await new Promise((done) => setTimeout(done, 50));
  }
}"""


@pytest.fixture(scope="module")
def village(site: Site):
    """The site with a team that serves last week and this one, and the logins of two of it."""
    app = create_app(site_in(site.instance))
    with app.app_context(), writing(db.session()) as session:
        district = session.scalar(select(District))
        field_made.make_places(session, district)
        field_made.make_people(session, district)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(field_made, "MONDAY", (this_week() + -1).monday)
            field_made.publish(session, district, {0: TEAM, 1: TEAM})
        for member in session.scalars(select(Member).where(Member.code.in_(("m01", "m02")))):
            add_user(session, member.code, PASSWORD, roles=[Role.MEMBER], belonging=Belonging(member=member))
    with app.app_context():
        db.engine.dispose()
    return site


@pytest.fixture
def wire(village):
    made = Wire(village.url)
    yield made
    made.close()


@pytest.fixture
def phone(browser, wire):
    context = browser.new_context(viewport=PHONE, locale="en")
    context.add_cookies([{"name": "lang", "value": "en", "url": wire.url}])
    yield context
    context.close()


def test_what_is_written_without_network_arrives_once_and_nobody_else_sees_it(phone, wire, village):
    page = phone.new_page()
    come_in(page, wire, "m01")
    cut(phone, wire)
    days = [today() - timedelta(n) for n in (2, 1, 0)]
    for day in days:
        write_day(page, wire, str(day), f"断网日记 {day}")
    for n in (1, 2):
        complain(page, wire, str(today()), f"断网意见 {n}")
    look(page, "en-offline-unsent")
    expect(page.locator("[data-says]")).to_contain_text("5 not sent")
    assert stored(village) == Counter()
    page.goto(f"{wire.url}/mine/")
    expect(page.locator("#offline")).to_contain_text("No network. This page is as it was at")
    page.goto(f"{wire.url}/field/villages/v01/weeks/{this_week()}/handover")
    expect(page.locator("h1")).to_be_visible()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Before you log out")).to_be_visible()
    assert "断网日记" not in page.evaluate(EVERYTHING), "an entry lies unlocked"
    end_login(phone, wire, page)
    see_nothing_of_the_first(phone, wire)
    wire.lose_one(f"POST /field/villages/v01/diary/{days[1]}".encode())
    come_in(page, wire, "m01", sends=True)
    expect_all_sent(page, wire)
    assert wire.lost == 1
    assert stored(village) == Counter([f"断网日记 {day}" for day in days] + ["断网意见 1", "断网意见 2"])


def test_a_day_changed_elsewhere_is_put_together_and_what_is_deleted_is_gone(phone, wire, village, browser):
    page = phone.new_page()
    come_in(page, wire, "m02")
    cut(phone, wire)
    write_day(page, wire, str(today()), "两处：手机上的")
    with page.expect_download() as saved:
        page.get_by_role("button", name="JSON").click()
    assert "两处：手机上的" in saved.value.path().read_text(encoding="utf-8")
    write_elsewhere(browser, village, "两处：电脑上的")
    back(phone, wire)
    page.goto(f"{wire.url}/offline/")
    expect(page.locator(".unsent")).to_contain_text("changed elsewhere")
    expect(page.locator("[data-both]")).to_contain_text("两处：电脑上的")
    look(page, "en-offline-both")
    page.get_by_role("button", name="Change it and send it again").click()
    expect(page.locator("[data-there]")).to_contain_text("两处：电脑上的")
    expect(page.locator("#words")).to_have_value("两处：手机上的")
    look(page, "en-offline-merge")
    page.fill("#words", "两处：放在一起")
    page.get_by_role("button", name="Save the day").click()
    expect(page.get_by_text("The day is saved.")).to_be_visible()
    expect(page.locator("#offline")).to_be_hidden()
    assert stored(village, "两处") == Counter(["两处：电脑上的", "两处：放在一起"])
    discard_when_leaving(page, phone, wire)


def come_in(page: Page, wire: Wire, login: str, *, sends: bool = False) -> None:
    """Log in, and stay until the phone has what it needs."""
    page.goto(f"{wire.url}/login")
    if sends:
        expect(page.locator("#offline")).to_contain_text("is not sent yet")
    page.fill("#username", login)
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page).to_have_url(re.compile("/field/"))
    assert sends or page.evaluate(READY), "the phone never had its pages"


def cut(phone: BrowserContext, wire: Wire) -> None:
    wire.is_cut = True
    phone.set_offline(True)


def back(phone: BrowserContext, wire: Wire) -> None:
    wire.is_cut = False
    phone.set_offline(False)


def write_day(page: Page, wire: Wire, day: str, words: str) -> None:
    page.goto(f"{wire.url}/field/villages/v01/diary/{day}/write")
    page.wait_for_selector("input[name=written_by]", state="attached")
    page.fill("#words", words)
    page.get_by_role("button", name="Save the day").click()
    expect(page).to_have_url(f"{wire.url}/offline/")
    expect(page.locator(".unsent")).to_contain_text(words)


def complain(page: Page, wire: Wire, day: str, words: str) -> None:
    page.goto(f"{wire.url}/field/villages/v01/{day}/hearing/complaint")
    page.wait_for_selector("input[name=written_by]", state="attached")
    page.locator("input[name=category]").first.check()
    page.fill("#words", words)
    page.get_by_role("button", name="Write it down").click()
    expect(page.locator(".unsent")).to_contain_text(words)


def end_login(phone: BrowserContext, wire: Wire, page: Page) -> None:
    """The login ends on its own: the phone forgets the pages at the door, and keeps what is not sent."""
    page.goto("about:blank")
    phone.clear_cookies(name="session")
    phone.clear_cookies(name="remember_token")
    back(phone, wire)
    page.goto(f"{wire.url}/field/")
    expect(page).to_have_url(re.compile("/login"))


def see_nothing_of_the_first(phone: BrowserContext, wire: Wire) -> None:
    page = phone.new_page()
    come_in(page, wire, "m02")
    page.goto(f"{wire.url}/offline/")
    expect(page.get_by_text("Everything is sent.")).to_be_visible()
    expect(page.locator("#offline")).to_be_hidden()
    kept = page.evaluate(EVERYTHING)
    assert "队员2" in kept
    assert "Logged in as 队员1" not in kept
    assert "断网" not in kept
    page.get_by_role("button", name="Log out").click()
    expect(page).to_have_url(re.compile("/login"))
    assert "队员" not in page.evaluate(EVERYTHING)
    page.close()


def write_elsewhere(browser: Browser, site: Site, words: str) -> None:
    """The same login, on a computer."""
    computer = browser.new_context(locale="en", service_workers="block")
    computer.add_cookies([{"name": "lang", "value": "en", "url": site.url}])
    page = computer.new_page()
    page.goto(f"{site.url}/login?next=/field/villages/v01/diary/{today()}/write")
    page.fill("#username", "m02")
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.fill("#words", words)
    page.get_by_role("button", name="Save the day").click()
    expect(page.get_by_text("The day is saved.")).to_be_visible()
    computer.close()


def discard_when_leaving(page: Page, phone: BrowserContext, wire: Wire) -> None:
    """Logging out asks first; what is deleted by choice is nowhere on the phone, and no page is."""
    cut(phone, wire)
    complain(page, wire, str(today()), "两处：不要了")
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("link", name="Stay logged in")).to_be_visible()
    look(page, "en-offline-leaving")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Delete what is not sent, and log out").click()
    expect(page.locator("#unsent")).to_have_count(0)
    back(phone, wire)
    page.goto(f"{wire.url}/field/")
    expect(page).to_have_url(re.compile("/login"))
    assert page.evaluate(EVERYTHING) == ""


def expect_all_sent(page: Page, wire: Wire) -> None:
    page.goto(f"{wire.url}/offline/")
    if page.locator("[data-some]").is_visible():
        page.locator("[data-do=send]").click()
    expect(page.get_by_text("Everything is sent.")).to_be_visible(timeout=15000)
    expect(page.locator("#offline")).to_be_hidden()


def stored(site: Site, beginning: str = "断网") -> Counter[str]:
    """How often each text of a diary day's version and of a complaint is in the database, by how it begins."""
    engine = open_engine(f"sqlite:///{site.instance / 'rotation.db'}")
    with Session(engine) as session:
        kept = [*session.scalars(select(DiaryVersion.words)), *session.scalars(select(Complaint.words))]
        texts = sealed(session, kept)
        found = Counter(text for one in kept if (text := texts[one].content or "").startswith(beginning))
    engine.dispose()
    return found
