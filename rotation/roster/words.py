"""What the roster room says to people: names instead of codes, days instead of numbers of weeks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation.district.members import Member
from rotation.district.villages import Village, Zone
from rotation.district.weeks import Week
from rotation.errors import N_, Conflict
from solver import Sentence

WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
MONTHS = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"), N_("August"),
    N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip
DAY = N_("%(weekday)s %(day)s %(month)s")
DAY_OF_A_YEAR = N_("%(weekday)s %(day)s %(month)s %(year)s")
# Each language prints its own name of a place, and none of the other's.
PLACE = N_("%(english)s%(chinese).0s")
MOST_NAMED = 12

RULES: Mapping[str, str] = {
    "one_place_a_week": N_("%(member)s has two places in the week of %(week)s: %(other_place)s and %(place)s"),
    "nobody_while_away": N_("%(member)s is away in the week of %(week)s"),
    "rest_between_terms": N_("%(member)s has too little rest between the weeks of %(other_week)s and %(week)s"),
    "only_their_role": N_("%(member)s does not have the role that a seat in %(place)s needs (week of %(week)s)"),
    "nobody_where_recused": N_("%(member)s must not serve in %(place)s (week of %(week)s)"),
    "within_reach": N_("%(place)s is %(km).1f km from the home of %(member)s, who goes %(max_km).1f km at most"),
    "apart_stay_apart": N_("%(other)s and %(member)s are kept apart, but are both in %(place)s, week of %(week)s"),
    "at_most_max_terms": N_("%(member)s serves %(terms)s terms in this plan; the most is %(max_terms)s"),
    "a_lead_in_every_team": N_("Nobody in the full team of %(place)s in the week of %(week)s can lead it"),
    "no_more_than_seats": N_("%(place)s has %(seats)s seats in the week of %(week)s, but %(count)s members"),
    "pins_hold": N_("%(member)s is pinned to %(place)s in the week of %(week)s; unpin the seat first"),
    "known_and_open": N_("%(member)s cannot serve in %(place)s in the week of %(week)s: it is closed or unknown"),
}


class RuleBroken(Conflict):
    """Hard rules that would be broken; `broken` says each in words."""

    def __init__(self, broken: tuple[Sentence, ...]) -> None:
        super().__init__(N_("This would break a rule: %(rules)s."), rules="")
        self.broken = broken

    def text(self, translate: Callable[[str], str] = str) -> str:
        """The sentence with every rule in it."""
        rules = translate(N_("; ")).join(one.text(translate) for one in self.broken)
        return translate(self.template) % {"rules": rules}


@dataclass(frozen=True)
class Words:
    """The names of a district's members and places, by code, and the week from which weeks are counted."""

    members: Mapping[str, str]
    places: Mapping[str, tuple[str, str]]
    start: Week

    @staticmethod
    def of(session: Session, district_id: int, start: Week) -> "Words":
        """The words for a district, inactive members and places too."""
        people = session.execute(select(Member.code, Member.name).where(Member.district_id == district_id))
        places: dict[str, tuple[str, str]] = {}
        for kind in (Village, Zone):
            rows = select(kind.code, kind.name, kind.name_en).where(kind.district_id == district_id)
            places |= {code: (name, name_en) for code, name, name_en in session.execute(rows)}
        return Words(dict(people.all()), places, start)

    def member(self, code: str) -> str:
        """The member's name."""
        return self.members.get(code, code)

    def some(self, codes: tuple[str, ...]) -> Sentence:
        """How many members these are and, of not too many, who."""
        if len(codes) > MOST_NAMED:
            return Sentence(N_("%(count)s members"), {"count": len(codes)})
        names = tuple(self.member(code) for code in codes)
        return Sentence(N_("%(count)s (%(names)s)"), {"count": len(codes), "names": names})

    def place(self, code: str) -> Sentence:
        """The place's name, in the reader's language."""
        chinese, english = self.places.get(code, (code, code))
        return Sentence(PLACE, {"chinese": chinese, "english": english or chinese})

    def week(self, number: int) -> Sentence:
        """The Monday of the week with this number; with its year, where weeks are counted from one of another year."""
        week = self.start + number
        years = {one.monday.isocalendar().year for one in (self.start, week)}
        return week_in_words(week) if len(years) == 1 else day_in_words(week.monday, with_year=True)

    def broken(self, rule: str, detail: Sentence) -> Sentence:
        """A broken rule in words."""
        return self.said(RULES[rule], detail.values)

    def said(self, template: str, values: Mapping[str, Any]) -> Sentence:
        """A template whose values are codes and numbers of weeks, with names and days in their stead."""
        return Sentence(template, {name: self._said(name, value) for name, value in values.items()})

    def _said(self, name: str, value: Any) -> Any:
        if name in ("member", "other"):
            return self.member(value)
        if name in ("place", "other_place"):
            return self.place(value)
        return self.week(value) if name in ("week", "other_week") else value


def week_in_words(week: Week) -> Sentence:
    """The Monday of a week: 1月5日(周一), Mon 5 January."""
    return day_in_words(week.monday)


def day_in_words(day: date, *, with_year: bool = False) -> Sentence:
    """A day: 1月5日(周一), Mon 5 January; or with its year."""
    said = {"weekday": Sentence(WEEKDAYS[day.weekday()]), "day": day.day, "month": Sentence(MONTHS[day.month - 1])}
    return Sentence(DAY_OF_A_YEAR, said | {"year": day.year}) if with_year else Sentence(DAY, said)
