"""The life of one task on a phone: from a villager's sentence, over three teams, to the board on the wall each week."""

import io
import re
from itertools import combinations

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Page, expect
from sqlalchemy import select

from rotation.board import bulletin
from rotation.district.members import Member
from rotation.district.villages import District, Village
from rotation.district.weeks import Week
from rotation.record import passing
from rotation.record.numbers import spoken
from rotation.record.tasks import State
from rotation.store import writing
from tests.browser import served
from tests.browser.served import People, see, serving
from tests.record.field_made import MONDAY, publish
from tests.web.field.conftest import field
from tests.web.public.board_site import said
from web.extensions import db
from web.naming import STATES

__all__ = ["field"]
app, clock, watch = served.app, served.clock, served.watch
compiled_templates, instance_template, quick_sites = (
    served.compiled_templates,
    served.instance_template,
    served.quick_sites,
)
TEAMS = {  # m02 and m05 lead; where nobody does, the lowest number answers
    0: {"v01": ("m01", "m02", "m03"), "z1": ("m07",)},
    1: {"v01": ("m04", "m05", "m06"), "z1": ("m01",)},
    2: {"v01": ("m03", "m08"), "z1": ("m07",)},
    3: {"v01": ("m02", "m09")},
}
SAID, FOUND = "村东头的路灯坏了，晚上看不见路", "东头路灯两盏不亮"
TITLE, SUMMARY = "东头路灯修复", "村口到东头的两盏路灯不亮"
DAY = str(MONDAY)
HERE = f"/field/villages/v01/{DAY}"
ADDRESS = "http://127.0.0.1:8000/villages/v01"
CHINESE = ("\u4e00", "\u9fff")


class Story:
    """What happens, day by day, to whoever holds a phone; `day` is that since the first Monday."""

    def __init__(self, people: People, clock, language: str) -> None:
        self.people, self.clock, self.language = people, clock, language
        self.number = self.code = ""
        self.steps = 0

    def at(self, day: int, hour: int, login: str | None) -> Page:
        """Somebody takes their phone out, at that time."""
        self.clock.set(day, hour)
        return self.people.phone(login, self.language)

    def go(self, page: Page, path: str) -> None:
        """Open a page, and look at it."""
        answer = page.goto(path)
        assert answer.status == 200, (path, answer.status)
        self.look(page)

    def look(self, page: Page) -> None:
        """The page is as it should be on a phone."""
        expect(page.locator("html")).to_have_attribute("lang", "en" if self.language == "en" else "zh-Hans")
        self.steps += 1
        see(page, f"life-{self.language}-{self.steps:02}")

    def send(self, page: Page, button: str = "main .main-action") -> None:
        """Tap the button, and look at what comes."""
        with page.expect_navigation():
            page.locator(button).first.click()
        expect(page.locator(".govuk-error-summary")).to_have_count(0)
        self.look(page)

    def step(self, page: Page, slug: str, **fields: str) -> None:
        """Make a step of the task, from its page."""
        self.go(page, f"/work/tasks/{self.number}")
        page.locator(f"main a[href$='/{slug}']").first.click()
        self.look(page)
        for name, text in fields.items():
            page.locator(f"main [name={name}]").fill(text)
        self.send(page)

    def stands(self, state: State) -> None:
        """How the task stands is on the page that everybody may read."""
        page = self.people.phone(None, self.language)
        self.go(page, f"/tasks/{self.number}")
        expect(page.locator("main dl.facts dd").first).to_have_text(self.named(state))

    def named(self, state: State) -> str:
        """A state in the words of the language."""
        with self.people.app.test_request_context(headers={"Cookie": f"lang={self.language}"}):
            return str(STATES[state])


@pytest.fixture
def story(browser, field, clock, language):
    app = field.app
    app.config["WTF_CSRF_ENABLED"] = True
    with app.app_context():
        with writing(db.session()) as session:
            publish(session, session.scalars(select(District)).one(), TEAMS, version=2)
            _named(session)
        db.session.remove()
    with serving(app) as url:
        people = People(browser, app, url)
        yield Story(people, clock, language)
        people.leave()


def _named(session):
    """The village has its name and its committee's room; two members agree to be named."""
    village = session.scalars(select(Village).where(Village.code == "v01")).one()
    village.name, village.name_en, village.hearing_place = "钱家村", "Qianjia", "村口大树下"
    village.committee_room, village.committee_hours = "二楼201", "08:30–17:00"
    for member in session.scalars(select(Member).where(Member.code.in_(("m02", "m05")))):
        member.named_in_public = True


