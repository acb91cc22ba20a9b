"""Every table of the programme: importing this makes `Base.metadata` whole."""

from rotation import jobs
from rotation.board import uploads
from rotation.district import leave, members, offices, training, villages, weeks
from rotation.record import ledger, sealing, tree
from rotation.roster import rosters
from rotation.store import Base

__all__ = [
    "Base",
    "jobs",
    "leave",
    "ledger",
    "members",
    "offices",
    "rosters",
    "sealing",
    "training",
    "tree",
    "uploads",
    "villages",
    "weeks",
]
