"""The fields of our forms: what they say, in both languages, and how they look."""

from io import BytesIO

import pytest
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from rotation.errors import InvalidInput
from web import forms
from web.forms import refuse

COLOURS = [SelectChoice("red", "Red"), SelectChoice("Dark-Red", "Dark red")]


class Every(forms.Form):
    text = forms.Text("Text", validators=[InputRequired("Enter a text.")], description="Any text.")
    area = forms.Area("Area")
    password = forms.Password("Password")
    number = forms.Number("Number")
    decimal = forms.Decimal("Decimal")
    day = forms.Day("Day")
    choice = forms.Choice("Choice", choices=COLOURS)
    one = forms.OneOf("One", choices=COLOURS)
    some = forms.SomeOf("Some", choices=COLOURS)
    tick = forms.Tick("Tick")
    file = forms.File("File")
    submit = forms.Submit("Send")


WRONG = {"number": "x", "decimal": "y", "day": "5 May", "choice": "blue", "one": "blue", "some": "blue"}


@pytest.fixture
def sent(app):
    """The form, sent with what cannot be."""
    app.config["WTF_CSRF_ENABLED"] = False
    with app.test_request_context("/", method="POST", data=WRONG, headers={"Cookie": "lang=en"}):
        form = Every()
        assert not form.validate()
        yield form


def test_each_field_says_how_to_mend_it(sent):
    assert sent.errors == {
        "text": ["Enter a text."],
        "number": ["Write a whole number, such as 12."],
        "decimal": ["Write a number, such as 2.5."],
        "day": ["Write a day like 2026-01-05."],
        "choice": ["Choose one of those offered here."],
        "one": ["Choose one of those offered here."],
        "some": ["Choose only among those offered here."],
    }


@pytest.mark.parametrize("name", sorted(WRONG))
def test_a_wrong_field_is_marked_for_every_reader(sent, name):
    shown = str(sent[name]())
    assert f'id="{name}-error"' in shown
    assert "Error" in shown
    assert f"{name}-error" in shown.split("aria-describedby")[1]


@pytest.mark.parametrize("name", ["number", "decimal", "day"])
def test_what_was_typed_stays(sent, name):
    assert f'value="{WRONG[name]}"' in str(sent[name]())


@pytest.mark.parametrize("name", ["choice", "one", "some"])
def test_the_values_of_choices_keep_their_capitals(sent, name):
    assert 'value="Dark-Red"' in str(sent[name]())


def test_a_hint_is_there_only_where_there_is_something_to_say(sent):
    assert "Any text." in str(sent.text())
    for field in sent:
        if field.name != "text":
            assert "govuk-hint" not in str(field())


def test_a_refusal_stands_at_the_field_that_it_names_or_at_the_first(sent):
    refuse(sent, InvalidInput("Too %(what)s.", field="area", what="long"))
    refuse(sent, InvalidInput("Not like this.", field="nowhere"))
    assert sent.errors["area"] == ["Too long."]
    assert "Not like this." in sent.errors["text"]


def test_a_file_reaches_only_the_field_that_asks_for_one(app):
    app.config["WTF_CSRF_ENABLED"] = False
    data = {name: (BytesIO(b"x"), "x.txt") for name in ("text", "number", "day", "choice", "some", "tick", "file")}
    with app.test_request_context("/", method="POST", data=data, headers={"Cookie": "lang=en"}):
        form = Every()
        assert not form.validate()
        assert form.errors["text"] == ["Enter a text."]
        assert form.file.data.filename == "x.txt"
