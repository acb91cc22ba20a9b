"""One task's page and its steps: what may be done stands there, is done once, and nothing typed is lost."""

import io

import pytest
from PIL import Image

from rotation.district.villages import Village
from rotation.record import acts, money, task_texts
from rotation.record.tasks import State


def photo():
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "JPEG")
    return out.getvalue()


def test_a_task_is_begun_reported_and_done_by_the_one_responsible(work):
    lead = work.come("m02")
    page = lead.get(work.url)
    assert "队员2" in page
    assert f"{work.url}/begin" in page
    assert f"{work.url}/finish" not in page
    assert "It is under way." in work.send(lead, "begin")
    assert "Your report is saved." in work.send(lead, "report", text="灯泡已买到")
    page = work.send(lead, "finish", text="换了灯泡")
    assert "done, to be confirmed" in page
    assert "换了灯泡" in page
    assert work.now().state is State.DONE
    committee = work.come("committee")
    work.send(committee, "confirm")
    assert work.now().state is State.CONFIRMED
    assert work.kinds()[-4:] == ["begun", "reported", "finished", "confirmed"]


def test_what_is_sent_twice_is_done_once_and_what_differs_is_done(work):
    lead = work.come("m02")
    seen = {"seen": "0"}
    for _twice in range(2):
        assert "is saved" in lead.post(f"{work.url}/report", text="买到了\t\u202e灯", **seen)
    lead.post(f"{work.url}/report", text="还差一件", **seen)
    for _twice in range(2):
        lead.post(f"{work.url}/begin", **seen)
    assert work.kinds().count("reported") == 2
    assert work.kinds().count("begun") == 1


def test_an_empty_reason_comes_back_with_what_was_typed(work):
    lead = work.come("m02")
    page = work.send(lead, "ask", fen="一千", reason="买灯")
    assert "Write a sum in yuan" in page
    assert "买灯" in page
    assert "Say why." in work.send(lead, "decline", reason="")
    assert work.now().state is State.OPEN


def test_money_is_asked_for_in_yuan_granted_and_spent(work):
    lead, township = work.come("m02"), work.come("township")
    work.send(lead, "ask", fen="１,２00.50", reason="买灯")
    assert "1,200.50 yuan" in lead.get(work.url)
    assert 'value="1200.50"' in township.get(f"{work.url}/grant")
    page = work.send(township, "grant", fen="1300", reason="同意")
    assert "No more can be granted" in page
    work.send(township, "grant", fen="1000", reason="同意")
    work.send(township, "refuse", reason="余款自筹")
    work.send(lead, "spend", fen="1100", reason="灯")
    task = work.now().task
    assert (task.asked, task.granted, task.refused, task.spent) == (120050, 100000, 20050, 110000)
    assert "more spent than granted" in lead.get(work.url)
    assert f"{work.url}/grant" not in township.get(work.url)
    assert "This is not for you" in lead.get(f"{work.url}/grant", status=409)


def test_a_title_is_written_released_and_withdrawn(work):
    lead = work.come("m02")
    page = work.send(lead, "write", title="修路灯", summary="村口两盏")
    assert "not released" in page
    assert 'value="修路灯"' in lead.get(f"{work.url}/write")
    work.send(lead, "write", title="修路灯", summary="村口三盏")
    with work.app.app_context():
        from web.extensions import db

        texts = task_texts.texts_of(db.session(), work.number)
    assert [(one.use, one.content) for one in texts] == [
        ("summary", "村口两盏"),
        ("title", "修路灯"),
        ("summary", "村口三盏"),
    ]
    assert "Choose at least one." in lead.post(f"{work.url}/release")
    work.send(lead, "release", texts=[texts[1].commitment])
    assert "修路灯" not in lead.get(f"{work.url}/release")
    work.send(lead, "withdraw", texts=[texts[1].commitment], why="private")
    page = lead.get(work.url)
    assert "修路灯" not in page
    assert "withdrawn" in page
    assert "Choose only among those offered here." in work.send(lead, "release", texts=["ab" * 32])


def test_a_photo_is_seen_by_those_who_have_to_do_with_it_and_once_released_by_all(work, client):
    lead = work.come("m02")
    for _twice in range(2):
        given = {"use": "before", "photo": (io.BytesIO(photo()), "灯.jpg"), "seen": "0"}
        answer = lead.client.post(f"{work.url}/photo", data=given, follow_redirects=True)
        assert "The photo is added" in answer.text
    [address] = {part.split('"')[0] for part in answer.text.split('src="')[1:] if part.startswith("/photos/")}
    shown = lead.client.get(address)
    assert (shown.status_code, shown.mimetype) == (200, "image/jpeg")
    assert "no-store" in shown.headers["Cache-Control"]
    for other in (client, work.come("m08").client, work.come("neighbours").client):
        assert other.get(address).status_code == 404
    with work.app.app_context():
        from web.extensions import db

        [text] = task_texts.texts_of(db.session(), work.number)
    work.send(lead, "release", texts=[text.commitment])
    assert client.get(address).status_code == 200
    work.send(lead, "withdraw", texts=[text.commitment], why="mistake")
    assert client.get(address).status_code == 404
    assert client.get("/photos/..%2f..%2fsecrets.jpg").status_code == 404


