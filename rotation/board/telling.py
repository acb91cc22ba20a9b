"""What people are told of the roster: what has changed for them, who is asked to stand in, what became of a swap.

Each message is put into the outbox (rotation.notices) in the unit of work that changes what it is about.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from rotation import notices
from rotation.board.calendars.events import Tongue
from rotation.board.tongue import tongue
from rotation.channels import languages
from rotation.district.villages import District
from rotation.district.weeks import CHINA, Week
from rotation.errors import N_
from rotation.notices import Message
from rotation.roster.changes import Notice, surprises
from rotation.roster.openings import Ask, Opening, State, days_of
from rotation.roster.rosters import Roster, lines
from rotation.roster.swaps import State as Swapped
from rotation.roster.swaps import Swap
from rotation.roster.words import Words, day_in_words
from rotation.settings import Settings
from rotation.store import now

OFFERED = ":offered"
ASKED = N_("Somebody is needed in %(place)s from %(first)s on. The first yes wins. Please answer until %(until)s.")
ASKED_IN_PART = N_(
    "Somebody is needed in %(place)s from %(first)s to %(last)s. The first yes wins. Please answer until %(until)s."
)
ENDED = {
    Swapped.DONE: N_("Your swap is done: you serve in %(place)s in the week of %(week)s."),
    Swapped.DECLINED: N_("%(other)s cannot swap with you. Your term stays as it is."),
    Swapped.WITHDRAWN: N_("%(other)s has withdrawn the offer to swap. Your term stays as it is."),
    Swapped.REFUSED: N_("The planner has not approved of the swap. Your term stays as it is."),
    Swapped.EXPIRED: N_("Nobody answered the offer to swap in time. Your term stays as it is."),
    Swapped.OVERTAKEN: N_("The roster has changed, and the swap has lapsed. Look at your terms."),
}


@dataclass(frozen=True)
class Post:
    """A district's outbox: its settings, a language to speak in, the names of its people and places.

    `languages` are those that people have chosen; whoever has chosen none is told in the site's own.
    """

    session: Session
    settings: Settings
    district: District
    tongue: Tongue
    words: Words
    languages: Mapping[str, str]

    @staticmethod
    def of(session: Session, settings: Settings, district: District) -> "Post":
        """The outbox of a district, in the site's language."""
        words = Words.of(session, district.id, Week.of(now().astimezone(CHINA).date()))
        return Post(session, settings, district, tongue(settings.site.language), words, languages(session))

    def speaking_to(self, somebody: str) -> "Post":
        """The same, in the language that somebody has chosen."""
        chosen = self.languages.get(somebody)
        return replace(self, tongue=tongue(chosen)) if chosen else self

    def tell(self, key: str, to: str, title: str, body: str, path: str, *, at: datetime | None = None) -> bool:
        """Put a message into the outbox; False where it was there before."""
        link = self.settings.site.public_url.rstrip("/") + path
        message, where = Message(title, body, link), self.district.id
        made = notices.tell(self.session, self.settings.notices, where, self.key(key), to, message, at=at)
        return made is not None

    def key(self, key: str) -> str:
        """A key of this district's."""
        return f"{self.district.code}:{key}"

    def week(self, week: Week) -> str:
        """The Monday of a week."""
        return self.day(week.monday)

    def day(self, day: date) -> str:
        """A day."""
        return day_in_words(day).text(self.tongue.translate)

    def place(self, code: str) -> str:
        """A place by its name."""
        return self.words.place(code).text(self.tongue.translate)


def published(post: Post, roster: Roster, before: Roster | None, *, today: date) -> list[str]:
    """Tell exactly those for whom a new version says something else of this week or later; returns whom."""
    was = lines(post.session, before) if before else []
    changed = surprises(was, lines(post.session, roster), Week.of(today))
    by_member: dict[str, list[Notice]] = {}
    for one in changed:
        by_member.setdefault(one.member, []).append(one)
    for member, theirs in sorted(by_member.items()):
        mine = post.speaking_to(member)
        all_new = all(one.before is None for one in theirs)
        title = mine.tongue.say(N_("You have new terms") if all_new else N_("Your terms have changed"))
        body = "\n".join(_change(mine, one) for one in theirs)
        post.tell(f"published:{roster.version}:{member}", member, title, body, "/mine/")
    return sorted(by_member)