def test_one_tasks_life(story):
    hear(story)
    inspect(story)
    sit_down(story)
    make_a_task(story)
    find_out(story)
    take_and_give_back(story)
    hand_over(story, 6, "m02", "2026-W02")
    monday(story, 7, State.ASSIGNED)
    sign(story, 7, "m05", "2026-W02")
    hand_over(story, 13, "m05", "2026-W03")
    monday(story, 14, State.ASSIGNED)
    sign(story, 14, "m03", "2026-W03")
    begin_and_finish(story, 15)
    story.stands(State.DONE)
    say_no(story)
    story.stands(State.REOPENED)
    begin_and_finish(story, 16)
    confirm(story)
    story.stands(State.CONFIRMED)
    monday(story, 21, State.CONFIRMED)


def hear(story):
    """The lead opens the hearing, writes a complaint down, shows the teller a code, and closes."""
    page = story.at(0, 8, "m02")
    story.go(page, "/field/")
    story.go(page, f"{HERE}/hearing/meeting")
    page.locator("main [name=came]").fill("4")
    story.send(page)
    story.go(page, f"{HERE}/hearing/complaint")
    page.locator("main [name=category][value=lighting]").check()
    page.locator("main [name=words]").fill(SAID)
    page.locator("main [name=receipt]").check()
    story.send(page)
    story.code = page.locator("main .said-word").inner_text()
    story.go(page, f"{HERE}/hearing")
    story.send(page, "main form[action$='/close'] button")


def inspect(story):
    """The official finds the same, and more that stands in the way."""
    page = story.at(0, 9, "inspector")
    story.go(page, "/field/")
    story.go(page, f"{HERE}/inspection")
    story.go(page, f"{HERE}/inspection/finding")
    page.locator("main [name=category][value=lighting]").check()
    page.locator("main [name=words]").fill(FOUND)
    page.locator("main [name=obstacles][value=money]").check()
    story.send(page)
    story.send(page, "main form[action$='/close'] button")


def sit_down(story):
    """Both sides sit down: what was said and what was found are about the same thing."""
    page = story.at(0, 10, "m02")
    story.go(page, f"{HERE}/lists")
    story.go(page, f"{HERE}/correspondence")
    page.locator("main a.choose").first.click()
    story.look(page)
    page.locator("main button[name=link]").click()
    expect(page.locator("main button[name=unlink]")).to_be_visible()
    story.look(page)
    story.send(page)
    story.go(page, f"{HERE}/correspondence/result")


def make_a_task(story):
    """It becomes a pressing task, with what was found; its title and summary are released."""
    page = story.at(0, 11, "m02")
    story.go(page, "/field/villages/v01/undecided")
    page.locator("main a[href*='/items/c-']").first.click()
    story.look(page)
    page.locator("main a[href$='/task']").click()
    page.locator("main [name=title]").fill(TITLE)
    page.locator("main [name=summary]").fill(SUMMARY)
    page.locator("main [name=pressing]").check()
    expect(page.locator("main [name=along]")).to_be_checked()
    story.look(page)
    story.send(page)
    story.number = "".join(re.findall(r"\d", page.locator(".notice").inner_text()))
    story.go(page, f"/work/tasks/{story.number}")
    page.locator("main a[href$='/release']").click()
    for box in page.locator("main [name=texts]").all():
        box.check()
    story.send(page)


def find_out(story):
    """The villager types the code at home, is led to the task, and a neighbour says: me too."""
    page = story.at(0, 18, None)
    story.go(page, "/slips")
    page.locator("main [name=code]").fill(story.code)
    story.send(page)
    page.locator(f"main a[href='/tasks/{story.number}']").first.click()
    story.look(page)
    expect(page.locator("h1")).to_have_text(TITLE)
    page.locator("main a[href$='/me-too']").click()
    story.look(page)
    story.send(page)
    expect(page.locator("main .code")).to_be_visible()


def take_and_give_back(story):
    """The troubleshooter finds it among the pressing ones, takes it, acts, and gives it back."""
    page = story.at(1, 9, "m07")
    story.go(page, "/work/tasks?list=pressing")
    expect(page.locator("main ol.tasks")).to_contain_text(TITLE)
    story.step(page, "take", reason="晚上有老人走夜路")
    story.step(page, "report", text="先接了一盏临时灯")
    story.go(page, f"/work/tasks/{story.number}/assign")
    page.locator("main [name=to][value='member:m02']").check()
    story.send(page)


