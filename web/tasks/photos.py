"""Photos of a task: added by those who may write about it, and seen by everybody once they are released."""

from flask import make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from rotation.district.villages import Village
from rotation.errors import InvalidInput
from rotation.record import photos as stored
from rotation.record import states, task_texts
from rotation.record.cases import case_of
from rotation.record.task_texts import Use
from rotation.record.tasks import task as task_of
from rotation.record.work import may_read
from rotation.store import now
from web.accounts import Actor, actor
from web.extensions import db
from web.forms import refuse
from web.hand import hand_in
from web.installation import settings
from web.task_desk import Desk, at_task
from web.tasks.forms import PhotoForm
from web.tasks.room import photos, room
from web.tasks.steps import done, made


@room.route("/tasks/<number>/photo", methods=["GET", "POST"])
def add_photo(number: str) -> str | Response:
    """Add a photo."""
    here = at_task(number)
    states.require(here.task, "picture", case_of(here.session, here.task, here.hand, now()))
    form, problem = PhotoForm(data={"seen": str(here.task.last_entry)}), ""
    if form.validate_on_submit():
        problem = _added(here, form)
        if not (problem or form.errors):
            return done(here, _l("The photo is added. Release it when everybody may see it."))
    return render_template("tasks/photo.html", here=here, form=form, problem=problem)


def _added(here: Desk, form: PhotoForm) -> str:
    """The file is on the disk before the row that names it."""
    uploaded = form.photo.data.read() if form.photo.data else b""
    if not uploaded:
        form.photo.errors = [_("Choose a photo.")]
        return ""
    try:
        name = stored.store(here.settings.instance, uploaded)
    except InvalidInput as error:
        refuse(form, error)
        return ""
    use = Use(form.use.data)
    return made(
        here,
        form,
        {"pictured"},
        lambda session, task: task_texts.add_photo(session, task, here.hand, name, use=use),
        name,
        use,
    )


@photos.get("/<name>.jpg")
def photo(name: str) -> Response:
    """A photo: for everybody where it is released, else for those who may read all about its task."""
    found = task_texts.photos_named(db.session(), name)
    public = any(released for _task, released in found)
    if not public and not any(_may_see(number) for number, _released in found):
        raise NotFound
    response = make_response(stored.path(settings().instance, name).read_bytes())
    response.mimetype = "image/jpeg"
    response.headers["Cache-Control"] = "no-cache" if public else "private, no-store"
    response.set_etag(name)
    return response.make_conditional(request)


def _may_see(number: str) -> bool:
    asking = actor()
    return asking is not None and _reads(asking, number)


def _reads(asking: Actor, number: str) -> bool:
    session = db.session()
    task = task_of(session, number)
    village = session.get_one(Village, task.village_id)
    return asking.district_id == task.district_id and may_read(session, task, hand_in(session, asking, village))
