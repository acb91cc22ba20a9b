"""Both languages are complete: every sentence that the code marks has its Chinese, with the same places in it."""

import re
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

from tests.conftest import ROOT

CATALOGUE = ROOT / "web" / "translations" / "zh_Hans" / "LC_MESSAGES" / "messages.po"
PLACE = re.compile(r"%\((\w+)\)|%%|\{(\w+)\}")
CHINESE = re.compile(r"[一-鿿]")


@pytest.fixture(scope="module")
def marked(tmp_path_factory) -> Catalog:
    found = tmp_path_factory.mktemp("words") / "messages.pot"
    mapping = str(ROOT / "pyproject.toml")
    CommandLineInterface().run(
        ["pybabel", "-q", "extract", "-F", mapping, "-k", "_l", "-k", "N_", "-o", str(found), str(ROOT)]
    )
    return read_po(BytesIO(found.read_bytes()))


@pytest.fixture(scope="module")
def chinese() -> Catalog:
    return read_po(BytesIO(CATALOGUE.read_bytes()), locale="zh_Hans_CN")


def forms(message):
    return [message.string] if isinstance(message.string, str) else list(message.string)


def test_every_sentence_has_its_chinese(marked, chinese):
    missing = [m.id for m in marked if m.id and (m.id not in chinese or not all(forms(chinese[m.id])))]
    assert missing == []


def test_nothing_is_fuzzy_and_nothing_is_left_over(marked, chinese):
    assert [m.id for m in chinese if m.id and m.fuzzy] == []
    assert [m.id for m in chinese if m.id and m.id not in marked] == []


def test_a_translation_has_the_places_of_its_sentence(chinese):
    for message in chinese:
        if not message.id:
            continue
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        places = [set(PLACE.findall(text)) for text in ids]
        for form in forms(message):
            used = set(PLACE.findall(form))
            assert used <= set().union(*places), message.id
            # one form stands for singular and plural: it has the places of either; a number may be left out
            assert any(each - used <= {("num", "")} for each in places), message.id


def test_a_translation_is_chinese(chinese):
    """A sentence with words in it comes out with Chinese characters, not copied over."""
    copied = [m.id for m in chinese if isinstance(m.id, str) and m.string == m.id and re.search(r"[a-z]{4}", m.id)]
    assert all(CHINESE.search(text) or text in KEPT for text in copied), copied


KEPT = {"English"}
