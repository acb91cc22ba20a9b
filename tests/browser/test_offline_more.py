"""What can happen to what waits on a phone: every kind is sent, in every way, and none of it is lost unseen."""

import json
import re
from datetime import timedelta

import pytest
from flask import Response, request
from playwright.sync_api import expect
from sqlalchemy import select

from rotation.district.weeks import this_week, today
from rotation.record.handing import HandoverSignature
from tests.browser.conftest import look
from web.extensions import db

pytest_plugins = ["tests.browser.phone_made"]
LAST, THIS = (f"/field/villages/v01/weeks/{this_week() + n}/handover" for n in (-1, 0))
NEW_WORKER = """async () => {
  const registration = await navigator.serviceWorker.ready;
  await registration.update();
  for (let tries = 0; tries < 2000; tries++) {
    const isThere = await caches.has("offline-files-next");
    if (isThere && !registration.installing && !registration.waiting) return true;
    await new Promise((done) => setTimeout(done, 20));
  }
  return false;
}"""
NO_ROOM = """() => {
  IDBFactory.prototype.open = () => { throw new DOMException("full", "QuotaExceededError"); };
}"""
MANY = """async ([path, words, count]) => {
  const here = document.querySelector('script[src*="offline/page.js"]').src;
  const [{ keep }, { whose }, { entryOf }] = await Promise.all(
    ["queue.js", "whose.js", "forms.js"].map((name) => import(here.replace("page.js", name))),
  );
  for (let n = 0; n < count; n++) {
    const data = new FormData();
    const said = { sent_as: `many-${n}`, category: "lighting", urgency: "normal", words: `${words}${n}` };
    for (const name in said) data.set(name, said[name]);
    await keep(await whose(), entryOf(path, data, n));
  }
}"""


