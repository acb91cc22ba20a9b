"""A planner's way from an empty district to a published roster, in a real browser, in both languages."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESK, LONG_MS, PASSWORD, Site, look, standing

SOLVED_MS = 60_000


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with standing(tmp_path_factory.mktemp("empty")) as made:
        yield made


@pytest.fixture
def page(browser: Browser, site: Site, language: str) -> Page:
    context = browser.new_context(viewport=DESK, locale="zh-CN" if language == "zh_Hans" else "en-GB")
    context.set_default_timeout(LONG_MS)
    page = context.new_page()
    page.goto(f"{site.url}/?lang={language}")
    yield page
    context.close()


def log_in(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/login")
    page.locator("main input[type=text]").fill("planner")
    page.locator("main input[type=password]").fill(PASSWORD)
    main_action(page)
    expect(page).to_have_url(re.compile("/planner/"))


def main_action(page: Page) -> None:
    page.locator("main .main-action").first.click()


def test_from_an_empty_district_to_a_published_roster(page, site, sample, language):
    look(page, f"{language}-01-home-empty")
    page.goto(f"{site.url}/login")
    look(page, f"{language}-02-login")
    log_in(page, site)
    look(page, f"{language}-03-overview")
    import_the_sample(page, site, sample, language)
    first = plan(page, site, language, "08")
    change_and_pin(page, site, language, first)
    second = solve_again(page, site, first)
    compare(page, site, language, first, second)
    publish(page, site, language, second)
    see_it_in_public(page, site, language)


def import_the_sample(page: Page, site: Site, sample, language: str) -> None:
    page.goto(f"{site.url}/planner/import")
    look(page, f"{language}-04-import")
    page.locator("main input[type=file]").set_input_files(sample)
    main_action(page)
    expect(page).to_have_url(re.compile("/import/preview"))
    look(page, f"{language}-05-preview")
    if page.locator("main .main-action").count():  # the second language finds it imported already
        main_action(page)
    page.goto(f"{site.url}/planner/members")
    expect(page.locator("main")).to_contain_text("39")
    look(page, f"{language}-06-members")
    page.goto(f"{site.url}/planner/villages")
    look(page, f"{language}-07-villages")


def plan(page: Page, site: Site, language: str, step: str) -> str:
    """Plan eight weeks, watch the job, and come to the draft; its number."""
    page.goto(f"{site.url}/planner/rosters/plan")
    page.locator("main input[name=weeks]").fill("8")
    page.locator("main summary").first.click()
    page.locator("main input[name=seconds]").fill("2")
    look(page, f"{language}-{step}-plan")
    main_action(page)
    look(page, f"{language}-{step}-before-solving")
    main_action(page)
    expect(page).to_have_url(re.compile(r"/jobs/\d+"))
    look(page, f"{language}-{step}-job")
    return drafted(page)


def drafted(page: Page) -> str:
    """Watch the job's page until it offers the draft, go there; the draft's number."""
    done = page.locator("main a.main-action[href*='/planner/rosters/']")
    expect(done).to_be_visible(timeout=SOLVED_MS)
    done.click()
    found = re.search(r"/rosters/(\d+)", page.url)
    assert found, page.url
    return found[1]


def change_and_pin(page: Page, site: Site, language: str, number: str) -> None:
    """Look over the draft, give one seat to somebody else, and pin whoever has it now."""
    for place, step in (("", "09-draft"), ("/grid", "10-grid"), ("/fairness", "11-fairness"), ("/costs", "12-costs")):
        page.goto(f"{site.url}/planner/rosters/{number}{place}")
        look(page, f"{language}-{step}")
    explain(page, site, language, number)
    page.goto(f"{site.url}/planner/rosters/{number}/grid")
    page.locator(".roster-grid tbody tr").nth(5).locator("a[href^='seats/']").first.click()
    look(page, f"{language}-13-seat")
    page.locator("main a[href*='/choose']").first.click()
    look(page, f"{language}-14-choose")
    ask_for_a_change_that_may_be(page)
    look(page, f"{language}-15-judged")
    main_action(page)
    card = page.locator("main .card").first
    card.locator("form button").click()
    expect(page.locator("main .card").first).to_contain_text("pinned" if language == "en" else "固定")
    look(page, f"{language}-16-pinned")


def explain(page: Page, site: Site, language: str, number: str) -> None:
    """Why the draft is as it is: its empty seats, where its costs sit, one term, and what its rules cost."""
    for place, step in (("/vacancies", "12a-vacancies"), ("/where", "12b-where"), ("/where?by=place", "12c-where")):
        page.goto(f"{site.url}/planner/rosters/{number}{place}")
        look(page, f"{language}-{step}")
    page.goto(f"{site.url}/planner/rosters/{number}/grid")
    page.locator(".roster-grid tbody tr").nth(5).locator("a[href^='seats/']").first.click()
    page.locator("main .card a[href*='/terms/']").first.click()
    look(page, f"{language}-12d-why-this-member")
    page.goto(f"{site.url}/planner/rosters/{number}/rules")
    main_action(page)
    look(page, f"{language}-12e-rules-asked")
    stop = page.locator("main form[action*='/stop'] button")
    expect(stop.or_(page.locator("main tbody"))).not_to_have_count(0)
    expect(page.locator("main tbody tr").first).to_be_visible(timeout=SOLVED_MS)
    expect(stop).to_have_count(0, timeout=SOLVED_MS)  # from then on the page stays as it is
    look(page, f"{language}-12f-rules")


def ask_for_a_change_that_may_be(page: Page) -> None:
    """Somebody free, or an exchange with one who is not: the first that breaks no rule."""
    links = page.locator("main tbody a[href*='/change?do=']")
    for address in [link.get_attribute("href") for link in links.all()]:
        page.goto(urljoin(page.url, address))
        if page.locator("main .main-action").count():
            return
    pytest.fail("every change breaks a rule")


def solve_again(page: Page, site: Site, number: str) -> str:
    """Solve round the pin; the new draft's number. What was pinned stands in it still."""
    page.goto(f"{site.url}/planner/rosters/{number}/grid")
    pinned = page.locator(".roster-grid td", has_text="★").inner_text()
    page.goto(f"{site.url}/planner/rosters/{number}")
    page.locator("main form[action$='/again'] button").click()
    again = drafted(page)
    assert again != number
    page.goto(f"{site.url}/planner/rosters/{again}/grid")
    kept = next(line for line in pinned.splitlines() if "★" in line)
    assert kept in page.locator(".roster-grid td", has_text="★").inner_text().splitlines()
    return again


def compare(page: Page, site: Site, language: str, *numbers: str) -> None:
    page.goto(f"{site.url}/planner/rosters/compare?" + "&".join(f"n={n}" for n in numbers))
    look(page, f"{language}-17-compare")


def publish(page: Page, site: Site, language: str, number: str) -> None:
    """Publish the draft; nobody can edit it from then on."""
    page.goto(f"{site.url}/planner/rosters/{number}/publish")
    look(page, f"{language}-18-publish")
    page.locator("main [name=note]").fill("试行")
    main_action(page)
    page.goto(f"{site.url}/planner/rosters/{number}/grid")
    page.locator(".roster-grid tbody tr").nth(3).locator("a[href^='seats/']").first.click()
    expect(page.locator("main a[href*='/choose']")).to_have_count(0)
    look(page, f"{language}-19-published")


def see_it_in_public(page: Page, site: Site, language: str) -> None:
    """Without a login: the village's page names who serves next week."""
    page.context.clear_cookies()
    page.goto(f"{site.url}/?lang={language}")
    look(page, f"{language}-20-home")
    page.locator("main a[href*='/villages/']").first.click()
    expect(page.locator("main .people li").first).to_be_visible()
    look(page, f"{language}-21-village")
