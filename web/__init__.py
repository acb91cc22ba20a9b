"""The site: thin rooms over the programme. `create_app` is its front door."""

from datetime import timedelta

from flask import Flask
from govuk_frontend_wtf.main import WTFormsHelpers
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from werkzeug.middleware.proxy_fix import ProxyFix

from rotation import settings as configuration
from rotation import store
from rotation.settings import Settings
from web import (
    accounts,
    assets,
    committee,
    dates,
    errors,
    feeds,
    field,
    language,
    menu,
    mine,
    naming,
    offices,
    offline,
    planner,
    public,
    roster_naming,
    security,
    sheets,
    tasks,
    titles,
)
from web.extensions import babel, csrf, db, limiter
from web.keys import Keys, keys
from web.public import fresh

__all__ = ["create_app"]

_MIB = 1024 * 1024


def create_app(settings: Settings | None = None) -> Flask:
    """The site for one installation; without `settings`, those of config.toml."""
    settings = settings or configuration.load()
    app = Flask(__name__, instance_path=str(settings.instance))
    secret = keys(settings.instance)
    app.extensions["keys"] = secret
    app.config.from_mapping(_configuration(settings, secret))
    app.extensions["settings"] = settings
    _trust_proxies(app, settings.site.trusted_proxies)
    _prepare_templates(app)
    _prepare_store(app)
    fresh.init_app(app)  # before limits and logins: a page that is at hand needs neither
    security.weigh_forms(app)  # before the first looks into one
    csrf.init_app(app)
    limiter.init_app(app)
    language.init_app(app)
    babel.init_app(app, locale_selector=language.chosen)  # type: ignore[no-untyped-call]  # as in extensions
    for room in (
        security,
        assets,
        errors,
        dates,
        naming,
        roster_naming,
        titles,
        accounts,
        menu,
        public,
        field,
        mine,
        feeds,
        committee,
        tasks,
        offices,
        offline,
        planner,
        sheets,
    ):
        room.init_app(app)
    return app


def _configuration(settings: Settings, secret: Keys) -> dict[str, object]:
    https = settings.site.public_url.startswith("https://")
    return {
        "SECRET_KEY": secret.session,
        "SECURITY_PASSWORD_SALT": secret.passwords,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {"pool_pre_ping": True},  # a database server may have been started anew meanwhile
        "MAX_CONTENT_LENGTH": settings.site.upload_mib * _MIB,
        "MAX_FORM_MEMORY_SIZE": security.MOST_OF_A_FORM,
        "MAX_FORM_PARTS": 1000,
        "BABEL_DEFAULT_LOCALE": settings.site.language,
        "BABEL_DEFAULT_TIMEZONE": "Asia/Shanghai",
        "PERMANENT_SESSION_LIFETIME": timedelta(days=2 * settings.login.card_days),
        "SESSION_COOKIE_SECURE": https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session: nobody loses a form for having thought it over
    }


def _trust_proxies(app: Flask, count: int) -> None:
    if count:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # the way Flask documents
            app.wsgi_app, x_for=count, x_proto=count, x_host=count
        )


def _prepare_templates(app: Flask) -> None:
    packages = {name: PackageLoader(name) for name in ("govuk_frontend_jinja", "govuk_frontend_wtf")}
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    own = PackageLoader("web")
    app.jinja_env.loader = ChoiceLoader([own, PrefixLoader(packages)])
    WTFormsHelpers(app)


def _prepare_store(app: Flask) -> None:
    db.init_app(app)
    with app.app_context():
        store.prepare(db.engine)
