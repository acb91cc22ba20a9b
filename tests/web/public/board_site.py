"""A site with a village in which a week was lived, and the boards of two weeks issued."""

import html
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from rotation.district.villages import District, Village
from rotation.store import writing
from tests.board.boards_made import issued, name_in_public, play
from tests.record.life_made import Life, begun
from tests.web.conftest import site_in
from web import create_app
from web.extensions import db, limiter


@contextmanager
def going_on(app: Flask) -> Iterator[Life]:
    """The village's life, to go on with."""
    with app.app_context():
        session = db.session()
        v1, v2 = session.scalars(select(Village).order_by(Village.code))
        yield Life(session, app.extensions["settings"], session.scalars(select(District)).one(), v1, v2)
        db.session.remove()


@pytest.fixture(scope="session")
def lived_template(instance_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance folder in which the week was lived."""
    instance = tmp_path_factory.mktemp("lived") / "instance"
    shutil.copytree(instance_template, instance)
    app = create_app(site_in(instance))
    with app.app_context():
        life = begun(db.session(), app.extensions["settings"])
        name_in_public(life, "m04", "m09", "m10")
        with writing(db.session()):
            village = life.village
            village.name, village.name_en, village.hearing_place = "钱家村", "Qianjia", "村口大树下"
            village.committee_room, village.committee_hours = "二楼201", "08:30–17:00"
            village.committee_phone = "025 8555 0101"
        issued(life, 0)
        play(life)
        issued(life, 7)
        db.session.remove()
        db.engine.dispose()
    return instance


@pytest.fixture
def lived(lived_template: Path, compiled_templates, tmp_path: Path):
    """The site."""
    shutil.copytree(lived_template, tmp_path / "instance")
    app = create_app(site_in(tmp_path / "instance"))
    app.config["TESTING"] = True
    app.jinja_env.bytecode_cache = compiled_templates
    limiter.reset()
    yield app
    with app.app_context():
        db.engine.dispose()


def said(page: str) -> list[str]:
    """What stands in the parts of the board on a page, line by line, without spaces."""
    board = page[page.index('<p class="board-issue"') : page.index('<p class="board-root"')]
    pieces = re.split(r"</(?:p|h2|h3|li|dd|dt)>", board)
    lines = (re.sub(r"\s", "", html.unescape(re.sub(r"<[^>]*>", "", piece))) for piece in pieces)
    return [line for line in lines if line]
