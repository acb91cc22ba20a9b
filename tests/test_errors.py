"""What is said to a person: lists and sentences within sentences, in the person's language."""

import pytest

from rotation.errors import RotationError
from solver import Sentence

CHINESE = {", ": "、", "; ": "；", "choose from: %(names)s": "可选的有：%(names)s", "so: %(why)s": "因此：%(why)s"}


def in_chinese(template):
    return CHINESE.get(template, template)


@pytest.mark.parametrize(
    "said",
    [
        RotationError("choose from: %(names)s", names=("a", "b")),
        Sentence("choose from: %(names)s", {"names": ("a", "b")}),
        RotationError("so: %(why)s", why=RotationError("choose from: %(names)s", names=("a", "b"))),
        RotationError("so: %(why)s", why=Sentence("choose from: %(names)s", {"names": ("a", "b")})),
    ],
)
def test_a_list_is_set_apart_as_the_language_does_it(said):
    assert said.text().endswith("choose from: a, b")
    assert said.text(in_chinese).endswith("可选的有：a、b")


def test_sentences_in_a_list_are_said_in_the_language_too():
    said = RotationError("%(all)s", all=(Sentence("choose from: %(names)s", {"names": ("a", "b")}), "c"))
    assert said.text(in_chinese) == "可选的有：a、b、c"
