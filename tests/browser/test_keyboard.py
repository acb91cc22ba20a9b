"""Journeys of every role by the keyboard alone: Tab, Enter, Space, arrows and typing, and always to be seen where."""

import re

import pytest
from playwright.sync_api import Page, expect

from rotation.record import money
from rotation.record.tasks import Task
from rotation.store import writing
from tests.browser import served
from tests.browser.served import People, serving
from tests.record.field_made import at
from tests.web.conftest import PASSWORD
from tests.web.everybody import LEAD, field_fixture, furnish, planted
from web.extensions import db

__all__ = ["field_fixture", "planted"]
app, clock, watch = served.app, served.clock, served.watch
compiled_templates, instance_template, quick_sites = (
    served.compiled_templates,
    served.instance_template,
    served.quick_sites,
)
MOST_STOPS = 150
STOP = """(wanted) => {
  const at = document.activeElement;
  const marks = [getComputedStyle(at), ...[...(at.labels ?? [])].map((label) => getComputedStyle(label, "::before"))];
  const visible = marks.some((style) =>
    (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none");
  const box = at.getBoundingClientRect();
  return {
    found: at.matches(wanted), visible, inside: box.bottom > 0 && box.top < innerHeight,
    said: at.outerHTML.slice(0, 160),
  };
}"""


class Keyboard:
    """Somebody without a mouse before a page."""

    def __init__(self, page: Page, path: str) -> None:
        self.page = page
        page.goto(path)
        self._skip()

    def _skip(self) -> None:
        """The first stop of every page leads to its main part; there already where an answer kept the mark of it."""
        if self.page.url.endswith("#main"):
            return
        self.to(".govuk-skip-link", most=1)
        self.page.keyboard.press("Enter")
        expect(self.page).to_have_url(re.compile("#main$"))  # else it would be taken for the next page
        expect(self.page.locator("#main")).to_be_focused()

    def to(self, wanted: str, most: int = MOST_STOPS) -> None:
        """Go on with Tab until there; each stop on the way is to be seen."""
        for _stop in range(most):
            self.page.keyboard.press("Tab")
            stop = self.page.evaluate(STOP, wanted)
            assert stop["visible"], f"nobody sees that this has the focus: {stop['said']} on {self.page.url}"
            assert stop["inside"], f"out of sight: {stop['said']} on {self.page.url}"
            if stop["found"]:
                return
        pytest.fail(f"{wanted} cannot be reached on {self.page.url}")

    def press(self, key: str = "Enter") -> None:
        """What has the focus leads to another page."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        self._skip()

    def follow(self, wanted: str) -> None:
        """Go to a link or a button, and press it."""
        self.to(wanted)
        self.press()

    def type(self, wanted: str, text: str) -> None:
        """Go to a field, and write in it instead of what stands there."""
        self.to(wanted)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def tick(self, wanted: str) -> None:
        """Go to a box or the first of several choices, and choose it."""
        self.to(wanted)
        self.page.keyboard.press("Space")

    def is_told(self, text: str = "") -> None:
        """The page says that it is done."""
        expect(self.page.locator(".govuk-error-summary")).to_have_count(0)
        expect(self.page.locator("main .notice").first).to_contain_text(text)


@pytest.fixture
def people(planted, clock, browser):
    clock.set(8, 9)
    planted.app.config["WTF_CSRF_ENABLED"] = True
    with planted.app.app_context():
        with writing(db.session()) as session:
            furnish(session, planted)
            money.ask(session, session.get_one(Task, planted.task), LEAD, 50_000, "两盏灯", at=at(8))
        db.session.remove()
    with serving(planted.app) as url:
        made = People(browser, planted.app, url)
        made.task = planted.task
        yield made
        made.leave()


def test_every_role_comes_to_an_end_by_keyboard(people):
    planner_edits_a_member(people, "en")
    member_says_that_she_knows(people, "zh_Hans")
    member_writes_her_diary(people, "en")
    official_writes_down_a_finding(people, "zh_Hans")
    committee_answers_a_question(people, "en")
    office_grants_money(people, "zh_Hans")
    villager_finds_a_task_and_says_me_too(people, "en")


def planner_edits_a_member(people, language):
    """From the door to a changed telephone number."""
    keys = Keyboard(people.phone(None, language), "/login")
    keys.type("#username", "planner")
    keys.type("#password", PASSWORD)
    keys.press()
    expect(keys.page).to_have_url(re.compile("/planner/"))
    keys = Keyboard(keys.page, "/planner/rosters/3")
    keys.follow("main a[href*='/grid']")
    keys = Keyboard(keys.page, "/planner/members")
    keys.follow("main a[href$='/members/m02']")
    keys.follow("main a[href$='/m02/edit']")
    keys.type("#phone", "13900001111")
    keys.follow("main .main-action")
    expect(keys.page.locator("main")).to_contain_text("13900001111")
    keys.page.context.clear_cookies(name="session")


def member_says_that_she_knows(people, language):
    keys = Keyboard(people.phone("m05", language), "/mine/")
    keys.follow("main form[action$='/known'] button")
    expect(keys.page.locator("main form[action$='/known']")).to_have_count(0)


def member_writes_her_diary(people, language):
    keys = Keyboard(people.phone("m04", language), "/mine/")
    keys.follow("main a[href='/field/']")
    keys.follow("main a[href$='/diary']")
    keys.follow("main a[href$='/2026-01-13/write']")
    keys.type("#words", "上午听了三个人的意见")
    keys.follow("main .main-action")
    keys.is_told()


def official_writes_down_a_finding(people, language):
    """What it is about is chosen with the arrows, what stands in the way with the space bar."""
    keys = Keyboard(people.phone("inspector", language), "/field/")
    keys.follow("main a[href$='/villages/v01']")
    keys.follow("main a[href$='/inspection']")
    keys.follow("main a[href$='/finding']")
    keys.tick("[name=category]")
    keys.page.keyboard.press("ArrowDown")
    keys.type("#words", "桥栏杆松了")
    keys.tick("[name=obstacles]")
    keys.follow("main .main-action")
    keys.is_told()
    expect(keys.page.locator("main")).to_contain_text("桥栏杆松了")


def committee_answers_a_question(people, language):
    keys = Keyboard(people.phone("committee", language), "/committee/")
    keys.follow(f"main a[href$='/tasks/{people.task}']")
    keys.follow("main a[href$='/answer']")
    keys.type("#text", "周五修好")
    keys.follow("main .main-action")
    keys.is_told()


def office_grants_money(people, language):
    keys = Keyboard(people.phone("township", language), "/office/")
    keys.follow(f"main a[href$='/tasks/{people.task}']")
    keys.follow("main a[href$='/grant']")
    keys.type("#reason", "同意")
    keys.follow("main .main-action")
    keys.is_told()


def villager_finds_a_task_and_says_me_too(people, language):
    keys = Keyboard(people.phone(None, language), "/districts/qixia/search")
    keys.type("#words", people.task)
    keys.press()
    if f"/tasks/{people.task}" not in keys.page.url:
        keys.follow(f"main a[href$='/tasks/{people.task}']")
    keys.follow("main a[href$='/me-too']")
    keys.follow("main .main-action")
    expect(keys.page.locator("main .code")).to_be_visible()
