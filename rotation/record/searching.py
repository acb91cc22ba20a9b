"""Search over what the public may read of tasks: by words of one character and more, also within a word.

Chinese has no spaces, so every character and every pair of neighbours is written out, as a token in letters and
digits that both engines leave whole (路 is u8def). A word of several characters is found where its pairs stand one
after the other: that is, where the word itself stands.
"""

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import ColumnElement, Integer, Select, String, Text, column, select, table, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from rotation.record.tasks import State, Task
from rotation.search_tables import FORGET, FORGETS_AT_ONCE, NAME
from rotation.store import Base

MOST_INDEXED = 6000  # characters of one task: PostgreSQL counts places up to 16,383
MOST_WORDS = 10
LONGEST_WORD = 40
MOST_FOUND = 50
_GAP = "x"  # stands between two runs of characters, so that no pair is found across


class Searchable(Base):
    """The tokens of a task's public texts; `id` is its number as a number, so that the newest is the highest."""

    __tablename__ = "searchable"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    task: Mapped[str] = mapped_column(String(20), unique=True)
    grams: Mapped[str] = mapped_column(Text)


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody looks for in a district, or in a village of it; what is left empty finds everything.

    `before` is the last one seen.
    """

    words: str = ""
    village_id: int | None = None
    category: str = ""
    states: Collection[State] = ()
    before: str | None = None
    most: int = MOST_FOUND


def found(session: Session, district_id: int, search: Search) -> list[Task]:
    """The tasks that have every word somewhere in their public texts, newest first, at most `most`."""
    query = select(Task).where(*_filters(district_id, search)).limit(search.most)
    if not search.words.strip():
        return list(session.scalars(query.order_by(Task.number.desc())))
    words = words_in(search.words)
    return list(session.scalars(_with_words(session, query, words))) if words else []


def _filters(district_id: int, search: Search) -> Iterator[ColumnElement[bool]]:
    """A village's district is not asked for again: the database would choose its index."""
    yield Task.district_id == district_id if search.village_id is None else Task.village_id == search.village_id
    if search.category:
        yield Task.category == search.category
    if search.states:
        yield Task.state.in_(list(search.states))
    if search.before:
        yield Task.number < search.before


def _with_words(session: Session, query: Select[Task], words: Sequence[str]) -> Select[Task]:
    query = query.join(Searchable, Searchable.task == Task.number)
    if session.connection().dialect.name == "sqlite":
        index = table(NAME, column("rowid"))
        query = query.join(index, index.c.rowid == Searchable.id).order_by(index.c.rowid.desc())
        return query.where(text(f"{NAME} MATCH :words").bindparams(words=" AND ".join(map(_phrase, words))))
    tokens = table(NAME, column("id"))
    wanted = " & ".join(f"({' <-> '.join(_tokens_of(word))})" for word in words)
    matches = text(f"{NAME}.tokens @@ to_tsquery('simple', :words)").bindparams(words=wanted)
    return query.join(tokens, tokens.c.id == Searchable.id).where(matches).order_by(tokens.c.id.desc())


def _phrase(word: str) -> str:
    return f'"{" ".join(_tokens_of(word))}"'


def _tokens_of(word: str) -> list[str]:
    """What stands for a word: its pairs of neighbours, one after the other; one character stands for itself."""
    return [_token(pair) for pair in pairwise(word)] if len(word) > 1 else [_token(word)]


def _token(characters: Iterable[str]) -> str:
    return "".join(f"u{ord(character):x}" for character in characters)


def words_in(typed: str) -> list[str]:
    """What somebody looks for, word by word: letters, digits and characters in one form, whatever stands between."""
    signs = unicodedata.normalize("NFKC", typed).casefold()
    words = "".join(sign if sign.isalnum() else " " for sign in signs).split()
    return [word[:LONGEST_WORD] for word in dict.fromkeys(words)][:MOST_WORDS]


def grams_of(texts: Iterable[str]) -> str:
    """The tokens of some texts: each character once, then the pairs of neighbours, run by run."""
    signs = unicodedata.normalize("NFKC", " ".join(texts)).casefold()[:MOST_INDEXED]
    runs = "".join(sign if sign.isalnum() else " " for sign in signs).split()
    characters = sorted(set("".join(runs)))
    pairs = (token for run in runs for token in (_GAP, *map(_token, pairwise(run))))
    return " ".join((*map(_token, characters), *pairs))


def put(session: Session, number: str, texts: Iterable[str]) -> bool:
    """Let a task be found by these public texts, the most important first, and by nothing else any more.

    Returns whether it could be found by others before.
    """
    grams = grams_of(texts)
    row = session.get(Searchable, int(number))
    changes = row is not None and row.grams != grams
    if row is not None and not grams:
        session.delete(row)
    elif row is not None:
        row.grams = grams
    elif grams:
        session.add(Searchable(id=int(number), task=number, grams=grams))
    session.flush()
    return changes


def forget(session: Session) -> None:
    """Take the words that no row holds any more out of the index too; to be called after something was erased."""
    if session.connection().dialect.name == "sqlite" and not FORGETS_AT_ONCE:
        session.execute(text(FORGET))
