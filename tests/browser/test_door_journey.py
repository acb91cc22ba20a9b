"""A member's first login with a card, by the keyboard alone, and every page of the door and the keyring, looked at."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESK, LONG_MS, PASSWORD, PHONE, Site, look

PIN = "258036"
WECHAT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36 MicroMessenger/8.0.49"
ANDROID = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"


@pytest.fixture
def open_page(browser: Browser, site: Site, language: str):
    contexts = []

    def opened(viewport, agent: str | None = None) -> Page:
        context = browser.new_context(viewport=viewport, user_agent=agent)
        context.set_default_timeout(LONG_MS)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{site.url}/?lang={language}")
        return page

    yield opened
    for context in contexts:
        context.close()


def test_a_member_comes_in_by_a_card(open_page, site, language):
    desk = open_page(DESK)
    log_in(desk, site)
    code = add_member(desk, site, language)
    rows = print_card(desk, site, code, language)
    phone = open_page(PHONE, ANDROID)
    phone.goto(f"{site.url}/card")
    look(phone, f"{language}-door-card")
    by_keyboard(phone, *rows)
    expect(phone).to_have_url(re.compile("/card/word"))
    look(phone, f"{language}-door-word")
    by_keyboard(phone, word(desk, site, code, f"{language}-keys-word"))
    expect(phone).to_have_url(re.compile("/card/new-pin"))
    by_keyboard(phone, "123456", "123456")
    look(phone, f"{language}-door-new-pin-refused")
    by_keyboard(phone, PIN, PIN)
    expect(phone).to_have_url(re.compile("/field/"))
    look(phone, f"{language}-door-me")
    forget_the_pin(open_page(PHONE, ANDROID), site, rows, language)
    look_round_the_keyring(desk, site, code, language)


def log_in(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/login")
    by_keyboard(page, "planner", PASSWORD)
    expect(page).to_have_url(re.compile("/planner/"))


def by_keyboard(page: Page, *texts: str) -> None:
    """From the first field of the page on: type, go on with Tab, send with Enter; no mouse."""
    page.locator("main form input:not([type=hidden])").first.focus()
    for number, text in enumerate(texts):
        if number:
            to_the_next_field(page)
        page.keyboard.press("Control+A")
        page.keyboard.type(text)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def to_the_next_field(page: Page) -> None:
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.tagName") != "INPUT":
        page.keyboard.press("Tab")


def add_member(page: Page, site: Site, language: str) -> str:
    code = f"m-{language.replace('_', '-').lower()}"
    page.goto(f"{site.url}/planner/new-member")
    page.locator("main [name=code]").fill(code)
    page.locator("main [name=name]").fill("王建国")
    page.locator("main [name=phone]").fill("13800138000")
    page.locator("main .main-action").first.click()
    expect(page).to_have_url(re.compile(f"/members/{code}"))
    return code


def print_card(page: Page, site: Site, code: str, language: str) -> list[str]:
    page.goto(f"{site.url}/planner/cards")
    look(page, f"{language}-keys-cards")
    for box in page.locator("main input[name=members]").all():
        box.set_checked(box.get_attribute("value") == code)
    page.locator("main .main-action").click()
    look(page, f"{language}-keys-sheet")
    return page.locator(".login-card__digits li").all_inner_texts()


def word(page: Page, site: Site, code: str, name: str) -> str:
    page.goto(f"{site.url}/planner/cards/{code}")
    look(page, f"{name}-card")
    page.locator("main .main-action").click()
    look(page, name)
    return page.locator(".said-word").inner_text()


def forget_the_pin(page: Page, site: Site, rows: list[str], language: str) -> None:
    page.goto(f"{site.url}/card")
    by_keyboard(page, *rows)
    expect(page).to_have_url(re.compile("/card/pin"))
    by_keyboard(page, "904716")
    look(page, f"{language}-door-pin-wrong")
    page.goto(f"{site.url}/card/word")
    look(page, f"{language}-door-forgotten")


def look_round_the_keyring(page: Page, site: Site, code: str, language: str) -> None:
    addresses = ("logins", "new-login", "logins/planner", "login-record", f"cards/{code}", f"cards/{code}/off")
    for number, address in enumerate(addresses):
        page.goto(f"{site.url}/planner/{address}")
        look(page, f"{language}-keys-{number}")
    for number, address in enumerate(("me", "me/password", "me/second-factor")):
        page.goto(f"{site.url}/{address}")
        look(page, f"{language}-me-{number}")


def test_other_pages_of_the_door_are_as_they_should_be(open_page, site, language):
    page = open_page(PHONE, WECHAT)
    page.goto(f"{site.url}/c/AAAAAAAAAAAAAAAAAAAAAA")
    look(page, f"{language}-door-wechat")
    expect(page.locator("main svg[role=img]")).to_be_visible()
    page = open_page(PHONE, ANDROID)
    page.goto(f"{site.url}/c/AAAAAAAAAAAAAAAAAAAAAA")
    look(page, f"{language}-door-unknown")
    page.goto(f"{site.url}/card")
    by_keyboard(page, "123")
    look(page, f"{language}-door-card-refused")
