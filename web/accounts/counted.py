"""With what a try at a password or a code is counted, so that guessing ends soon and no stranger keeps an owner out.

A browser in which the login was open before is counted by itself, and by nothing else. All others are strangers:
each household has a few tries at a login, and all of them together have more, within an hour, but no more than that,
from however many addresses they come.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from web.accounts import known_here, tries
from web.accounts.models import User
from web.accounts.tries import Limit
from web.accounts.whence import household
from web.installation import settings

__all__ = ["Counts", "of_code", "of_password"]

_HOUR_MINUTES = 60


@dataclass(frozen=True, slots=True)
class Counts:
    """Where a try is counted: among one's own, and where `shared` says so, among those of everybody else."""

    own: str
    shared: str = ""

    def charge(self, session: Session) -> int:
        """Count a try; 0, or where there were too many, how many minutes to wait. What one must wait for is not tried.

        Belongs in a unit of work of its own that is committed before the secret is looked at.
        """
        for what, limit in self._limits():
            if not tries.charge(session, what, limit):
                return max(limit.wait_minutes, 1)
        return 0

    def forgive(self, session: Session) -> None:
        """The secret was right: one's own tries are forgotten, those of others are not."""
        tries.forgive(session, self.own)
        if self.shared:
            tries.take_back(session, self.shared)

    def _limits(self) -> list[tuple[str, tries.Limits]]:
        limits = settings().login
        shared = [(self.shared, Limit(limits.tries_in_all, _HOUR_MINUTES))] if self.shared else []
        return [(self.own, limits), *shared]


def of_password(user: User | None, username: str) -> Counts:
    """For a try at the password of a login, which is `user`'s where there is one of that name."""
    number = known_here.number(user)
    if number is not None:
        return Counts(f"password known {number}")
    return Counts(f"password from {household()} {username}", f"password {username}")


def of_code(user: User) -> Counts:
    """For a try at the code of `user`, whose password was right: of those who never showed one there are few."""
    number = known_here.number(user, with_code=True)
    return Counts(f"code {user.username}" if number is None else f"code known {number}")
