"""The forms of villages, zones and offices."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l

from rotation.district.keeping import Facts, Known
from rotation.district.offices import Level, OfficeFacts
from rotation.district.villages import EVERY_WEEK, Village, VillageFacts, Zone, ZoneFacts
from web.dates import local_name, skill_name, weekday
from web.forms import Choice, Form, SomeOf, Submit, line
from web.naming import LEVELS
from web.planner.forms_facts import FactsForm, code_field, decimal, offered, whole

NOBODY_HERE = -1  # no row has this key: a code that the district does not know is refused with the other faults


class ZoneForm(FactsForm):
    """Everything that is said of a zone."""

    facts_kind = ZoneFacts

    name = line(_l("Name"))
    name_en = line(_l("English name"))
    troubleshooters = whole(_l("Troubleshooters each week"), default=0)
    lat = decimal(_l("Latitude"), description=_l("For example 32.115"))
    lon = decimal(_l("Longitude"), description=_l("For example 118.958"))
    submit = Submit(_l("Save"))

    def facts(self, known: Known, before: Any = None) -> ZoneFacts:  # noqa: ARG002 - it asks everything
        """The facts typed here."""
        return ZoneFacts(
            name=self.name.data,
            name_en=self.name_en.data,
            lat=self.lat.data,
            lon=self.lon.data,
            troubleshooters=self.troubleshooters.data or 0,
        )


class VillageForm(FactsForm):
    """What is said of a village; its rhythm, closed weeks and single wants have pages of their own."""

    facts_kind = VillageFacts

    name = line(_l("Name"))
    name_en = line(_l("English name"))
    zone = Choice(_l("Zone"))
    population = whole(_l("Inhabitants"))
    lat = decimal(_l("Latitude"), description=_l("For example 32.115"))
    lon = decimal(_l("Longitude"), description=_l("For example 118.958"))
    wants = SomeOf(_l("Skills wanted in every week"), description=_l("Single weeks can be added afterwards."))
    hearing_place = line(_l("Place of the hearing"))
    hearing_days = SomeOf(_l("Days of the hearing"), coerce=int)
    hearing_time = line(_l("Hour of the hearing"), description=_l("For example 08:30"), default="08:30")
    committee_room = line(_l("Room of the committee"))
    committee_hours = line(_l("Office hours of the committee"))
    committee_phone = line(_l("Telephone of the committee"), render_kw={"inputmode": "tel"})
    submit = Submit(_l("Save"))

    def offer(self, skills: Sequence[str], zones: Sequence[Zone]) -> None:
        """Fill in what there is to choose from."""
        self.wants.choices = offered((code, skill_name(code)) for code in skills)
        self.zone.choices = offered([("", "–"), *((zone.code, f"{zone.code} {local_name(zone)}") for zone in zones)])
        self.hearing_days.choices = offered((number, weekday(number)) for number in range(1, 8))

    def facts(self, known: Known, before: VillageFacts | None = None) -> VillageFacts:
        """The facts typed here, with the weeks that the form does not ask."""
        before = before or VillageFacts(name="")
        return replace(
            before,
            name=self.name.data,
            name_en=self.name_en.data,
            zone_id=_key(known.zones, self.zone.data),
            population=self.population.data,
            lat=self.lat.data,
            lon=self.lon.data,
            wants={**before.wants, EVERY_WEEK: self.wants.data or []},
            hearing_place=self.hearing_place.data,
            hearing_days=tuple(self.hearing_days.data or ()),
            hearing_time=self.hearing_time.data,
            committee_room=self.committee_room.data,
            committee_hours=self.committee_hours.data,
            committee_phone=self.committee_phone.data,
        )


class OfficeForm(FactsForm):
    """Everything that is said of an office."""

    facts_kind = OfficeFacts

    name = line(_l("Name"))
    name_en = line(_l("English name"))
    level = Choice(_l("Level"), choices=offered((level.value, LEVELS[level]) for level in Level))
    village = Choice(_l("Village"), description=_l("Only for a village's own office."))
    holder = line(_l("Holder"))
    deputy = line(_l("Deputy"), description=_l("Answers while the post is vacant or the holder is away."))
    phone = line(_l("Telephone"), render_kw={"inputmode": "tel"})
    submit = Submit(_l("Save"))

    def offer(self, villages: Sequence[Village]) -> None:
        """Fill in what there is to choose from."""
        self.village.choices = offered([("", "–"), *((one.code, f"{one.code} {local_name(one)}") for one in villages)])

    def facts(self, known: Known, before: Facts | None = None) -> OfficeFacts:  # noqa: ARG002 - it asks everything
        """The facts typed here."""
        return OfficeFacts(
            name=self.name.data,
            name_en=self.name_en.data,
            level=Level(self.level.data),
            village_id=_key(known.villages, self.village.data),
            holder=self.holder.data,
            deputy=self.deputy.data,
            phone=self.phone.data,
        )


class ReceivingForm(Form):
    """What an office above the villages receives."""

    place = Choice(_l("From"))
    category = Choice(_l("About"))
    submit = Submit(_l("Add"))

    def offer(self, places: Mapping[str, str], categories: Mapping[str, str]) -> None:
        """Fill in what there is to choose from, by code."""
        self.place.choices = offered([("", _l("the whole district")), *places.items()])
        self.category.choices = offered([("", _l("everything")), *categories.items()])


class NewZoneForm(ZoneForm):
    """The same for a new zone."""

    code = code_field()


class NewVillageForm(VillageForm):
    """The same for a new village."""

    code = code_field()


class NewOfficeForm(OfficeForm):
    """The same for a new office."""

    code = code_field()


def _key(keys: Mapping[str, int], code: str) -> int | None:
    return keys.get(code, NOBODY_HERE) if code else None
