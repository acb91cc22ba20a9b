"""Uploaded files between preview and import."""

from datetime import timedelta

from sqlalchemy import select

from rotation.board import uploads
from rotation.store import now, writing


def names(session):
    return sorted(session.scalars(select(uploads.Upload.filename)))


def test_a_file_is_kept_for_its_owner_alone(session, district):
    with writing(session):
        uploads.keep(session, "zhou", district.id, "a.xlsx", b"\x00\xff")
    assert uploads.kept(session, "zhou", district.id).data == b"\x00\xff"
    assert uploads.kept(session, "wu", district.id) is None
    assert uploads.kept(session, "zhou", district.id + 1) is None


def test_the_next_file_takes_the_place_of_the_one_before(session, district):
    with writing(session):
        uploads.keep(session, "zhou", district.id, "a.xlsx", b"a")
        uploads.keep(session, "wu", district.id, "w.xlsx", b"w")
        uploads.keep(session, "zhou", district.id, "b.xlsx", b"b")
    assert names(session) == ["b.xlsx", "w.xlsx"]
    with writing(session):
        uploads.erase(session, "zhou")
    assert names(session) == ["w.xlsx"]


def test_a_file_is_forgotten_after_a_day(session, district):
    with writing(session):
        uploads.keep(session, "zhou", district.id, "a.xlsx", b"a")
        uploads.kept(session, "zhou", district.id).at = now() - timedelta(hours=25)
    assert uploads.kept(session, "zhou", district.id) is None
    with writing(session):
        uploads.keep(session, "wu", district.id, "w.xlsx", b"w")
    assert names(session) == ["w.xlsx"]
    with writing(session):
        uploads.erase_old(session)
    assert names(session) == ["w.xlsx"]
