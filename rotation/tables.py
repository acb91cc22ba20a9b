"""Every table of the programme: importing this makes `Base.metadata` whole."""

from rotation import jobs
from rotation.board import uploads
from rotation.board.calendars import facts, guesses, links, marks
from rotation.district import leave, members, offices, training, villages, weeks
from rotation.record import (
    correspondence,
    ledger,
    lists,
    receiving,
    sealing,
    searching,
    slips,
    suggesting,
    task_texts,
    tasks,
    tree,
)
from rotation.roster import knowing, rosters
from rotation.store import Base

__all__ = [
    "Base",
    "correspondence",
    "facts",
    "guesses",
    "jobs",
    "knowing",
    "leave",
    "ledger",
    "links",
    "lists",
    "marks",
    "members",
    "offices",
    "receiving",
    "rosters",
    "sealing",
    "searching",
    "slips",
    "suggesting",
    "task_texts",
    "tasks",
    "training",
    "tree",
    "uploads",
    "villages",
    "weeks",
]