def _change(post: Post, one: Notice) -> str:
    before, after = _served(post, one.before, one.days_before), _served(post, one.after, one.days_after)
    if one.before is None:
        template = N_("Week of %(week)s: you serve in %(after)s.")
    elif one.after is None:
        template = N_("Week of %(week)s: you do not serve in %(before)s any more.")
    else:
        template = N_("Week of %(week)s: you serve in %(after)s, not in %(before)s as before.")
    return post.tongue.say(template, week=post.week(one.week), before=before, after=after)


def _served(post: Post, place: str | None, days: Sequence[date]) -> str:
    if not place or not days:
        return post.place(place) if place else ""
    template = N_("%(place)s (%(first)s to %(last)s)")
    return post.tongue.say(template, place=post.place(place), first=post.day(days[0]), last=post.day(days[1]))


def asked(post: Post, opening: Opening, asks: Iterable[Ask]) -> None:
    """Ask members of a round whether they can stand in, for the days that are left."""
    for ask in asks:
        mine, day = post.speaking_to(ask.member), ask.asked_at.astimezone(CHINA).date()
        first, last = days_of(post.session, post.district, [opening], day)[opening.id]
        body = mine.tongue.say(
            ASKED if last == opening.week.sunday else ASKED_IN_PART,
            place=mine.place(opening.place),
            first=mine.day(max(first, day)),
            last=mine.day(last),
            until=_moment(mine, opening.until),
        )
        title = mine.tongue.say(N_("Can you stand in?"))
        post.tell(f"asked:{opening.id}:{ask.member}", ask.member, title, body, "/mine/asked", at=ask.asked_at)


def _moment(post: Post, at: datetime | None) -> str:
    if at is None:
        return ""
    there = at.astimezone(CHINA)
    return post.tongue.say(N_("%(day)s, %(time)s"), day=post.day(there.date()), time=f"{there:%H:%M}")


def spared(post: Post, opening: Opening, members: Iterable[str]) -> None:
    """Tell those who were asked and have not answered that nobody is looked for any more."""
    filled = opening.state is State.FILLED
    template = (
        N_("The term in %(place)s, week of %(week)s, is filled. Thank you for having been ready.")
        if filled
        else N_("Nobody is looked for any more for the term in %(place)s, week of %(week)s. Thank you.")
    )
    for member in members:
        mine = post.speaking_to(member)
        body = mine.tongue.say(template, place=mine.place(opening.place), week=mine.week(opening.week))
        title = mine.tongue.say(N_("You need not answer any more"))
        notices.drop(post.session, [post.key(f"asked:{opening.id}:{member}")])
        post.tell(f"spared:{opening.id}:{member}", member, title, body, "/mine/asked")


def offered(post: Post, swap: Swap) -> None:
    """Tell a member that another one would like to swap."""
    mine = post.speaking_to(swap.other)
    body = mine.tongue.say(
        N_(
            "%(member)s would serve in your place in %(other_place)s in the week of %(other_week)s, if you serve in "
            "%(place)s in the week of %(week)s. Please answer until %(until)s."
        ),
        member=mine.words.member(swap.member),
        other_place=mine.place(swap.other_place),
        other_week=mine.week(swap.other_week),
        place=mine.place(swap.place),
        week=mine.week(swap.week),
        until=_moment(mine, swap.until),
    )
    post.tell(f"swap:{swap.id}{OFFERED}", swap.other, mine.tongue.say(N_("Would you swap?")), body, "/mine/swaps")


def swap_ended(post: Post, swap: Swap) -> None:
    """Tell both members how it ended, but whoever ended it themselves."""
    for member, other, week, place in (
        (swap.member, swap.other, swap.other_week, swap.other_place),
        (swap.other, swap.member, swap.week, swap.place),
    ):
        by_themselves = {Swapped.DECLINED: swap.other, Swapped.WITHDRAWN: swap.member}.get(swap.state)
        if member != by_themselves:
            mine = post.speaking_to(member)
            title = mine.tongue.say(N_("Your swap"))
            names = {"other": post.words.member(other), "place": mine.place(place), "week": mine.week(week)}
            body = mine.tongue.say(ENDED[swap.state], **names)
            post.tell(f"swap:{swap.id}:{swap.state}:{member}", member, title, body, "/mine/swaps")