def hand_over(story, day, login, week):
    """On Sunday the lead writes what the next team has to know."""
    page = story.at(day, 17, login)
    story.go(page, f"/field/villages/v01/weeks/{week}/handover")
    story.go(page, f"/field/villages/v01/weeks/{week}/handover/note")
    page.locator("main [name=words]").fill("电工周三来，钥匙在村委会")
    page.locator("main [name=promises]").fill("周五以前把两盏路灯修好")
    for box in page.locator("main [name=tasks]").all():
        box.check()
    story.send(page)


def sign(story, day, login, week):
    """The team that comes reads it and signs; the task is theirs already."""
    page = story.at(day, 8, login)
    story.go(page, "/field/")
    story.go(page, f"/field/villages/v01/weeks/{week}/handover")
    story.send(page, "main form[action$='/sign'] button")
    story.go(page, "/work/tasks")
    expect(page.locator("main ol.tasks")).to_contain_text(TITLE)


def begin_and_finish(story, day):
    """Whoever answers for it now says that it is done."""
    page = story.at(day, 9, "m03")
    story.step(page, "begin")
    story.step(page, "finish", text="两盏路灯都换好了")


def say_no(story):
    """The villager has looked: it is not solved. With the code of the slip that counts."""
    page = story.at(15, 20, None)
    story.go(page, f"/tasks/{story.number}")
    page.locator("main a[href$='/verdict']").click()
    story.look(page)
    page.locator("main [name=solved][value=no]").check()
    page.locator("main [name=code]").fill(story.code)
    story.send(page)


def confirm(story):
    """The committee, which never held it, has seen that it is solved."""
    page = story.at(17, 9, "committee")
    story.go(page, "/committee/")
    story.step(page, "confirm")


def monday(story, day, state):
    """At 06:00 the board is issued: its page and its sheets say the same, and every character is really there."""
    story.clock.set(day, 6)
    with story.people.app.app_context():
        for chore in (passing.pass_on, bulletin.issue_due):
            with writing(db.session()) as session:
                chore(session)
        db.session.remove()
    page = story.at(day, 7, None)
    story.go(page, "/villages/v01")
    lines, matters = said(page.content()), page.locator(".board-matters")
    for shown in (spoken(story.number), TITLE, story.named(state)):
        expect(matters).to_contain_text(shown)
    week = re.search(r"week=(2026-W\d\d)", page.locator("main a[href*='bulletin.pdf']").first.get_attribute("href"))[1]
    assert week == str(Week.of(MONDAY) + day // 7)
    answer = page.request.get(f"/villages/v01/bulletin.pdf?week={week}")
    assert answer.status == 200
    compare(pypdfium2.PdfDocument(io.BytesIO(answer.body())), lines)


def compare(pdf, lines):
    """Every line of the page is on the sheets, its characters are drawn, and the code leads to the village."""
    text = "".join(re.sub(r"[\s\u00ad\ufffe]", "", sheet.get_textpage().get_text_range()) for sheet in pdf)
    assert [line for line in lines if line not in text] == []
    picture = pdf[0].render(scale=2).to_pil().convert("L")
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [ADDRESS]
    drawn = dict(glyphs(pdf[0], picture))
    assert set(TITLE) <= drawn.keys()
    blank = [sign for sign, glyph in drawn.items() if ImageStat.Stat(glyph).mean[0] > 245]
    assert blank == []
    alike = [a + b for a, b in combinations(drawn, 2) if difference(drawn[a], drawn[b]) < 12]
    assert alike == []


def glyphs(sheet, picture):
    """The Chinese characters of a sheet, each with its picture."""
    text, height = sheet.get_textpage(), sheet.get_height()
    for number in range(text.count_chars()):
        sign = text.get_text_range(number, 1)
        if CHINESE[0] <= sign <= CHINESE[1]:
            left, bottom, right, top = text.get_charbox(number, loose=True)
            box = (2 * left, 2 * (height - top), 2 * right, 2 * (height - bottom))
            yield sign, picture.crop(tuple(map(round, box))).resize((24, 24))


def difference(one: Image.Image, other: Image.Image) -> float:
    """How much two pictures differ: 0 where they are the same, 255 at the most."""
    return ImageStat.Stat(ImageChops.difference(one, other)).mean[0]
