"""The site on the home screen of a phone: only a whole browser knows what it can install."""

import pytest

from tests.browser.conftest import look

pytest_plugins = ["tests.browser.phone_made"]


@pytest.fixture(scope="module")
def browser(whole_browser):
    return whole_browser


def test_it_can_be_installed_and_says_how(phone, language):
    page = phone.come_in("m01")
    browser = phone.context.new_cdp_session(page)
    found = browser.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [one["errorId"] for one in found] == ["in-incognito"]  # as every browser of a test
    assert browser.send("Page.getAppManifest")["errors"] == []
    phone.go(page, f"/home-screen?lang={language}")
    look(page, f"{language}-home-screen")
