"""What villagers say about a task, and what those who serve them do about it."""

import pytest
from markupsafe import Markup

from rotation.record import acts, follow_ups, offers, tasks, verdicts, voices
from rotation.record.offers import Offered, Reach
from rotation.record.roles import Hand, Role
from rotation.record.tasks import State
from rotation.record.verdicts import Judgement, Solved
from rotation.record.voices import Speaker
from rotation.store import writing
from web.extensions import db

VILLAGER = Speaker(Hand(Role.VILLAGER))


def say(work, deed, *given, settings=True):
    """A villager says something; returns the number of the entry."""
    with work.app.app_context(), writing(db.session()) as session:
        first = [work.app.extensions["settings"]] if settings else []
        task = tasks.task(session, work.number)
        return deed(session, *first, VILLAGER, task, *given, work.watch()).entry


def test_the_committee_answers_a_question_once(work):
    entry = say(work, follow_ups.ask, "哪天修？")
    committee, lead = work.come("committee"), work.come("m02")
    assert "哪天修？" in committee.get(work.url)
    assert "/answer" not in lead.get(work.url)
    path = f"questions/{entry}/answer"
    lead.get(f"{work.url}/{path}", status=409)
    assert "Write an answer." in work.send(committee, path, text="")
    for _twice in range(2):
        assert "Your answer is saved" in committee.post(f"{work.url}/{path}", text="周五", seen="0")
    assert "has been answered" in committee.post(f"{work.url}/{path}", text="周六", seen="0")
    assert work.kinds().count("answered") == 1
    committee.get(f"{work.url}/questions/99/answer", status=404)


def test_helpers_are_asked_for_accepted_and_thanked(work):
    committee = work.come("committee")
    assert "Say how many." in work.send(committee, "call", people="", words="周六上午")
    work.send(committee, "call", people="3", words="周六上午九点，带锹")
    offered = Offered("我来", Reach("张三丰", "13900000000", named_in_public=False))
    entry = say(work, offers.offer_help, offered, settings=False)
    page = committee.get(work.url)
    assert "13900000000" in page
    assert "13900000000" not in work.come("township").get(work.url)
    committee.post(f"{work.url}/offers/{entry}/thank", status=409)
    assert "The offer is accepted." in committee.post(f"{work.url}/offers/{entry}/accept")
    assert "has helped" in committee.post(f"{work.url}/offers/{entry}/thank")
    work.come("m02").post(f"{work.url}/offers/{entry}/accept", status=409)
    committee.post(f"{work.url}/offers/77/accept", status=404)
    call = page.split("/calls/")[1].split("/")[0]
    assert "No more helpers are asked for" in committee.post(f"{work.url}/calls/{call}/close")
    committee.post(f"{work.url}/calls/77/close", status=404)


@pytest.fixture
def finished(work):
    work.act(acts.begin)
    work.act(acts.finish, "换了灯泡")
    return work


def test_what_is_said_in_person_is_written_down_at_the_counter_by_those_who_do_not_hold_the_task(finished):
    spoken = f"/counter/{finished.number}"
    assert f"{spoken}/verdict" not in finished.come("m02").get(spoken)
    for login in ("m01", "township", "m07", "inspector"):
        person = finished.come(login)
        assert spoken in person.get(finished.url)
        assert f"{spoken}/verdict" in person.get(spoken)
    township = finished.come("township")
    township.send(f"{spoken}/verdict", solved="no", content="2")
    assert finished.now().state is State.REOPENED
    assert finished.url in township.get(spoken)
    township.get(f"{spoken}/me-too", status=409)
    finished.come("m08").get(spoken, status=403)


def test_the_team_looks_at_what_is_said_to_be_unsolved(finished):
    entry = say(finished, verdicts.judge, Judgement(Solved.NO))
    lead = finished.come("m02")
    assert "without a code" in lead.get(finished.url)
    assert "You have looked at it." in lead.post(f"{finished.url}/verdicts/{entry}/looked")
    lead.post(f"{finished.url}/verdicts/{entry}/looked")
    assert finished.kinds().count("looked") == 1
    lead.post(f"{finished.url}/verdicts/77/looked", status=404)


def test_what_is_said_to_be_unsolved_is_on_the_teams_list_until_it_has_looked(finished):
    lead = finished.come("m02")
    assert "Look at what" not in lead.get("/field/")
    assert "0 tasks" in lead.get("/work/tasks?list=doubted")
    first = say(finished, verdicts.judge, Judgement(Solved.NO))
    say(finished, verdicts.judge, Judgement(Solved.NO))
    today = " ".join(lead.get("/field/").split())
    assert 'href="/work/tasks?list=doubted"' in today
    assert "2 verdicts to look at; by Thu 8 January" in Markup(today).striptags()
    page = lead.get("/work/tasks?list=doubted")
    assert "1 task<" in page
    assert finished.url in page
    for entry in (first, first + 1):
        lead.post(f"{finished.url}/verdicts/{entry}/looked")
    assert "0 tasks" in lead.get("/work/tasks?list=doubted")
    for login in ("m04", "m07", "committee"):  # who comes next, serves in the zone, or has a page for it
        finished.come(login).get("/work/tasks?list=doubted", status=404)


def test_me_too_is_counted(work):
    say(work, voices.me_too, settings=False)
    assert "1 villager says: me too." in work.come("m02").get(work.url)
