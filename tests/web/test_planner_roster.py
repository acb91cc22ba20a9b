"""The planner's roster pages, from the plan to the published version."""

import re

import pytest

from rotation.store import writing
from tests.web.drafting import furnish, make_draft
from web.accounts.users import add_user
from web.extensions import db
from rotation.district.villages import District, district


@pytest.fixture
def drafts(app):
    """Two drafts of the same plan in `qixia`; their numbers."""
    settings = app.extensions["settings"]
    with app.app_context():
        with writing(db.session()) as session:
            home = district(session, "qixia")
            furnish(session, home)
            made = [make_draft(session, home, settings, turn=turn).number for turn in (0, 5)]
        db.session.remove()
    return made


PAGES = ["", "/grid", "/vacancies", "/fairness", "/costs", "/history", "/members/m001", "/places/v01", "/places/z1", "/publish", "/delete", "/update", "/problem.json", "/roster.json"]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_a_draft_opens(planner, drafts, page):
    answer = planner.get(f"/planner/rosters/{drafts[0]}{page}")
    assert answer.status_code == 200, answer.text
