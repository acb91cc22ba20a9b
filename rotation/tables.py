"""Every table of the programme: importing this makes `Base.metadata` whole."""

from rotation import jobs
from rotation.board import uploads
from rotation.board.calendars import facts, guesses, links, marks
from rotation.district import leave, members, offices, training, villages, weeks
from rotation.record import (
    correspondence,
    diaries,
    diary_overview,
    follow_ups,
    ledger,
    lists,
    offers,
    receiving,
    sealing,
    searching,
    slips,
    suggesting,
    task_texts,
    tasks,
    tree,
    verdicts,
    voices,
)
from rotation.roster import knowing, rosters
from rotation.store import Base

__all__ = [
    "Base",
    "correspondence",
    "diaries",
    "diary_overview",
    "facts",
    "follow_ups",
    "guesses",
    "jobs",
    "knowing",
    "leave",
    "ledger",
    "links",
    "lists",
    "marks",
    "members",
    "offers",
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
    "verdicts",
    "villages",
    "voices",
    "weeks",
]
