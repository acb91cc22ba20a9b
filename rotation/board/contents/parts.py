"""The parts of a board as they are kept. Texts and names are commitments: what is withdrawn is gone from here too.

A text is held only where the public could read it at that moment, a name only with the consent of that moment.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rotation.board.counts import Counts
from rotation.district.offices import Level
from rotation.record.tasks import State


@dataclass(frozen=True, slots=True)
class Named:
    """A place or an office, by its name and perhaps an English one."""

    name: str
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A member on duty: the name (a commitment) where they agreed, else "secretary" (or "troubleshooter") `position`.

    The position is None for somebody who serves in that place no more. `days` are the first and the last one of
    service where it is not the whole week.
    """

    member: str
    name: str | None
    position: int | None
    troubleshooter: bool = False
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Team:
    """Who serves in the village and its zone; where nobody does, whether that is as planned, and the office instead."""

    people: tuple[Person, ...] = ()
    troubleshooters: tuple[Person, ...] = ()
    is_closed: bool = False
    office: Named | None = None


@dataclass(frozen=True, slots=True)
class Hearings:
    """When and where people are heard this week."""

    days: tuple[date, ...]
    time: str
    place: str


@dataclass(frozen=True, slots=True)
class Committee:
    """How the village's committee is reached."""

    room: str
    hours: str
    phone: str


@dataclass(frozen=True, slots=True)
class Responsible:
    """The one responsible for a task: a member on duty, or an office."""

    person: Person | None = None
    office: Named | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """What happened last to a task (a kind of entry) and when; `report` is the last released one, and its day."""

    kind: str
    day: date
    report: str | None = None
    reported: date | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """A task as the board shows it; `unreleased` counts its texts that nobody has released."""

    number: str
    category: str
    title: str | None
    state: State
    level: Level
    pressing: bool
    deadline: date
    responsible: Responsible
    progress: Progress
    unreleased: int = 0
    same_as: str | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """What was promised for last week, and how it stands now.

    By the outgoing team in its note, in words (a commitment), by a task, or both; or by a task's deadline (`day`).
    """

    words: str | None = None
    matter: Matter | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question on a task, with its answer or by when it is answered; None: not released."""

    task: str
    asked: date
    words: str | None
    answer_by: date
    answered: date | None
    answer: str | None


@dataclass(frozen=True, slots=True)
class Helpers:
    """Helpers that are wanted on a task: how many, and for what, when and where."""

    task: str
    people: int
    words: str


@dataclass(frozen=True, slots=True)
class Helped:
    """Who has helped on a task: the names of those who agreed, and how many there were in all."""

    task: str
    names: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph that a secretary marked for the board."""

    day: date
    words: str


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that a board shows; the counts are those of the week before."""

    district: Named
    village: Named
    team: Team
    hearings: Hearings
    committee: Committee
    promises: tuple[Promise, ...]
    matters: tuple[Matter, ...]
    questions: tuple[Question, ...]
    wanted: tuple[Helpers, ...]
    helped: tuple[Helped, ...]
    paragraphs: tuple[Paragraph, ...]
    counts: Counts

    def people(self) -> Iterator[Person]:
        """Everybody who is shown."""
        yield from self.team.people
        yield from self.team.troubleshooters
        for matter in self.all_matters():
            if matter.responsible.person:
                yield matter.responsible.person

    def all_matters(self) -> Iterator[Matter]:
        """Every task that is shown, promised ones too."""
        yield from self.matters
        yield from (promise.matter for promise in self.promises if promise.matter)

    def commitments(self) -> Iterator[str]:
        """Every text and name that is shown."""
        held: list[str | None] = [person.name for person in self.people()]
        for matter in self.all_matters():
            held += (matter.title, matter.progress.report)
        for question in self.questions:
            held += (question.words, question.answer)
        held += (one.words for one in self.promises)
        held += (one.words for one in self.wanted)
        held += (one.words for one in self.paragraphs)
        held += (name for one in self.helped for name in one.names)
        yield from (one for one in held if one)
