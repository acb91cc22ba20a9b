"""A district with two drafts of one plan, and a neighbour with drafts of its own."""

from pathlib import Path

import pytest

from rotation.district.villages import District, district
from rotation.roster.rosters import lines
from rotation.store import writing
from tests.web.conftest import PASSWORD, furnishing
from tests.web.roster.browsing import START, home_roster
from tests.web.roster.drafting import furnish, make_draft
from web.accounts.users import add_user
from web.extensions import db


@pytest.fixture(scope="session")
def instance_template(instance_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The instance of all web tests, with a furnished district, two drafts of one plan, and a neighbour's draft."""
    folder = tmp_path_factory.mktemp("drafted") / "instance"
    with furnishing(instance_template, folder) as (session, settings):
        home = district(session, "qixia")
        furnish(session, home)
        for turn in (0, 5):
            make_draft(session, home, settings, turn=turn, title=f"turn {turn}")
        there = District(code="xuanwu", name="玄武区", name_en="Xuanwu")
        session.add(there)
        session.flush()
        furnish(session, there, prefix="x")
        for _ in range(3):
            make_draft(session, there, settings)
        add_user(session, "neighbour", PASSWORD, district=there, name="Planner Wu")
    return folder


@pytest.fixture
def inside(app):
    """A way to look at or change what the site has stored: a unit of work at each call."""

    def work(do):
        with app.app_context():
            with writing(db.session()) as session:
                found = do(session)
            db.session.remove()
        return found

    return work


@pytest.fixture
def team(inside):
    """The codes of the members who serve in v01 in the first planned week of draft 1."""
    return inside(
        lambda session: [
            line.member for line in lines(session, home_roster(session, 1)) if (line.week, line.place) == (START, "v01")
        ]
    )
