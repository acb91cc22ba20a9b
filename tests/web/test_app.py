"""The site as a whole: languages, sizes of text, and what a visitor sees when something is wrong."""

import re
import stat
from dataclasses import replace

import pytest
from flask import Flask, abort, request
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.orm.exc import StaleDataError

from rotation.errors import N_, Conflict, InvalidInput, NotFound, RotationError
from web import create_app
from web.extensions import csrf, db, limiter


@pytest.fixture
def broken(app: Flask):
    """The site with pages that fail in every way."""
    errors = {
        "not-found": NotFound(N_("There is no member “%(code)s”."), code="m1"),
        "conflict": Conflict("Somebody was faster."),
        "invalid": InvalidInput("This cannot be.", field="name"),
        "other": RotationError("No."),
        "bug": ValueError("secret of the house"),
        "busy": OperationalError("INSERT", {}, Exception("database is locked")),
        "same": IntegrityError("INSERT", {}, Exception("duplicate key")),
        "stale": StaleDataError("UPDATE statement expected to update 1 row"),
        "full": NoConnection("QueuePool limit of size 5 overflow 10 reached"),
    }

    def fail(how):
        if how.isdigit():
            abort(int(how))
        raise errors[how]

    app.add_url_rule("/fail/<how>", "fail", fail)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


def test_the_first_visit_is_in_chinese_and_english_is_one_link_away(app):
    client = app.test_client()
    page = client.get("/login")
    assert '<html lang="zh-Hans"' in page.text
    link = re.search(r'href="([^"]*lang=en)"', page.text)[1]
    there = client.get(link)
    assert (there.status_code, there.location) == (302, "/login")
    assert '<html lang="en"' in client.get("/login").text


def test_what_else_the_address_says_outlives_the_choice_of_language(client):
    there = client.get("/login?next=/planner/members?page%3D2&lang=zh_Hans")
    assert there.location == "/login?next=/planner/members?page%3D2"


@pytest.mark.parametrize("address", ["//evil.example/?lang=en", "/\\evil.example/?lang=en", "/nowhere?lang=en"])
def test_the_choice_of_language_leads_nowhere_else(client, address):
    there = client.get(address)
    assert there.location is None or (there.location.startswith("/") and "evil" not in there.location)


@pytest.mark.parametrize("name", ["endpoint", "_anchor", "_external", "_method", "_scheme"])
def test_no_word_in_the_address_breaks_a_page(client, planner, name):
    assert client.get(f"/login?{name}=x&lang=en").location in {"/login", "/login?"}
    assert client.get(f"/nowhere?{name}=x").status_code == 404
    assert client.get(f"/?{name}=x").status_code == 200
    assert planner.get(f"/planner/members?{name}=x").status_code == 200


def test_a_language_that_there_is_not_is_passed_over(client):
    assert client.get("/login?lang=xx").status_code == 200
    client.set_cookie("lang", "xx")
    assert '<html lang="zh-Hans"' in client.get("/login").text


def test_large_text_is_remembered_without_a_script(client):
    client.get("/login?text=large")
    assert "text-large" in client.get("/login").text
    client.get("/login?text=normal")
    assert "text-large" not in client.get("/login").text


@pytest.mark.parametrize("code", [400, 403, 404, 405, 413, 429, 503, 418])
@pytest.mark.parametrize("language", ["zh_Hans", "en"])
def test_every_error_has_a_page_that_says_what_to_do(broken, code, language):
    client = broken.test_client()
    client.set_cookie("lang", language)
    page = client.get(f"/fail/{code}")
    assert page.status_code == code
    assert "<h1>" in page.text
    assert "<nav" not in page.text


@pytest.mark.parametrize(
    ("how", "status", "text"),
    [
        ("not-found", 404, "There is no member “m1”."),
        ("conflict", 409, "Somebody was faster."),
        ("invalid", 400, "This cannot be."),
        ("other", 400, "No."),
    ],
)
def test_what_the_programme_refuses_is_said_in_its_words(broken, client, how, status, text):
    page = client.get(f"/fail/{how}")
    assert page.status_code == status
    assert text in page.text


def test_a_failure_shows_a_number_that_the_log_knows_and_no_traceback(broken, client, caplog):
    page = client.get("/fail/bug")
    assert page.status_code == 500
    number = re.search(r'failure-number">(\w{8})<', page.text)[1]
    assert number in caplog.text
    assert "secret of the house" in caplog.text
    assert "Traceback" in caplog.text
    assert "secret" not in page.text
    assert "Traceback" not in page.text


@pytest.mark.parametrize("how", ["busy", "same", "stale", "full"])
def test_a_busy_database_is_said_to_be_busy(broken, client, how):
    page = client.get(f"/fail/{how}")
    assert page.status_code == 503
    assert "Nothing was changed" in page.text


def test_the_page_of_an_error_needs_no_database(broken, planner, monkeypatch):
    def unreachable(*_args):
        raise OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setattr(db.session, "scalar", unreachable)  # whoever asks cannot even be looked up
    assert planner.get("/login").status_code == 503
    assert planner.get("/nowhere").status_code == 503


def test_a_script_is_told_in_json(broken, client):
    answer = client.get("/fail/not-found", headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert answer.json["advice"] == "There is no member “m1”."


def test_an_upload_beyond_the_limit_is_refused_with_the_limit(client):
    page = client.post("/login", data=b"x" * 11 * 1024 * 1024, content_type="multipart/form-data; boundary=b")
    assert page.status_code == 413
    assert "10 MiB" in page.text


def test_a_flood_is_stopped(app, client):
    app.add_url_rule("/drops", "drops", limiter.limit("2 per minute")(lambda: "drop"))
    assert [client.get("/drops").status_code for _ in range(3)] == [200, 200, 429]


def test_addresses_of_proxies_count_only_where_they_are_trusted(settings, sqlite_url):

    for trusted, seen in ((0, "127.0.0.1"), (1, "10.9.8.7")):
        site = replace(settings.site, trusted_proxies=trusted)
        app = create_app(replace(settings, site=site, store=replace(settings.store, url=sqlite_url)))
        app.add_url_rule("/who", "who", lambda: request.remote_addr)
        assert app.test_client().get("/who", headers={"X-Forwarded-For": "10.9.8.7"}).text == seen


def test_static_files_are_marked_and_kept(client):
    address = re.search(r'href="(/static/site.css[^"]*)"', client.get("/login").text)[1]
    with client.get(address) as marked, client.get("/static/site.css") as unmarked:
        assert marked.status_code == 200
        assert "immutable" in marked.headers["Cache-Control"]
        assert "immutable" not in unmarked.headers.get("Cache-Control", "")


def test_no_page_of_ours_is_exempt_from_tokens():
    assert not csrf._exempt_views
    assert not csrf._exempt_blueprints


def test_the_folder_of_the_instance_is_its_owners_alone(settings, tmp_path):
    create_app(replace(settings, store=replace(settings.store, instance=str(tmp_path / "new"))))
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
