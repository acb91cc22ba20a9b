"""Search over public texts: one character is enough, words are found within words, and only what is public is found."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from rotation.district.villages import villages
from rotation.record import acts, searching, task_texts
from rotation.record.searching import Search, Searchable, grams_of, words_in
from rotation.record.tasks import State, Task
from rotation.search_tables import NAME, missing_search_tables
from rotation.settings import load
from rotation.store import create_triggers, missing_triggers, writing
from tests.conftest import ROOT
from tests.record.field_made import HANDS, at, furnished_field
from tests.record.life_made import LEAD

TEXTS = {
    "roads": ("修路", "村口的路坑坑洼洼，停车也难"),
    "waste": ("清垃圾", "河边垃圾成堆。位置在老桥头"),
    "parking": ("增设停车位", "菜场旁边画了１２个停车位，WiFi 也通了"),
}


def furnished_public(session):
    """The field with three tasks whose titles and summaries are public."""
    kept, village = load(ROOT / "config.toml"), villages(session, furnished_field(session).id)[0]
    with writing(session):
        for category, (title, summary) in TEXTS.items():
            task = acts.open_task(session, kept, village, HANDS["lead"], category=category, at=at(0))
            write(session, task, title, summary)


@pytest.fixture
def furnishing(request, furnishing):
    return furnished_public if "public" in request.fixturenames else furnishing


@pytest.fixture
def public(session, field):
    """The three tasks, and how they are looked for."""
    made = {task.category: task for task in session.scalars(select(Task).order_by(Task.number))}

    def found(words, **more):
        tasks = searching.found(session, field.district.id, Search(words, **more))
        return [task.category for task in tasks]

    field.tasks, field.found = made, found
    return field


def write(session, task, title, summary):
    entry = task_texts.write(session, task, HANDS["lead"], title=title, summary=summary, at=at(0))
    texts = [entry.values["title"], entry.values["summary"]]
    task_texts.release(session, task, HANDS["lead"], texts, at=at(0))


@pytest.mark.parametrize(
    ("words", "categories"),
    [
        ("路", ["roads"]),
        ("垃圾", ["waste"]),
        ("停车位", ["parking"]),
        ("停车", ["parking", "roads"]),
        ("车位", ["parking"]),
        ("位", ["parking", "waste"]),
        ("垃圾 桥", ["waste"]),
        ("垃圾，桥头！", ["waste"]),
        ("堆位", []),
        ("圾垃", []),
        ("12个", ["parking"]),
        ("wifi", ["parking"]),
        ("Fi", ["parking"]),
        ("路 垃圾", []),
        ("", ["parking", "waste", "roads"]),
        ("  ", ["parking", "waste", "roads"]),
        ("！？", []),
        ('" OR 1=1 --', []),
        ('路" OR *', []),
        ("路" * 500, []),
        ("\ud800", []),
    ],
)
def test_words_are_found_wherever_they_stand(public, words, categories):
    assert public.found(words) == categories


def test_what_is_found_can_be_narrowed(public):
    assert public.found("停车", category="roads") == ["roads"]
    assert public.found("停车", village_id=public.v2.id) == []
    assert public.found("停车", village_id=public.v1.id) == ["parking", "roads"]
    assert public.found("停车", states=[State.OPEN]) == ["parking", "roads"]
    assert public.found("停车", states=[State.DONE]) == []
    assert public.found("停车", most=1) == ["parking"]
    assert public.found("停车", before=public.tasks["parking"].number) == ["roads"]
    assert public.found("", before=public.tasks["parking"].number, most=1) == ["waste"]


def test_another_district_finds_nothing(session, public):
    assert searching.found(session, public.district.id + 1, Search("路")) == []


def test_what_is_not_released_is_not_found(session, public):
    with writing(session):
        task = acts.open_task(session, public.settings, public.v1, public.hands.lead, category="other", at=public.at(0))
        entry = task_texts.write(session, task, public.hands.lead, title="噪声", summary="半夜施工", at=public.at(0))
    assert public.found("施工") == []
    with writing(session):
        task_texts.release(session, task, public.hands.lead, [entry.values["summary"]], at=public.at(0))
    assert public.found("施工") == ["other"]
    assert public.found("噪声") == []


def test_what_is_withdrawn_is_found_no_more_and_kept_nowhere(session, public):
    task = public.tasks["waste"]
    texts = [one.commitment for one in task_texts.texts_of(session, task.number)]
    with writing(session):
        task_texts.withdraw(session, task, public.hands.lead, texts[:1], why=task_texts.Why.PRIVATE, at=public.at(0))
    left = task_texts.texts_of(session, task.number)
    assert [one.content is None for one in left].count(True) == 1
    assert (public.found("清垃圾"), public.found("河边")).count([]) == 1
    with writing(session):
        task_texts.erase(session, public.hands.planner, texts, why=task_texts.Why.PRIVATE, at=public.at(0))
    assert public.found("垃圾") == []
    assert session.get(Searchable, int(task.number)) is None


def test_words_that_were_erased_are_gone_from_the_file(life_on_sqlite):
    life = life_on_sqlite
    task = life.task()
    written = life.do(task_texts.write, task, LEAD, title="清鬣狗", summary="河边有鬣狗")
    texts = [written.values[use] for use in ("title", "summary")]
    life.do(task_texts.release, task, LEAD, texts)
    held = ["鬣狗".encode(), grams_of(["鬣狗"]).encode().split()[0]]
    assert all(one in file_of(life.session) for one in held)
    life.do(task_texts.withdraw, task, LEAD, texts, why=task_texts.Why.PRIVATE)
    assert not any(one in file_of(life.session) for one in held)


def file_of(session):
    """The bytes of the database once its log has been written into it."""
    session.rollback()
    with session.get_bind().connect() as connection:
        connection.rollback()
        cursor = connection.connection.cursor()
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.close()
    return Path(session.get_bind().url.database).read_bytes()


def test_a_search_index_that_is_lost_is_noticed_and_made_anew_from_the_rows(session, public):
    with writing(session):
        session.execute(text(f"DROP TABLE {NAME}"))
    assert NAME in missing_triggers(session.connection())
    with writing(session):
        create_triggers(session.connection())
    assert missing_search_tables(session.connection()) == []
    assert public.found("停车位") == ["parking"]


SIGNS = "路灯垃圾停车位ab1 ，"


@given(st.lists(st.text(alphabet=SIGNS, max_size=12), min_size=3, max_size=3), st.text(alphabet=SIGNS, max_size=6))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_task_is_found_exactly_where_each_word_stands_in_its_texts(session, public, texts, typed):
    with writing(session):
        for (_category, task), written in zip(public.tasks.items(), texts, strict=True):
            searching.put(session, task.number, [written])
    words = words_in(typed)
    expected = [
        category
        for category, written in reversed(list(zip(public.tasks, texts, strict=True)))
        if words and all(any(word in run for run in words_in(written)) for word in words)
    ]
    assert public.found(typed) == (expected if typed.strip() else list(reversed(public.tasks)))


def test_no_pair_is_made_across_a_break():
    assert grams_of(["停车。位"]).split() == ["u4f4d", "u505c", "u8f66", "x", "u505cu8f66", "x"]
    assert grams_of(["。！"]) == grams_of([]) == ""


def test_the_longest_texts_can_be_found_too(session, public):
    with writing(session):
        searching.put(session, public.tasks["roads"].number, ["字" * 5000 + "水渠", "尾" * 90_000])
    assert public.found("水渠") == ["roads"]
