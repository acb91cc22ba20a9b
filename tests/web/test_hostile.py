"""Requests that nobody sends by mistake: forged, malformed, oversized, injected. None does harm, none breaks a page."""

import re
from io import BytesIO

import pytest

from web.security import MOST_OF_A_FORM, MOST_OF_AN_IMPORT

FORM = "application/x-www-form-urlencoded"
BOUNDARY = "multipart/form-data; boundary=x"


@pytest.fixture
def without_tokens(app):
    app.config["WTF_CSRF_ENABLED"] = False


def test_methods_that_no_page_has_are_refused(planner):
    for method in ("TRACE", "PUT", "PATCH", "DELETE", "CONNECT", "BREW"):
        for address in ("/", "/login", "/logout", "/planner/members", "/static/site.css"):
            assert planner.open(address, method=method).status_code in {405, 501}, (method, address)


def test_asking_for_the_methods_tells_no_more_than_these(planner):
    answer = planner.options("/logout")
    assert (set(answer.allow), answer.data) == ({"OPTIONS", "POST"}, b"")


@pytest.mark.parametrize("name", ["_method", "method", "X-HTTP-Method-Override", "X-HTTP-Method"])
def test_a_method_cannot_be_forged_by_a_field_or_a_header(planner, name):
    assert planner.get("/logout", query_string={name: "POST"}, headers={name: "POST"}).status_code == 405
    assert planner.post("/me", data={name: "DELETE"}, headers={name: "GET"}).status_code == 405
    assert planner.get("/me").status_code == 200


def test_looking_at_the_head_does_nothing(planner):
    assert planner.head("/logout").status_code == 405
    assert planner.head("/planner/members").data == b""


def test_nothing_is_done_for_another_site(app, planner):
    """Neither without the token, nor with somebody else's, nor where it stands in the address."""
    app.config["WTF_CSRF_ENABLED"] = True
    other = re.search(r'name="csrf_token" value="([^"]+)"', app.test_client().get("/login").text)[1]
    asked = {"code": "m9", "name": "x", "csrf_token": other}
    assert planner.post("/planner/new-member", data=asked).status_code == 400
    assert planner.post(f"/planner/new-member?csrf_token={other}", data={"code": "m9"}).status_code == 400
    assert planner.post("/logout", json={"csrf_token": other}).status_code == 400
    assert planner.get("/me").status_code == 200


NULLS = [
    "/search?words=%00",
    "/villages/%00.ics",
    "/tasks/%00",
    "/c/%00",
    "/feeds/%00.ics",
    "/slips?code=%00",
    "/districts/qixia%00",
]


def test_addresses_that_are_no_text_are_refused(client):
    for address in (*NULLS, "/%ff%fe", "/%ed%a0%80", "/?x=%ff", "/login?next=%ff%00", "/%2e%2e/%00"):
        assert client.get(address).status_code in {200, 400, 404}, address


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"username=a%00b&password=x", FORM),
        (b"username=%ff%fe&password=%ed%a0%80", FORM),
        (b"\xff\xfe\x00=\x00&&&==", FORM),
        (b"username=x&" * 20_000, FORM),
        (b"[" * 100_000, "application/json"),
        (b'{"username": "\\ud800"}', "application/json"),
        (b"--x\r\nContent-Disposition: form-data; name=username\r\n\r\na\0b\r\n--x--\r\n", BOUNDARY),
        (b"--x\r\nContent-Disposition: form-data\r\n\r\n", BOUNDARY),
        (b"--y", "multipart/form-data"),
        (b"--x\r\n" + b"A: b\r\n" * 5_000, BOUNDARY),
        (b"<a/>", "text/xml; charset=utf-99"),
    ],
)
def test_forms_that_are_none_are_refused(client, without_tokens, data, kind):
    assert client.post("/login", data=data, content_type=kind).status_code in {200, 400, 413, 415}


def test_who_only_reads_may_call_an_empty_body_what_they_like(client):
    for body in (b"", b"[" * 100_000):
        assert client.get("/ledger.json", data=body, content_type="application/json").status_code == 200


def test_a_hundred_thousand_fields_cost_no_more_than_they_weigh(app, planner):
    """A lost login keeps what was typed; not without measure."""
    app.config["WTF_CSRF_ENABLED"] = True
    for address in ("/planner/new-member", "/login", "/slips"):
        answer = planner.post(address, data=b"a=b&" * 100_000, content_type=FORM)
        assert answer.status_code in {400, 413}
        assert len(answer.data) < 100_000


def test_a_form_of_a_million_fields_is_not_read(app, planner):
    """It would take seconds, in which nobody else has a turn; whoever has logged in may send more than others."""

    def send(who, size):
        sent = {"CONTENT_LENGTH": str(size), "wsgi.input": BytesIO(b"a=" + b"x" * (size - 2))}
        return who.post("/slips", environ_overrides=sent, content_type=FORM).status_code

    for who, most in ((app.test_client(), MOST_OF_A_FORM), (planner, MOST_OF_AN_IMPORT)):
        assert (send(who, most) == 413, send(who, most + 1)) == (False, 413)


def test_what_is_larger_than_the_limit_is_not_even_read(app, client):
    mib = app.extensions["settings"].site.upload_mib

    class Unread(BytesIO):
        def read(self, *_size):
            raise AssertionError

    sent = {"CONTENT_LENGTH": str((mib + 1) * 1024 * 1024), "wsgi.input": Unread()}
    for kind in (FORM, BOUNDARY):
        assert client.post("/login", environ_overrides=sent, content_type=kind).status_code == 413


@pytest.mark.parametrize(
    "path",
    ["../../config.toml", "%2e%2e/%2e%2e/config.toml", "..%2f..%2fconfig.toml", "..\\..\\config.toml", "/etc/passwd",
     "%252e%252e/config.toml", "....//config.toml", "vendor/../../__init__.py", "C:\\x", "site.css%00.png"],
)  # fmt: skip
def test_no_path_leads_out_of_a_folder(client, planner, path):
    for folder in ("/static/", "/photos/", "/offline/"):
        assert planner.get(folder + path, follow_redirects=True).status_code in {400, 404, 405}


@pytest.mark.parametrize(
    "asked", ["bytes=0-", "bytes=5-1", "bytes=-99999999", "bytes=0-0," * 500, "lines=1-2", "bytes=x"]
)
def test_parts_of_files_are_given_or_refused(client, asked):
    with client.get("/static/site.css", headers={"Range": asked}) as answer:
        assert answer.status_code in {200, 206, 416}


def test_a_file_s_name_is_text_that_every_database_takes(planner, without_tokens):
    sent = b"--x\r\nContent-Disposition: form-data; name=file; filename*=UTF-8''a%00.csv\r\n\r\na\r\n--x--\r\n"
    assert planner.post("/planner/import", data=sent, content_type=BOUNDARY).status_code == 400
