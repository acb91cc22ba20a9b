"""The planner's first page says what to do next: first what somebody waits for, then what lies ahead."""

import re

import pytest

from rotation.district.villages import district
from rotation.roster.openings import Opening, State
from rotation.roster.swaps import Swap
from rotation.store import now, writing
from tests.web.mine.conftest import Place
from tests.web.mine.conftest import furnish as furnish_mine
from tests.web.roster.drafting import furnish, make_draft
from web.extensions import db


@pytest.fixture
def place(app):
    """The site with the people and the roster of the room in which members see to their own terms."""
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context(), writing(db.session()) as session:
        furnish_mine(session, app.extensions["settings"])
    return Place(app)


def steps(client):
    """The steps, each with where it leads."""
    page = client.get("/planner/").text
    found = re.findall(r'<li>([^<]+) <a class="[^"]*"[^>]* href="([^"]+)">', page)
    return {re.sub(r"\s+", " ", said).strip(): url for said, url in found}


def happened(place, *rows):
    with place.app.app_context():
        with writing(db.session()) as session:
            session.add_all(rows)
        db.session.remove()


def opening(line, state):
    return Opening(
        district_id=1,
        week=line.week,
        place=line.place,
        member=line.member,
        state=state,
        reported_at=now(),
        reported_by=line.member,
        on_behalf=False,
        ask_from=now(),
    )


def test_who_does_not_know_yet_is_counted_until_all_are_told(place):
    planner = place.of("planner")
    said, url = next(one for one in steps(planner).items() if "know yet" in one[0])
    count = int(said.split()[0])
    page = planner.get(url).text
    assert f"{count} people to call" in page
    told = re.search(r'action="(/planner/calls/m\d+)".*?name="roster" value="(\d+)"', page, re.DOTALL)
    planner.post(told[1], data={"roster": told[2]})
    assert f"{count - 1} members do not know yet what is published for them." in steps(planner)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (State.WAITING, "A stand-in is looked for, for 1 term."),
        (State.ASKING, "A stand-in is looked for, for 1 term."),
        (State.NOBODY, "For 1 term that fell free everybody was asked, and nobody has said yes."),
    ],
)
def test_a_term_that_nobody_serves_comes_first(place, state, said):
    happened(place, opening(place.term(), state))
    assert next(iter(steps(place.of("planner")).items())) == (said, "/planner/openings")


def test_a_swap_that_both_have_agreed_to_waits_for_the_planner(place):
    mine, theirs = place.roster()[0], place.roster()[-1]
    trade = {"member": mine.member, "week": mine.week, "place": mine.place}
    other = {"other": theirs.member, "other_week": theirs.week, "other_place": theirs.place}
    offered = {"district_id": 1, "offered_at": now(), "offered_by": mine.member, "until": now()}
    happened(place, Swap(**trade, **other, **offered, state="agreed"))
    assert steps(place.of("planner"))["1 swap waits for your approval."] == "/planner/swaps"


def test_a_first_draft_is_to_be_looked_at(app, planner):
    with app.app_context():
        with writing(db.session()) as session:
            home = district(session, "qixia")
            furnish(session, home)
            number = make_draft(session, home, app.extensions["settings"]).number
        db.session.remove()
    said = (
        "There is a draft and nothing published yet. Look at the draft, mend what you want different, and publish it."
    )
    assert steps(planner)[said] == f"/planner/rosters/{number}"
