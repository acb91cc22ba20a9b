"""A planner makes a passkey and comes in by it, in a real browser with an authenticator of its own."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESK, LONG_MS, PASSWORD, Site, look

KIND = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
ME, IN = re.compile("/me$"), re.compile("/planner/")


class Device:
    """A browser with an authenticator built in."""

    def __init__(self, browser: Browser, site: Site):
        self.at = site.url.replace("127.0.0.1", "localhost")  # browsers know no passkeys of an address of numbers
        self.context = browser.new_context(viewport=DESK)
        self.context.set_default_timeout(LONG_MS)
        self.page = self.context.new_page()
        self.devtools = self.context.new_cdp_session(self.page)
        self.devtools.send("WebAuthn.enable")
        added = self.devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KIND})
        self.authenticator = {"authenticatorId": added["authenticatorId"]}

    def keys(self) -> list[dict]:
        return self.devtools.send("WebAuthn.getCredentials", self.authenticator)["credentials"]

    def take(self, key: dict) -> None:
        self.devtools.send("WebAuthn.addCredential", self.authenticator | {"credential": key})

    def log_in(self) -> Page:
        self.page.goto(f"{self.at}/login")
        self.page.locator("main [name=username]").fill("planner")
        self.page.locator("main [name=password]").fill(PASSWORD)
        self.page.locator("main .main-action").click()
        return self.page

    def log_out(self) -> None:
        self.page.locator(".site-menu__end button").click()
        expect(self.page).to_have_url(re.compile("/login"))


@pytest.fixture
def devices(browser: Browser, site: Site):
    made = []

    def device() -> Device:
        made.append(Device(browser, site))
        return made[-1]

    yield device
    for one in made:
        one.context.close()


def test_a_passkey_from_its_making_to_its_end(devices):
    phone = devices()
    page = phone.log_in()
    expect(page).to_have_url(IN)
    make(phone)
    a_name_that_is_taken_makes_no_passkey(phone)
    copy = phone.keys()[0]
    phone.log_out()
    phone.log_in()
    expect(page.locator("[data-passkey] button")).to_be_visible()
    look(page, "passkey-asked")
    page.locator("[data-passkey] button").click()
    expect(page).to_have_url(IN)
    a_copy_that_lags_is_refused(devices(), copy)
    remove(phone)


def make(device: Device) -> None:
    page = device.page
    page.goto(f"{device.at}/me/passkeys/new")
    look(page, "passkey-new")
    page.locator("main [name=name]").fill("my phone")
    page.keyboard.press("Enter")
    expect(page.locator("main .letters li")).to_have_count(10)
    look(page, "passkey-codes")
    page.locator("main .main-action").click()
    expect(page).to_have_url(ME)
    look(page, "passkey-me")


def a_name_that_is_taken_makes_no_passkey(device: Device) -> None:
    """The device would keep it, and nobody could use it."""
    page = device.page
    page.goto(f"{device.at}/me/passkeys/new")
    page.locator("main [name=name]").fill("my phone")
    page.locator("[data-passkey] button").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    expect(page.locator("main [name=name]")).to_have_value("my phone")
    assert len(device.keys()) == 1


def a_copy_that_lags_is_refused(thief: Device, copy: dict) -> None:
    """Taken when the passkey was made; the real one has been used since."""
    page = thief.log_in()
    page.locator("[data-passkey] button").click()
    expect(page.locator("[data-passkey] [role=status]")).not_to_be_empty()  # there is nothing to show yet
    thief.take(copy | {"signCount": 0})
    page.locator("[data-passkey] button").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    look(page, "passkey-refused")


def remove(device: Device) -> None:
    page = device.page
    page.goto(f"{device.at}/me")
    page.locator("main a[href*='/me/passkeys/'][href$='/remove']").click()
    look(page, "passkey-remove")
    page.locator("[data-passkey] button").click()
    expect(page).to_have_url(ME)
    expect(page.locator("main a[href$='/remove']")).to_have_count(0)
    device.log_out()
    device.log_in()
    expect(page).to_have_url(IN)  # the password alone again, and the passkey is not even asked for
