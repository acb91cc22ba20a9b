"""A district with its offices, a member on duty in one village, and a login of each role."""

from rotation.district.members import Member
from rotation.district.offices import Level, Office
from rotation.district.villages import Village, district
from rotation.district.weeks import this_week
from rotation.roster.rosters import Line, Roster, Status, add_lines
from rotation.store import writing
from web.accounts import Role
from web.accounts.users import Belonging, add_user
from web.extensions import db

OFFICES = {  # code: level, village
    "o-v01": (Level.VILLAGE, "v01"),
    "o-v02": (Level.VILLAGE, "v02"),
    "o-town": (Level.TOWNSHIP, None),
    "o-dist": (Level.DISTRICT, None),
}
LOGINS = {  # login: role, office
    "committee": (Role.COMMITTEE, "o-v01"),
    "neighbours": (Role.COMMITTEE, "o-v02"),
    "township": (Role.TOWNSHIP, "o-town"),
    "department": (Role.DISTRICT, "o-dist"),
    "inspector": (Role.OFFICIAL, "o-town"),
}


def make_people(app):
    """Two villages; m01 serves in v01 this week, m02 in no village."""
    with app.app_context(), writing(db.session()) as session:
        home = district(session, "qixia").id
        villages = {code: Village(district_id=home, code=code, name=name) for code, name in VILLAGES.items()}
        session.add_all(villages.values())
        session.flush()
        offices = {}
        for code, (level, village) in OFFICES.items():
            key = villages[village].id if village else None
            offices[code] = Office(district_id=home, code=code, name=code, level=level, village_id=key, holder="王")
        session.add_all(offices.values())
        for login, (role, office) in LOGINS.items():
            add_user(session, login, None, roles=[role], belonging=Belonging(office=offices[office]))
        for code in ("m01", "m02"):
            member = Member(district_id=home, code=code, name=f"队员{code}")
            session.add(member)
            session.flush()
            add_user(session, code, None, roles=[Role.MEMBER], belonging=Belonging(member=member))
        _publish(session, home)


VILLAGES = {"v01": "石埠桥村", "v02": "太平村"}


def _publish(session, district_id):
    roster = Roster(district_id=district_id, number=1, start=this_week(), weeks=1, problem="{}")
    session.add(roster)
    session.flush()
    add_lines(session, roster, [Line(this_week(), "v01", "m01")])
    roster.version, roster.status = 1, Status.PUBLISHED
    session.flush()
