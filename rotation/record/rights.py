"""Who may: the team on duty in a village, the officials who inspect it, its committee, and the planner."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation.district.offices import Office
from rotation.district.villages import Village
from rotation.district.weeks import Week
from rotation.errors import N_, Conflict, NotAllowed
from rotation.record.duty import Duty, day_of, duty, duty_at, week_of
from rotation.record.roles import Hand, Role

DAYS_TO_FINISH = timedelta(days=2)
Acting = tuple[Village, Hand]  # somebody in a village of a district; in several they may act in several roles


def in_team(session: Session, hand: Hand, village: Village, week: Week) -> bool:
    """Whether somebody is a secretary of the village's team in a week."""
    if hand.role is not Role.SECRETARY or hand.member is None:
        return False
    return hand.member in duty(session, village.district_id, week, [village.id]).team(village.id)


def inspects(session: Session, hand: Hand, village: Village) -> bool:
    """Whether an official sees to the village: it is named, or none is and their office is its own or one above it."""
    return bool(inspected(session, [(village, hand)]))


def inspected(session: Session, acting: Sequence[Acting]) -> list[Village]:
    """Those villages of a district to which somebody sees as an official."""
    officials = [(village, hand) for village, hand in acting if hand.role is Role.OFFICIAL]
    offices = _offices(session, [one for one in officials if not one[1].villages])
    return [
        village
        for village, hand in officials
        if village.code in hand.villages
        or (not hand.villages and hand.office in offices and offices[hand.office] in {None, village.id})
    ]


def in_committee(session: Session, hand: Hand, village: Village) -> bool:
    """Whether somebody speaks for the village's committee."""
    return bool(spoken_for(session, [(village, hand)]))


def spoken_for(session: Session, acting: Sequence[Acting]) -> list[Village]:
    """Those villages of a district for whose committees somebody speaks."""
    speaking = [(village, hand) for village, hand in acting if hand.role is Role.COMMITTEE]
    offices = _offices(session, speaking)
    return [village for village, hand in speaking if offices.get(hand.office) == village.id]


def decides(session: Session, hand: Hand, village: Village, at: datetime) -> bool:
    """Whether somebody says what becomes of what was said: who is on duty now, or where nobody is, the office there."""
    return bool(decided(session, [(village, hand)], at))


def decided(session: Session, acting: Sequence[Acting], at: datetime) -> list[Village]:
    """Those villages of a district in which somebody says what becomes of what was said."""
    if not acting:
        return []
    on_duty = duty_at(session, acting[0][0].district_id, at, [village.id for village, _hand in acting])
    return [village for village, hand in acting if _is_for(on_duty, hand, village)]


def _is_for(on_duty: Duty, hand: Hand, village: Village) -> bool:
    team = on_duty.team(village.id)
    if team:
        return hand.role is Role.SECRETARY and hand.member in team
    office = on_duty.office(village.id)
    return office is not None and hand.office == office.code


def require_team(session: Session, hand: Hand, village: Village, week: Week) -> None:
    """Raise NotAllowed unless somebody is in the village's team of the week."""
    if not in_team(session, hand, village, week):
        raise NotAllowed(
            N_("Only the team that serves in %(village)s in the week %(week)s can do this."),
            village=village.name,
            week=str(week),
        )


def require_team_then_or_now(session: Session, hand: Hand, village: Village, day: date, at: datetime) -> None:
    """Raise NotAllowed unless somebody is in the team of now, or in that of a day's week and still finishing it."""
    if in_team(session, hand, village, week_of(at)):
        return
    require_team(session, hand, village, Week.of(day))
    require_unfinished(day, at)


def require_unfinished(day: date, at: datetime) -> None:
    """Raise Conflict for a day whose team has had its two days after the week to finish what it wrote."""
    if day_of(at) > Week.of(day).sunday + DAYS_TO_FINISH:
        raise Conflict(N_("The week of this day is over, and what its team wrote is finished."))


def require_inspector(session: Session, hand: Hand, village: Village) -> None:
    """Raise NotAllowed unless somebody inspects the village."""
    if not inspects(session, hand, village):
        raise NotAllowed(N_("Only the officials who inspect %(village)s can do this."), village=village.name)


def require_committee(session: Session, hand: Hand, village: Village) -> None:
    """Raise NotAllowed unless somebody speaks for the village's committee."""
    if not in_committee(session, hand, village):
        raise NotAllowed(N_("Only the committee of %(village)s can do this."), village=village.name)


def require_decider(session: Session, hand: Hand, village: Village, at: datetime) -> None:
    """Raise NotAllowed unless somebody may say what becomes of what was said in the village."""
    if not decides(session, hand, village, at):
        raise NotAllowed(
            N_("Only the team that serves in %(village)s now, or its office while no team is there, can do this."),
            village=village.name,
        )


def require_planner(hand: Hand, district_id: int) -> None:
    """Raise NotAllowed unless it is a planner of this district."""
    if not hand.plans(district_id):
        raise NotAllowed(N_("Only the planner can do this."))


def _offices(session: Session, acting: Sequence[Acting]) -> dict[str | None, int | None]:
    """Of the offices for which somebody acts, by code: the village of each (its key), None for one above them."""
    if not any(hand.office for _village, hand in acting):
        return {}
    query = select(Office).where(
        Office.code.in_({hand.office for _village, hand in acting}),
        Office.district_id == acting[0][0].district_id,
        Office.active,
    )
    return {office.code: office.village_id for office in session.scalars(query)}
