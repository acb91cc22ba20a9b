"""The form of a member."""

from flask_babel import lazy_gettext as _l

from rotation.district.keeping import Known
from rotation.district.members import MemberFacts, Role
from rotation.district.villages import Village, Zone
from web.dates import local_name, skill_name
from web.forms import SomeOf, Submit, Tick, line
from web.planner.choices import ROLES
from web.planner.forms_facts import FactsForm, Weeks, code_field, decimal, offered, whole


class MemberForm(FactsForm):
    """Everything that is said of a member."""

    facts_kind = MemberFacts

    name = line(_l("Full name"), render_kw={"autocomplete": "off"})
    phone = line(_l("Telephone"), render_kw={"inputmode": "tel", "autocomplete": "off"})
    roles = SomeOf(_l("Serves as"), choices=offered((role.value, ROLES[role]) for role in Role))
    skills = SomeOf(_l("Skills"))
    named_in_public = Tick(
        _l("Agrees to be named in public"),
        description=_l("Without this, pages and boards say “secretary 2” instead of the name."),
    )
    home = line(_l("Home"), description=_l("The address, for planners only."))
    lat = decimal(_l("Latitude of home"), description=_l("For example 32.115"))
    lon = decimal(_l("Longitude of home"), description=_l("For example 118.958"))
    max_km = decimal(_l("Farthest way to a place, in km"), description=_l("Empty: any distance."))
    max_terms = whole(_l("Most terms in one plan"), description=_l("Empty: no limit."))
    disliked_weeks = Weeks(_l("Weeks rather not"), description=_l("Like 2026-W03, 2026-W05. A wish, not a leave."))
    disliked_places = SomeOf(_l("Places rather not"), description=_l("A wish, not a recusal."))
    submit = Submit(_l("Save"))

    def offer(self, skills: list[str], places: list[Village | Zone]) -> None:
        """Fill in what there is to choose from."""
        self.skills.choices = offered((code, skill_name(code)) for code in skills)
        self.disliked_places.choices = offered((place.code, f"{place.code} {local_name(place)}") for place in places)

    def facts(self, known: Known, before: MemberFacts | None = None) -> MemberFacts:  # noqa: ARG002 - it asks everything
        """The facts typed here."""
        return MemberFacts(
            name=self.name.data,
            phone=self.phone.data,
            home=self.home.data,
            lat=self.lat.data,
            lon=self.lon.data,
            roles=tuple(self.roles.data or ()),
            skills=tuple(self.skills.data or ()),
            max_km=self.max_km.data,
            max_terms=self.max_terms.data,
            disliked_weeks=tuple(self.disliked_weeks.data or ()),
            disliked_places=tuple(self.disliked_places.data or ()),
            named_in_public=self.named_in_public.data,
        )


class NewMemberForm(MemberForm):
    """The same for a new member, who gets a number."""

    code = code_field()