@pytest.mark.parametrize(("content", "said"), [(b"", "Choose a photo."), (b"not a photo", "This is not a photo")])
def test_what_is_no_photo_is_refused(work, content, said):
    lead = work.come("m02")
    given = {"use": "after", "photo": (io.BytesIO(content), "x.jpg")}
    answer = lead.client.post(f"{work.url}/photo", data=given)
    assert (answer.status_code, said in answer.text) == (200, True)
    assert work.kinds() == ["opened"]


def test_a_pressing_task_is_taken_with_a_reason(work):
    lead, floating = work.come("m02"), work.come("m07")
    assert f"{work.url}/take" not in floating.get(work.url)
    work.send(lead, "press", reason="线掉在路上")
    assert f"{work.url}/press" not in lead.get(work.url)
    page = floating.get("/work/tasks")
    assert "Pressing in my zone" in page
    assert work.number in page
    work.send(floating, "take", reason="会触电")
    assert (work.now().holder, work.now().state) == ("m07", State.UNDER_WAY)
    assert "It is no longer marked as pressing." in work.send(lead, "unpress", reason="已断电")


def test_it_is_given_to_a_partner_passed_up_joined_and_declined(work):
    lead = work.come("m02")
    work.send(lead, "assign", to="member:m03")
    assert work.now().holder == "m03"
    partner = work.come("m03")
    assert "Choose one of those offered here." in work.send(partner, "assign", to="member:m08")
    assert "mistyped" in work.send(partner, "join", same_as="260 000 018")
    assert "There is no task" in work.send(partner, "join", same_as="260 000 043")
    work.send(partner, "escalate", reason="要断路施工")
    assert work.now().holder == "o-town"
    township = work.come("township")
    assert "passed up to the next level" in township.get(work.url)
    work.send(township, "decline", reason="已列入明年计划")
    assert work.now().state is State.DECLINED
    assert f"{work.url}/decline" not in township.get(work.url)
    assert "look at the page again" in township.get(f"{work.url}/decline", status=409)


READERS = {
    "m01": 200, "m04": 200, "m07": 200, "m08": 403, "committee": 200, "neighbours": 403, "warden": 200,
    "inspector": 200, "township": 200, "department": 200, "planner": 200,
}  # fmt: skip


@pytest.mark.parametrize(("login", "status"), READERS.items())
def test_who_has_to_do_with_it_reads_it(work, login, status):
    someone = work.come(login)
    someone.get(work.url, status=status)
    someone.get("/work/tasks")
    if status != 200:
        someone.get(f"{work.url}/report", status=status)


def test_after_the_term_the_old_team_reads_for_two_days(work):
    for day, status in ((8, 200), (9, 403)):
        work.watch.set(day, 23)
        work.come("m03").get(work.url, status=status)


def test_the_public_logs_in_first_and_wrong_numbers_are_not_found(work, client):
    assert client.get(work.url).status_code == 302
    assert client.post(f"{work.url}/begin").status_code in (400, 403)
    lead = work.come("m02")
    for path in ("/work/tasks/260000018", "/work/tasks/260000043", "/work/tasks/x", f"{work.url}/pass_on"):
        lead.get(path, status=404)


def test_lists_are_of_what_one_has_to_do_with(work):
    lead = work.come("m02")
    page = lead.get("/work/tasks")
    assert "I answer for these" in page
    assert "1 task" in page
    assert "1 task" in work.come("m01").get("/work/tasks?list=village")
    assert "0 tasks" in work.come("m01").get("/work/tasks?list=mine")
    assert "1 task" in work.come("planner").get("/work/tasks")
    work.come("m08").get("/work/tasks?list=all", status=404)
    lead.get("/work/tasks?list=village&page=7")
    assert "overdue" not in lead.get("/work/tasks")
    work.watch.set(15)
    assert "overdue" in work.come("planner").get("/work/tasks")


@pytest.mark.parametrize(("login", "path"), [("planner", ""), ("m02", ""), ("m01", "?list=village")])
def test_what_is_done_and_waits_for_a_word_stands_last(work, login, path):
    def later(session, first, hand, **said):
        village = session.get_one(Village, first.village_id)
        return acts.open_task(
            session, work.app.extensions["settings"], village, hand, category="lighting", **said
        ).number

    work.watch.set(6)
    number = work.act(later)
    listed = f"/work/tasks{path}"
    before = work.come(login).get(listed)
    assert before.index(str(work.number)) < before.index(str(number))
    work.act(acts.begin)
    work.act(acts.finish, "换了灯泡")
    after = work.come(login).get(listed)
    assert after.index(str(number)) < after.index(str(work.number))


def test_a_task_is_found_by_its_number(work):
    lead = work.come("m02")
    spoken = f"{work.number[:3]} {work.number[3:6]}-{work.number[6:]}"
    assert lead.client.get("/work/tasks", query_string={"number": spoken}).headers["Location"] == work.url
    assert "mistyped" in lead.get("/work/tasks?number=260000018")
    assert "There is no task" in lead.get("/work/tasks?number=260000043")


def test_a_task_without_money_says_what_was_spent(work):
    work.act(money.spend, 500, "钉子")
    work.act(acts.begin)
    assert "5 yuan spent" in work.come("m02").get(work.url)
