"""Under which key what a form says is stored once, however often it is sent.

Each page has a key of its own. Who goes back to a page and sends it with other words says something else: with the
page's key alone it would be taken for what was sent before, and be lost.
"""

import hashlib
import json

from web.forms import Form

__all__ = ["key_of"]

_NOT_SAID = {"csrf_token", "sent_as", "after", "receipt", "submit"}
_LENGTH = 20


def key_of(form: Form) -> str:
    """The key of what a form with a field `sent_as` says; "" where its page had none."""
    said = sorted((field.short_name, str(field.data)) for field in form if field.short_name not in _NOT_SAID)
    return f"{form['sent_as'].data}-{_digest(said)}" if form["sent_as"].data else ""


def _digest(said: list[tuple[str, str]]) -> str:
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:_LENGTH]
