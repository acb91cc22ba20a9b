"""A phone whose network is cut: days and complaints written meanwhile arrive once, and nobody else sees them."""

import re
from collections import Counter
from datetime import timedelta

from playwright.sync_api import Page, expect

from rotation.district.weeks import this_week, today
from tests.browser.conftest import PASSWORD, look

pytest_plugins = ["tests.browser.phone_made"]
EVERYTHING = """async () => {
  const pages = Object.values(localStorage).concat(Object.values(sessionStorage));
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


def test_what_is_written_without_network_arrives_once_and_nobody_else_sees_it(phone, village):
    page = phone.come_in("m01")
    phone.cut()
    days = [today() - timedelta(n) for n in (2, 1, 0)]
    for day in days:
        phone.write_day(page, day, f"断网日记 {day}")
        phone.expect_unsent(page, f"断网日记 {day}")
    for n in (1, 2):
        phone.complain(page, today(), f"断网意见 {n}")
        phone.expect_unsent(page, f"断网意见 {n}")
    look(page, "en-offline-unsent")
    expect(page.locator("[data-says]")).to_contain_text("5 not sent")
    assert village.stored("断网") == Counter()
    phone.go(page, "/mine/")
    expect(page.locator("#offline")).to_contain_text("No network. This page is as it was at")
    phone.go(page, f"/field/villages/v01/weeks/{this_week()}/handover")
    expect(page.locator("h1")).to_be_visible()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Before you log out")).to_be_visible()
    assert "断网日记" not in page.evaluate(EVERYTHING), "an entry lies unlocked"
    end_login(phone, page)
    see_nothing_of_the_first(phone)
    phone.wire.lose_one(f"POST /field/villages/v01/diary/{days[1]}".encode())
    page = phone.come_in("m01", sends=True)
    phone.go(page, "/offline/")
    send_now(page)
    phone.expect_all_sent(page)
    assert phone.wire.lost == 1
    assert village.stored("断网") == Counter([f"断网日记 {day}" for day in days] + ["断网意见 1", "断网意见 2"])


def test_a_day_changed_elsewhere_is_put_together_and_what_is_deleted_is_gone(phone, village, browser):
    page = phone.come_in("m02")
    phone.cut()
    phone.write_day(page, today(), "两处：手机上的")
    phone.expect_unsent(page, "两处：手机上的")
    write_elsewhere(browser, village, "两处：电脑上的")
    phone.back()
    expect(page.locator(".unsent")).to_contain_text("changed elsewhere")
    expect(page.locator("[data-both]")).to_contain_text("两处：电脑上的")
    look(page, "en-offline-both")
    page.get_by_role("button", name="Look at it, and send it again").click()
    expect(page.locator("[data-there]")).to_contain_text("两处：电脑上的")
    expect(page.locator("#words")).to_have_value("两处：手机上的")
    look(page, "en-offline-merge")
    page.fill("#words", "两处：放在一起")
    page.get_by_role("button", name="Save the day").click()
    expect(page.get_by_text("The day is saved.")).to_be_visible()
    expect(page.locator("#offline")).to_be_hidden()
    assert village.stored("两处") == Counter(["两处：电脑上的", "两处：放在一起"])
    leave_in_each_way(page, phone)


def end_login(phone, page: Page) -> None:
    """The login ends on its own: the phone forgets the pages at the door, and keeps what is not sent."""
    page.goto("about:blank")
    phone.context.clear_cookies(name="session")
    phone.context.clear_cookies(name="remember_token")
    phone.back()
    phone.go(page, "/field/")
    expect(page).to_have_url(re.compile("/login"))


def see_nothing_of_the_first(phone) -> None:
    page = phone.come_in("m02")
    phone.go(page, "/offline/")
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


def write_elsewhere(browser, village, words: str) -> None:
    """The same login, on a computer."""
    computer = browser.new_context(locale="en", service_workers="block")
    computer.add_cookies([{"name": "lang", "value": "en", "url": village.url}])
    page = computer.new_page()
    page.goto(f"{village.url}/login?next=/field/villages/v01/diary/{today()}/write")
    page.fill("#username", "m02")
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.fill("#words", words)
    page.get_by_role("button", name="Save the day").click()
    expect(page.get_by_text("The day is saved.")).to_be_visible()
    computer.close()


def send_now(page: Page) -> None:
    """By hand, where something still waits."""
    expect(page.locator("[data-none], [data-some]").filter(visible=True)).to_have_count(1)
    if page.locator("[data-some]").is_visible():
        page.locator("[data-do=send]").click()


def leave_in_each_way(page: Page, phone) -> None:
    """Logging out asks first: stay, save it, send it; what is deleted by choice is nowhere, and no page is."""
    phone.cut()
    phone.complain(page, today(), "两处：不要了")
    phone.expect_unsent(page, "不要了")
    page.get_by_role("button", name="Log out").click()
    page.get_by_role("link", name="Stay logged in").click()
    expect(page).to_have_url(re.compile("/field/"))
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("link", name="Stay logged in")).to_be_visible()
    look(page, "en-offline-leaving")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as a text").click()
    assert "两处：不要了" in saved.value.path().read_text(encoding="utf-8")
    other = phone.go(phone.context.new_page(), "/offline/")
    expect(other.locator(".unsent")).to_contain_text("不要了")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Delete what is not sent, and log out").click()
    expect(page.locator("#unsent")).to_have_count(0)
    expect(other.locator("#unsent")).to_have_count(0)
    page.go_back()
    expect(page.get_by_text("不要了")).to_have_count(0)
    assert page.evaluate(EVERYTHING) == ""
    phone.back()
    phone.go(page, "/field/")
    expect(page).to_have_url(re.compile("/login"))
