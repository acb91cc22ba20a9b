"""A board as it is shown now: what was kept of its moment, less what was withdrawn since."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation.board.contents.parts import Content, Person
from rotation.district.members import Member
from rotation.record.sealing import sealed


@dataclass(frozen=True, slots=True)
class Shown:
    """A board's content with its texts: those that were withdrawn are not there. `agreed`: who may be named still."""

    content: Content
    texts: dict[str, str]
    agreed: frozenset[str]

    def text(self, commitment: str) -> str | None:
        """A text or a helper's name; None where it was withdrawn."""
        return self.texts.get(commitment)

    def name(self, person: Person) -> str | None:
        """The name of somebody who agreed when the board was issued, and does still."""
        return self.texts.get(person.name or "") if person.member in self.agreed else None


def shown(session: Session, content: Content, *more: str) -> Shown:
    """The content with its texts as they stand now, and `more` texts beside it."""
    texts = sealed(session, [*content.commitments(), *more])
    people = {person.member for person in content.people() if person.name}
    agreed = session.scalars(select(Member.code).where(Member.code.in_(people), Member.named_in_public))
    known = {one: row.content for one, row in texts.items() if row.content is not None}
    return Shown(content, known, frozenset(agreed))
