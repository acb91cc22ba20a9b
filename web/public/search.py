"""Search: by number, words, village, category and state; all that is found, some at a time."""

from collections.abc import Container, Sequence
from dataclasses import asdict, dataclass, replace

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from rotation.board.task_lists import listed
from rotation.district.villages import District, Village, villages
from rotation.district.villages import district as district_of
from rotation.district.weeks import today
from rotation.errors import InvalidInput
from rotation.record import numbers, slips
from rotation.record.searching import Search, found
from rotation.record.tasks import State
from web.extensions import db
from web.installation import settings
from web.naming import STATES
from web.public.fresh import fresh
from web.public.views import room
from web.public.which import of_one_district

AT_ONCE = 20
LONGEST = 200
MEANT_AS_NUMBERS = {*range(numbers.LENGTH - 2, numbers.LENGTH + 2), slips.LENGTH}  # eleven are a telephone's


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for, as it stands in the address; what cannot be is left out."""

    words: str = ""
    village: str = ""
    category: str = ""
    state: str = ""
    before: str = ""

    @staticmethod
    def here() -> "Asked":
        """What this request asks for."""
        return Asked(
            " ".join(request.args.get("words", "").split())[:LONGEST],
            request.args.get("village", "")[:LONGEST],
            _one_of("category", settings().categories),
            _one_of("state", [state.value for state in State]),
            numbers.digits_of(request.args.get("before", ""))[: numbers.LENGTH],
        )

    def address(self, **changed: str) -> dict[str, str]:
        """The same as the parameters of an address, with some changed."""
        return {name: said for name, said in asdict(replace(self, **changed)).items() if said}

    def finds(self, villages: Sequence[Village]) -> Search:
        """The search that it means among a district's villages."""
        place = next((village.id for village in villages if village.code == self.village), None)
        states = (State(self.state),) if self.state else ()
        return Search(self.words, place, self.category, states, self.before or None, AT_ONCE + 1)


def _one_of(name: str, known: Container[str]) -> str:
    said = request.args.get(name, "")
    return said if said in known else ""


@room.get("/search")
@fresh(kept=False)
def search() -> str | Response:
    """The one district's tasks; where there are several districts, their list."""
    return _led_on() or of_one_district(_page, "public.district_search", _("Search"), **Asked.here().address())


@room.get("/districts/<code>/search")
@fresh(kept=False)
def district_search(code: str) -> str | Response:
    """A district's tasks."""
    return _led_on() or _page(district_of(db.session(), code))


def _led_on() -> Response | None:
    """A number leads to its task, the code of a slip to what became of it; None where something else was typed."""
    typed = _digits()
    if len(typed) == slips.LENGTH:
        return redirect(url_for("public.slips", code=typed))
    return redirect(url_for("public.task", typed=typed)) if typed and not _mistyped() else None


def _mistyped() -> InvalidInput | None:
    """What is wrong with a number of a task that was typed; None where it is right, or no number."""
    if typed := _digits():
        try:
            numbers.parse(typed)
        except InvalidInput as error:
            return error
    return None


def _digits() -> str:
    """The digits of a task's number, whole or nearly, or of a slip's; "" where something else was typed."""
    typed = numbers.digits_of(request.args.get("words", "")[:LONGEST])
    return typed if len(typed) in MEANT_AS_NUMBERS else ""


def _page(district: District) -> str:
    asked, places = Asked.here(), villages(db.session(), district.id, inactive=True)
    tasks = found(db.session(), district.id, asked.finds(places))
    more = asked.address(before=tasks[AT_ONCE - 1].number) if len(tasks) > AT_ONCE else None
    return render_template(
        "public/search.html",
        district=district,
        villages=places,
        asked=asked,
        found=listed(db.session(), tasks[:AT_ONCE]),
        more=more,
        states=STATES,
        mistyped=_mistyped(),
        categories=settings().categories,
        today=today(),
    )
