"""Kinds of entries: what may happen, by its name in the ledger, and what the payload of such an entry holds.

Values that are texts, photos, accounts or names are commitments; `by`, the account of the one who did it, may
stand in every entry. What an entry says of a task (state, holder, deadline, sums …) is all that is known of it:
the table of tasks is made from nothing else.
"""

from dataclasses import dataclass

from rotation.errors import N_


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: its name for people, and the names of what its payload may hold."""

    said: str
    holds: frozenset[str]


def _kind(said: str, *holds: str) -> Kind:
    return Kind(said, frozenset(holds))


# Who is responsible: an office by its code, or a member (sealed) by place and week; `until_team` where the office
# answers only until a team comes.
HOLDER = ("holder", "office", "who", "place", "week", "until_team")

KINDS = {
    # tasks
    "opened": _kind(N_("opened"), "state", "category", "level", "urgency", "pressing", "deadline", *HOLDER),
    "assigned": _kind(N_("given to the one responsible"), "state", "level", "reason", *HOLDER),
    "taken": _kind(N_("taken by the troubleshooter"), "state", "level", "reason", *HOLDER),
    "begun": _kind(N_("under way"), "state"),
    "reported": _kind(N_("progress reported"), "text"),
    "finished": _kind(N_("done, says the one responsible"), "state", "text"),
    "confirmed": _kind(N_("confirmed"), "state", "whose", "spoken", "content"),
    "reopened": _kind(N_("reopened: not solved"), "state", "whose", "spoken", "content", "deadline", *HOLDER),
    "declined": _kind(N_("declined"), "state", "reason"),
    "joined": _kind(N_("the same as another task"), "state", "same_as"),
    "escalated": _kind(N_("passed up to the next level"), "state", "level", "deadline", "why", "reason", *HOLDER),
    "passed": _kind(N_("responsibility passed on"), "why", "level", *HOLDER),
    "marked": _kind(N_("marked as pressing, or no longer"), "pressing", "reason"),
    "linked": _kind(N_("a complaint or a finding belongs to it"), "item"),
    # what villagers say about it, themselves or by word of mouth
    "echoed": _kind(N_("somebody says: me too"), "spoken"),
    "questioned": _kind(N_("a question to the committee"), "text", "answer_by", "spoken"),
    "answered": _kind(N_("the committee's answer"), "text", "question"),
    "offered": _kind(N_("somebody offers to take part"), "text", "spoken"),
    "called": _kind(N_("helpers asked for"), "people", "text"),
    "call_closed": _kind(N_("no more helpers asked for"), "call"),
    "accepted": _kind(N_("an offer accepted"), "offer"),
    "helped": _kind(N_("somebody has helped"), "offer", "helper"),
    "judged": _kind(N_("a villager's verdict"), "solved", "content", "spoken", "with_code", "look_by"),
    "looked": _kind(N_("the team has looked at what was said to be unsolved"), "verdict"),
    "noted": _kind(N_("a secretary's paragraph for the board"), "text", "day"),
    # from one team to the next: `texts` are promises for the board, `note` is what was written or read
    "handed": _kind(N_("a handover note written"), "week", "note", "texts", "tasks"),
    "signed": _kind(N_("a handover signed by the next team"), "week", "note"),
    # money, in fen
    "asked": _kind(N_("money asked for"), "fen", "reason", "asked_level"),
    "granted": _kind(N_("money granted"), "fen", "reason"),
    "refused": _kind(N_("money refused"), "fen", "reason"),
    "spent": _kind(N_("money spent"), "fen", "reason"),
    # texts and photos
    "written": _kind(N_("text written"), "title", "summary"),
    "pictured": _kind(N_("photo added"), "photo", "use"),
    "released": _kind(N_("released for the public"), "texts"),
    "withdrawn": _kind(N_("withdrawn"), "texts", "why"),
    "erased": _kind(N_("erased"), "texts", "why"),
}
