"""The Flask extensions, made once; `create_app` ties them to an application."""

from flask_babel import Babel
from flask_limiter import Limiter
from flask_security.core import Security
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect

from rotation.store import Base
from web import counting

__all__ = ["babel", "csrf", "db", "limiter", "security"]


def _whence() -> str:
    from web.accounts.whence import household  # its package wants what is made here

    return household()


db = SQLAlchemy(model_class=Base)
babel = Babel()  # type: ignore[no-untyped-call]  # Flask-Babel types its functions only
csrf = CSRFProtect()
security = Security()

# An office shares one address, and an open job page asks every second: this stops floods, not people.
# What guards a secret is counted in rows of our own (accounts.tries), which outlast the server.
limiter = Limiter(
    _whence,
    default_limits=["1200 per minute"],
    storage_uri=f"{counting.SharedCounts.STORAGE_SCHEME[0]}://",
)
