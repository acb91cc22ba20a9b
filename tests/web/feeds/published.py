"""Rosters published by hand at a moment of the test's choosing, and feeds read back without any library."""

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rotation.district.members import Member
from rotation.district.villages import District, Village, Zone
from rotation.district.weeks import Week
from rotation.roster import amending
from rotation.roster.amended import Deed
from rotation.roster.amending import Amendment
from rotation.roster.editing import Change
from rotation.roster.rosters import Line, Roster, Status, add_lines, published
from solver import Costs, Difference, Wishes
from tests.conftest import ROOT

THIS = Week.parse("2026-W10")
SOME_PROBLEM = (ROOT / "tests" / "problems" / "tiny-1.json").read_text(encoding="utf-8")
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # Monday of THIS, 9:00 in China


def furnish(session: Session, district: District, prefix: str = "") -> None:
    """A zone with two villages and six members, of whom the even ones may not be named."""
    zone = Zone(district_id=district.id, code=f"{prefix}z1", name="东片", name_en="East", troubleshooters=1)
    session.add(zone)
    session.flush()
    for number, name, english in ((1, "钱家村", "Qianjia"), (2, "石埠村", "Shibu")):
        session.add(
            Village(
                district_id=district.id,
                code=f"{prefix}v{number}",
                name=name,
                name_en=english,
                zone_id=zone.id,
                hearing_place="村口大树下,第一棵; 晴天",
                committee_phone="025 8555 0101",
            )
        )
    for number, name in enumerate(("王秀英", "赵国强", "孙桂兰", "李建华", "周志刚", "吴海燕"), 1):
        named = number % 2 == 1
        session.add(
            Member(
                district_id=district.id,
                code=f"{prefix}m{number}",
                name=name,
                phone=f"1380013800{number}",
                named_in_public=named,
            )
        )
    session.flush()


def publish(session: Session, district: District, terms: Iterable[Line], at: datetime) -> Roster:
    """Put these terms in force as of `at`, in place of whatever was."""
    before = published(session, district.id)
    number = (session.scalar(select(func.max(Roster.number)).where(Roster.district_id == district.id)) or 0) + 1
    made = Roster(district_id=district.id, number=number, start=THIS, weeks=60, problem=SOME_PROBLEM, made_at=at)
    session.add(made)
    session.flush()
    add_lines(session, made, terms)
    if before is not None:
        before.status = Status.SUPERSEDED
        session.flush()
    made.version, made.published_at, made.published_by = number, at, "planner"
    made.status = Status.PUBLISHED
    session.flush()
    return made


def amend(session: Session, district: District, out: Iterable[Line], into: Iterable[Line]) -> Roster:
    """Put the roster in force with some terms instead of others in its place, as a stand-in does."""
    base = published(session, district.id)
    wanted = Amendment(base.id, Change(frozenset(out), frozenset(into)), Difference(Costs(), Wishes()))
    return amending.amend(session, district, wanted, by="planner", what=Deed.STOOD_IN)


def lines_of(body: bytes) -> list[str]:
    """The unfolded lines of a calendar."""
    return body.decode().replace("\r\n ", "").split("\r\n")[:-1]


def events_of(body: bytes) -> dict[str, dict[str, str]]:
    """The events of a calendar by UID: properties without their parameters, those of alarms left out."""
    found: dict[str, dict[str, str]] = {}
    inside: list[str] = []
    event: dict[str, str] = {}
    for line in lines_of(body):
        name, _, value = line.partition(":")
        if name == "BEGIN":
            inside.append(value)
            event = {} if value == "VEVENT" else event
        elif name == "END":
            inside.pop()
            if value == "VEVENT":
                assert event["UID"] not in found, "a UID stands twice"
                found[event["UID"]] = event
        elif inside and inside[-1] == "VEVENT":
            event[name.partition(";")[0]] = value
    return found
