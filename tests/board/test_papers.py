"""PDFs that were made for printing do not outlive for long what was withdrawn since."""

import os

from rotation.board import papers


def test_what_was_made_more_than_a_day_ago_is_deleted(session, tmp_path):
    assert papers.sweep(session, tmp_path) == []
    there = papers.folder(tmp_path)
    there.mkdir()
    for name in ("old.pdf", "new.pdf", "turn.lock"):
        (there / name).touch()
    old = (papers.now() - papers.KEPT_FOR).timestamp() - 1
    for name in ("old.pdf", "turn.lock"):
        os.utime(there / name, (old, old))
    assert papers.sweep(session, tmp_path) == ["old.pdf"]
    assert {file.name for file in there.iterdir()} == {"new.pdf", "turn.lock"}
