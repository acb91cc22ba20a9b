"""The Flask extensions, made once; `create_app` ties them to an application."""

from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_security.core import Security
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect

from rotation.store import Base

__all__ = ["babel", "csrf", "db", "limiter", "security"]

db = SQLAlchemy(model_class=Base)
babel = Babel()  # type: ignore[no-untyped-call]  # Flask-Babel types its functions only
csrf = CSRFProtect()
security = Security()

# An office shares one address, and an open job page asks every second: this stops floods, not people.
# What guards a password is counted in rows of our own (accounts.tries), the same for every process.
limiter = Limiter(get_remote_address, default_limits=["1200 per minute"], storage_uri="memory://")
