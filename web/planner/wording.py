"""What costs, bounds, states and deeds are called on a planner's pages."""

from collections.abc import Callable, Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_babel.speaklater import LazyString

from web.planner.charts import gap
from web.planner.names import roster_name
from web.planner.room import room

TIER_NAMES = {
    "vacancies": _l("Empty seats"),
    "changes": _l("Changes against the published roster"),
    "unfairness": _l("Unfairness"),
    "wishes": _l("Unmet wishes"),
}
TIER_MEANINGS = {
    "vacancies": _l("Seats for which nobody could be found."),
    "changes": _l("Members and weeks that differ from the published roster: each is one notice."),
    "unfairness": _l("How far the members' terms are from their shares: the distances, squared and added up."),
    "wishes": _l("Points for every wish that is not met."),
}
_PROVEN = {
    "vacancies": _l("Proven: no roster fills more seats."),
    "changes": _l("Proven: no roster that fills as many seats changes less."),
    "unfairness": _l("Proven: no roster that fills as many seats and changes as little is fairer."),
    "wishes": _l("Proven: no roster that is as full and as fair meets more wishes."),
}
WISH_NAMES = {
    "unmet_skill": _l("A wanted skill is missing in the team"),
    "repeat_partner": _l("Two members serve together again"),
    "disliked": _l("A week or place that the member would rather not have"),
    "no_continuity": _l("Nobody in the team knows the village from the weeks before"),
    "repeat_village": _l("A member serves in the same village again"),
    "crowding": _l("Two terms of a member are close together"),
    "travel": _l("Way from home"),
}
COST_NAMES = {
    **{tier: name for tier, name in TIER_NAMES.items() if tier != "wishes"},
    **WISH_NAMES,
}
RULE_NAMES = {
    "rest_between_terms": _l("Rest between two terms of a member"),
    "only_their_role": _l("Members serve in their own role only"),
    "nobody_where_recused": _l("Members serve nowhere where they are recused"),
    "within_reach": _l("Members go no farther from home than their limit"),
    "apart_stay_apart": _l("Members who are kept apart are never in one team"),
    "at_most_max_terms": _l("Members have no more terms than agreed"),
    "a_lead_in_every_team": _l("Every team has a lead"),
    "pins_hold": _l("What is pinned stays"),
}
WISHES_SAID = {
    "unmet_skill": _l("wanted skills missing"),
    "repeat_partner": _l("members together again"),
    "disliked": _l("disliked weeks and places"),
    "no_continuity": _l("teams new to their village"),
    "repeat_village": _l("members in the same village again"),
    "crowding": _l("weeks too close together"),
    "travel": _l("points for the way home"),
}
STATUS_NAMES = {"draft": _l("Draft"), "published": _l("Published"), "superseded": _l("Superseded")}
JOB_STATES = {
    "queued": _l("Waiting"),
    "running": _l("Being solved"),
    "done": _l("Done"),
    "failed": _l("Failed"),
    "cancelled": _l("Cancelled"),
}
DEEDS = {
    "drafted": _l("Drafted by the solver"),
    "edited": _l("Edited by hand"),
    "pinned": _l("Pinned"),
    "unpinned": _l("Unpinned"),
    "updated": _l("Brought up to date"),
    "published": _l("Published"),
    "stood_in": _l("A stand-in took over"),
    "left_empty": _l("A seat left empty"),
    "swapped": _l("Two members have swapped"),
}


def proof(tier: str, cost: int, bound: int) -> str:
    """What a bound says of a cost, in plain words."""
    if cost == bound:
        return str(_PROVEN[tier])
    if tier != "vacancies" and not bound:
        return _("Not proven: nothing is known yet of how much could still be gained.")
    if tier == "vacancies":
        return _vacancies_proof(bound)
    return _("Not proven: at most %(gap)s %% could still be gained.", gap=f"{gap(cost, bound):.1f}")


def _vacancies_proof(bound: int) -> str:
    if not bound:
        return _("Not proven: perhaps all of these seats can be filled.")
    return ngettext(
        "Not proven: in every roster at least %(num)d seat stays empty.",
        "Not proven: in every roster at least %(num)d seats stay empty.",
        bound,
    )


def signed(value: float) -> str:
    """A difference with its sign: +3, 0, −1.25."""
    number = f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"
    return f"+{number}" if value > 0 else number.replace("-", "−")


def _named(names: Mapping[str, LazyString]) -> Callable[[str], str]:
    return lambda code: str(names[code]) if code in names else code


room.add_app_template_filter(_named(TIER_NAMES), "tier_name")
room.add_app_template_filter(_named(TIER_MEANINGS), "tier_meaning")
room.add_app_template_filter(_named(COST_NAMES), "cost_name")
room.add_app_template_filter(_named(RULE_NAMES), "rule_name")
room.add_app_template_filter(_named(WISHES_SAID), "wish_said")
room.add_app_template_filter(_named(STATUS_NAMES), "status_name")
room.add_app_template_filter(_named(JOB_STATES), "job_state")
room.add_app_template_filter(_named(DEEDS), "deed")
room.add_app_template_filter(signed)
room.add_app_template_filter(roster_name)
room.add_app_template_global(proof)
