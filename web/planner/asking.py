"""The page that asks once, in words, before something is done that no button undoes."""

from flask import render_template


def ask(title: str, *texts: str, yes: str, back: str) -> str:
    """The question; its button posts to the address of the page itself."""
    return render_template("planner/district/ask.html", title=title, texts=texts, yes=yes, back=back)
