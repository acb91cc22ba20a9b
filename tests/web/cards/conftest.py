"""A member with a card, for the tests of the door."""

import pytest

from tests.web.carrying import add_member, in_use, print_for


@pytest.fixture
def secret(app, clock):
    """The secret of a card that was just printed for the member m001."""
    app.config["WTF_CSRF_ENABLED"] = False
    add_member(app)
    return print_for(app)


@pytest.fixture
def used(app, secret):
    """The same, with its PIN set."""
    in_use(app, secret)
    return secret
