"""What waits to be released, task by task: each text in its words, each task a link to where it is released."""

from itertools import groupby

from flask import render_template

from rotation.record.releasing import waiting_for_release
from rotation.record.task_texts import PHOTOS
from web.committee.room import desk, room
from web.titles import titles_of


@room.get("/releases")
def releases() -> str:
    """What waits to be released."""
    here = desk()
    found = waiting_for_release(here.session, here.village)
    titles = titles_of(here.session, {one.task for one in found})
    groups = [(task, list(texts)) for task, texts in groupby(found, key=lambda one: one.task)]
    return render_template("committee/releases.html", village=here.village, groups=groups, titles=titles, photos=PHOTOS)
