"""A form that was sent when the login had ended: kept in the pages on the way through the login, and nowhere else."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from flask import request

__all__ = ["KeptForm", "is_ours"]

_MOST = 5_000  # fields; a page that is made of more is made to burden the site
_NEVER_KEPT = ("csrf_token", "password", "submit", "resumed")


@dataclass(frozen=True, slots=True)
class KeptForm:
    """Where a form was to go (`url`), the page that it stood on, and what had been typed, name by name."""

    url: str
    page: str
    values: tuple[tuple[str, str], ...]

    @staticmethod
    def sent() -> "KeptForm | None":
        """The form that was just sent; None where it has more fields than a person sends."""
        if len(request.form) > _MOST or sum(map(len, request.form.listvalues())) > _MOST:
            return None
        return KeptForm(request.full_path.rstrip("?"), _came_from(), tuple(_typed()))

    @staticmethod
    def read(text: str) -> "KeptForm | None":
        """The form that `text` holds; None where it is none, or leads away from this site."""
        try:
            said = json.loads(text)
            values = tuple((str(name), str(value)) for name, value in said["values"])
            kept = KeptForm(str(said["url"]), str(said["page"]), values)
        except (ValueError, KeyError, TypeError):
            return None
        return kept if is_ours(kept.url) and is_ours(kept.page) else None

    def text(self) -> str:
        """The form as one hidden field carries it."""
        return json.dumps(asdict(self), ensure_ascii=False)


def is_ours(url: str) -> bool:
    """Whether an address is that of a page of this site: browsers read backslashes as slashes and skip tabs."""
    try:
        parts = urlsplit(url.replace("\\", "/"))
    except ValueError:  # no address at all, such as //[
        return False
    return url.isprintable() and url.startswith("/") and not url.startswith("//") and not (parts.scheme or parts.netloc)


def _typed() -> Iterator[tuple[str, str]]:
    for name, value in request.form.items(multi=True):
        if not name.endswith(_NEVER_KEPT):
            yield name, value


def _came_from() -> str:
    """The page of ours whose form was sent, as far as the browser says."""
    try:
        parts = urlsplit(request.referrer or "")
    except ValueError:
        parts = urlsplit("")
    path = "/" + (parts.path if parts.netloc == request.host else request.path).lstrip("/")
    return f"{path}?{parts.query}" if parts.query else path
