"""Every page that a GET gives, as somebody of each role, looked at as a phone shows it: fit for people of 60 to 75.

Each page is read in one of the two languages, by its address; EVERY_PAGE=both reads each in both.
"""

import os
import re
from urllib.parse import urlsplit
from zlib import crc32

import pytest

from tests.browser import served
from tests.browser.conftest import keep
from tests.browser.measuring import faults
from tests.browser.served import People, serving
from tests.browser.whole_site import DRAFT, LATER, NOW, complete
from tests.web.addresses import Addresses
from tests.web.everybody import PEOPLE, field_fixture, planted
from tests.web.test_who_may import named, steps, table

__all__ = ["field_fixture", "planted", "table"]
app, clock, watch = served.app, served.clock, served.watch
compiled_templates, instance_template, quick_sites = (
    served.compiled_templates,
    served.instance_template,
    served.quick_sites,
)
LANGUAGES = ("en", "zh_Hans")
EACH = {  # what these say depends on who asks; the others are the same for all who are let in
    "/counter/",
    "/field/",
    "/mine/",
    "/work/tasks",
    "/work/tasks/<number>",
}
ELSEWHERE = {"stranger", "neighbours", "administrator"}
NO_PAGE = re.compile(
    r"\.(pdf|ics|csv|json|jsonl|atom|xlsx|jpg|js|txt)\b|/export/|/progress$|^/(healthz|offline/(plan|token))$"
)


class Visits:
    """Who opens which address: everybody whose page is another, else the first who is let in."""

    def __init__(self, site, table):
        self.site, self.table, self.addresses = site, table, Addresses(site)

    def of(self, rule):
        """Pairs of who and what."""
        if rule.endpoint in self.site.cookies:
            return [(rule.endpoint, rule.rule)]
        if rule.endpoint in self.site.found:
            return self.site.found[rule.endpoint]
        let_in = [who for who in PEOPLE if who in self.table.get(named(rule, "GET"), "").split(", ")]
        asking = [who for who in let_in if who not in ELSEWHERE] if rule.rule in EACH else let_in[:1]
        return [(who, self._of_the_draft(address)) for address in self.addresses.each(rule) for who in asking]

    def _of_the_draft(self, address):
        """A page of a roster is about the draft."""
        about = re.sub(r"^/planner/rosters/\d+", f"/planner/rosters/{DRAFT}", address)
        return about.replace("2026-W03", str(LATER)) if about != address else address


class Phones:
    """A phone for everybody, in each language."""

    def __init__(self, people, cookies):
        self.people, self.cookies, self.bought = people, cookies, {}

    def of(self, who, language):
        """The phone of somebody, who has come in or stands at the door."""
        if who in self.cookies:
            page = self.people.phone(None, language)
            page.context.add_cookies([{"name": "session", "value": self.cookies[who], "url": self.people.url}])
            return page
        if (who, language) not in self.bought:
            self.bought[who, language] = self.people.phone(PEOPLE[who], language)
        return self.bought[who, language]

    def put_away(self, page, who):
        """Whoever stood at the door goes."""
        if who in self.cookies or PEOPLE[who] is None:
            page.context.clear_cookies(name="session")


def languages_of(who, address):
    """In which languages a page is read."""
    return LANGUAGES if os.environ.get("EVERY_PAGE") == "both" else (LANGUAGES[crc32(f"{who} {address}".encode()) % 2],)


@pytest.fixture
def site(planted, clock):
    """In the afternoon of the second Tuesday: both lists lie open."""
    clock.moment = NOW
    complete(planted)
    return planted


def test_every_page_is_fit_for_a_phone_and_for_everybody(site, table, browser):
    visits, found, gives_a_page = Visits(site, table), {}, {}
    rules = [rule for rule, method in steps(site.app) if method == "GET" and not NO_PAGE.search(rule.rule)]
    with serving(site.app) as url:
        people = People(browser, site.app, url)
        phones = Phones(people, site.cookies)
        for rule in rules:
            landed = [look(phones, who, address, found) for who, address in visits.of(rule)]
            gives_a_page[rule.rule] = any(landed)
        look(phones, "public", "/there-is-no-such-page", found)
        people.leave()
    assert len(found) > 200
    assert {page: wrong for page, wrong in found.items() if wrong} == {}
    assert [rule for rule, is_there in gives_a_page.items() if not is_there] == []


def look(phones, who, address, found):
    """Measure what somebody sees at an address, in each language; whether it is a page of that address."""
    for language in languages_of(who, address):
        page = phones.of(who, language)
        answer = page.goto(address, wait_until="domcontentloaded")
        wrong = faults(page, of_planners="/planner/" in address)
        found[who, address, language] = wrong + ([answer.status_text] if answer.status >= 500 else [])
        keep(page, re.sub(r"\W+", "-", f"every-{language}-{who}-{address}"))
        phones.put_away(page, who)
    return answer.status == 200 and urlsplit(page.url).path == urlsplit(address).path
