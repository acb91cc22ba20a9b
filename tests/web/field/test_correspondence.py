"""The hour when both sides sit down: links by tapping, first without help, then with suggestions; plain counts."""

import re

import pytest

from rotation.record.correspondence import Link
from rotation.record.suggesting import Suggestion
from tests.web.field.conftest import HERE, write_down

TABLE = f"{HERE}/correspondence"
SAID = ("村东头路灯坏了，晚上看不见", "水井里的水发黄", "垃圾三天没有人收")
FOUND = ("村东头路灯损坏三盏", "垃圾池满了没有清运", "桥栏杆松动")


@pytest.fixture
def table(field):
    """Three complaints and three findings, both lists closed; their codes."""
    return write_down(field, SAID, FOUND)


def links(rows):
    return sorted((link.complaint_id, link.finding_id) for link in rows(Link))


def test_one_is_chosen_then_its_partners_are_tapped_any_number_to_any(team, table, rows):
    (c1, c2, _c3), (f1, _f2, f3) = table
    page = team.get(TABLE)
    assert f'href="{TABLE}?item={c1}#chosen"' in page
    assert "<button" in page
    page = team.get(f"{TABLE}?item={c1}")
    assert "Chosen:" in page
    assert f'name="link" value="{f1}"' in page
    assert f'name="link" value="{c2}"' not in page
    page = team.post(f"{TABLE}/link", item=c1, link=f1)
    assert f'name="unlink" value="{f1}"' in page
    team.post(f"{TABLE}/link", item=c1, link=f3)
    page = team.post(f"{TABLE}/link", item=f3, link=c2)
    assert "same thing as:" in page
    assert links(rows) == [(1, 1), (1, 3), (2, 3)]
    team.post(f"{TABLE}/link", item=f3, unlink=c1)
    assert links(rows) == [(1, 1), (2, 3)]


def test_suggestions_come_only_after_the_own_first_pass(team, table, rows):
    assert "Suggestions" not in team.get(TABLE)
    assert team.client.get(f"{TABLE}/suggestions").location == TABLE
    team.post(f"{TABLE}/look", status=409)
    page = team.post(f"{TABLE}/first-pass")
    shown = len(rows(Suggestion))
    assert shown
    assert f"Of {shown} suggestions shown, 0 were accepted; of 0 links made, 0 had been suggested." in page
    first = re.search(r'name="accept" value="([\d-]+)"', page)[1]
    assert first == "1-1"
    page = team.post(f"{TABLE}/answer", accept="1-1")
    assert "1 were accepted; of 1 links made, 1 had been suggested." in page
    other = re.search(r'name="refuse" value="([\d-]+)"', page)[1]
    assert f'name="refuse" value="{other}"' not in team.post(f"{TABLE}/answer", refuse=other)
    assert links(rows) == [(1, 1)]
    assert "No new suggestions." in team.post(f"{TABLE}/look")


def test_what_only_one_side_said_is_listed(team, table):
    (c1, _c2, _c3), (f1, _f2, _f3) = table
    team.post(f"{TABLE}/link", item=c1, link=f1)
    page = team.get(f"{TABLE}/result")
    only_villagers, only_officials = re.split("Only officials saw", page)
    assert SAID[0] not in page
    assert SAID[1] in only_villagers
    assert FOUND[2] in only_officials
    assert FOUND[0] not in page


def test_what_is_looked_for_stays_while_one_links(team, table):
    (c1, *_), (f1, f2, _f3) = table
    answer = team.client.post(f"{TABLE}/link", data={"item": c1, "link": f1, "about": "lighting", "left": "1"})
    assert answer.location == f"{TABLE}?item={c1}&about=lighting&left=1#{f1}"
    page = team.get(f"{TABLE}?item={c1}&left=1")
    assert f'id="{f1}"' not in page
    assert f'id="{f2}"' in page


def test_only_the_team_says_what_belongs_together(field, team, table):
    (c1, *_), (f1, *_) = table
    for other in ("inspector", "committee", "m04", "m07", "m08", "township"):
        person = field.come(other)
        person.get(TABLE, status=403)
        person.get(f"{TABLE}/suggestions", status=403)
        person.post(f"{TABLE}/link", status=403, item=c1, link=f1)
        person.post(f"{TABLE}/first-pass", status=403)
        person.post(f"{TABLE}/look", status=403)
        person.post(f"{TABLE}/answer", status=403, accept="1-1")


def test_what_is_no_pair_is_no_page(team, table):
    c1, c2, _c3 = table[0]
    team.post(f"{TABLE}/link", status=404, item=c1, link=c2)
    team.post(f"{TABLE}/link", status=404, item=c1, link="f-nowhere")
    team.post(f"{TABLE}/link", status=400, item=c1)
    team.post(f"{TABLE}/link", status=400)
    team.post(f"{TABLE}/answer", status=404, accept="1-99")
    team.post(f"{TABLE}/answer", status=400, accept="1")
    team.post(f"{TABLE}/answer", status=400)
    team.post(f"{TABLE}/answer", status=404, accept="1-1")


def test_the_team_of_next_week_still_finds_what_is_undecided_and_the_old_one_has_two_days(field, team, table):
    (c1, *_), (f1, *_) = table
    field.watch.set(8, 13)
    assert c1 in field.come("m02").get(TABLE)
    assert c1 in field.come("m04").get("/field/villages/v01/2026-01-13/correspondence")
    field.watch.set(9, 13)
    field.come("m02").get(TABLE, status=409)
    field.come("m04").post("/field/villages/v01/2026-01-14/correspondence/link", item=c1, link=f1)


def test_the_planner_reads_plain_counts_by_village_and_week_and_no_words(field, team, table):
    (c1, *_), (f1, *_) = table
    team.post(f"{TABLE}/link", item=c1, link=f1)
    planner = field.come("planner")
    page = planner.get("/planner/correspondence?year=2026")
    assert "of 1 links made, 0 had been suggested" in page
    assert page.count("2 of 3") == 6
    assert "5 January" in page
    assert SAID[0] not in page
    for year in ("2025", "10000", "soon"):
        assert planner.get(f"/planner/correspondence?year={year}")
    team.get("/planner/correspondence", status=403)