@pytest.mark.parametrize("phone", ["zh_Hans"], indirect=True)
def test_the_handover_is_written_and_signed_without_network_in_chinese(phone, village):
    page = phone.come_in("m01")
    phone.cut()
    phone.go(page, f"{LAST}?text=large")
    expect(page.locator("html")).to_have_class(re.compile("text-large"))
    look(page, "zh-offline-handover")
    page.get_by_role("button", name="我们看过了，签收").click()
    expect(page.locator(".unsent__one")).to_have_count(1)
    phone.go(page, LAST)
    expect(page.get_by_role("button", name="我们看过了，签收")).to_have_count(0)
    phone.go(page, f"{THIS}/note")
    page.wait_for_selector("input[name=written_by]", state="attached")
    page.fill("#words", "交接：路灯等镇里回话。")
    page.fill("#promises", "周五前修好村口路灯")
    page.locator("main form button.main-action").click()
    phone.expect_unsent(page, "周五前修好村口路灯")
    expect(page.locator("[data-says]")).to_have_text(re.compile("未发送 ?2 ?条"))
    look(page, "zh-offline-large")
    phone.go(page, "/mine/?lang=en")
    expect(page).to_have_url(f"{phone.wire.url}/mine/")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    other = phone.go(phone.context.new_page(), "/offline/")
    phone.go(page, "/offline/")
    phone.back()  # both pages hear of it, and ask at once
    phone.expect_all_sent(page)
    phone.expect_all_sent(other)
    assert village.stored("交接") == {"交接：路灯等镇里回话。": 1}
    with village.app.app_context():
        assert [one.member for one in db.session.scalars(select(HandoverSignature))] == ["m01"]
        db.session.remove()
    phone.go(page, "/mine/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("html")).to_have_class(re.compile("text-large"))


def test_the_browser_sends_findings_by_itself(phone, village):
    page = phone.come_in("official")
    phone.cut()
    for n in (1, 2):
        phone.find(page, today(), f"巡查{n}：路灯损坏")
        phone.expect_unsent(page, f"巡查{n}")
    look(page, "en-offline-finding")
    browser = phone.context.new_cdp_session(page)
    registrations = []
    browser.on("ServiceWorker.workerRegistrationUpdated", lambda said: registrations.extend(said["registrations"]))
    browser.send("ServiceWorker.enable")
    page.goto("about:blank")
    phone.back()
    village.posted.clear()
    sync = {"origin": phone.wire.url, "tag": "offline-unsent", "lastChance": False}
    browser.send("ServiceWorker.dispatchSyncEvent", sync | {"registrationId": registrations[0]["registrationId"]})
    assert village.posted.wait(60)
    phone.go(page, "/offline/")
    phone.expect_all_sent(page)
    assert village.stored("巡查") == {"巡查1：路灯损坏": 1, "巡查2：路灯损坏": 1}


def test_a_new_worker_and_a_fault_of_the_site_lose_nothing(phone, village):
    page = phone.come_in("m02")
    phone.cut()
    phone.go(page, "/offline/")
    page.evaluate(MANY, [f"/field/villages/v01/{today()}/hearing/complaint", "许多", 12])
    phone.complain(page, today(), "许多<b>")
    phone.expect_unsent(page, "许多<b>")
    village.answer = lambda: Response("", 500) if "许多3" in request.form.get("words", "") else _new_worker(village)
    phone.back()
    expect(page.locator(".unsent__one")).to_have_count(1)
    expect(page.locator(".unsent")).to_contain_text("许多3")
    assert page.evaluate(NEW_WORKER), "the site's next version never came"
    village.answer = None
    page.locator("[data-do=send]").click()
    phone.expect_all_sent(page)
    assert village.stored("许多") == {f"许多{n}": 1 for n in (*range(12), "<b>")}


def _new_worker(village):
    """The site's next version, as far as a browser can tell."""
    if request.path != "/service-worker.js":
        return None
    script = village.app.view_functions["worker.script"]()
    script.set_data(re.sub(r'"version": "\w+"', '"version": "next"', script.get_data(as_text=True)))
    return script


def test_what_is_refused_says_why_and_stays(phone, village):
    page = phone.come_in("m03")
    phone.cut()
    phone.write_day(page, today(), "换人：我不在了")
    phone.expect_unsent(page, "换人")
    village.publish({"v01": ("m01", "m02"), "v02": ("m03",)})
    phone.back()
    expect(page.locator(".unsent__state")).to_contain_text("Only the team that serves in")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as data").click()
    assert json.loads(saved.value.path().read_text(encoding="utf-8"))[0]["kind"] == "diary"
    look(page, "en-offline-refused")
    village.publish({"v01": ("m01", "m02", "m03"), "z1": ("m07",)})
    page.get_by_role("button", name="Look at it, and send it again").click()
    expect(page.locator("#words")).to_have_value("换人：我不在了")
    page.locator("main form button.main-action").click()
    expect(page.get_by_text("The day is saved.")).to_be_visible()
    phone.go(page, "/offline/")
    phone.expect_all_sent(page)


def test_a_phone_that_keeps_nothing_shows_what_was_typed(phone):
    page = phone.come_in("m03")
    phone.go(page, f"/field/villages/v01/diary/{today() - timedelta(1)}/write")
    page.wait_for_selector("input[name=written_by]", state="attached")
    phone.cut()
    phone.context.service_workers[0].evaluate(NO_ROOM)
    page.evaluate(NO_ROOM)
    page.fill("#words", "装不下 <script>")
    page.locator("main form button.main-action").click()
    expect(page.locator(".there__words")).to_contain_text("装不下 <script>")
    look(page, "en-offline-not-kept")


def test_the_button_to_read_aloud_is_there_only_with_a_voice(phone):
    page = phone.come_in("m01")
    expect(page.locator(".read-aloud")).to_be_hidden()
    page.add_init_script(
        """const said = []; window.said = said;
        speechSynthesis.getVoices = () => [{ lang: "en-GB" }];
        speechSynthesis.speak = (one) => said.push(one.text);"""
    )
    page.reload()
    page.locator(".read-aloud").click()
    assert page.locator("h1").inner_text() in page.evaluate("said")
    expect(page.locator(".read-aloud")).to_have_attribute("aria-pressed", "true")
