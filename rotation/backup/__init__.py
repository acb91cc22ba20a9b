"""One file that holds everything: the database's rows, the photos and the secrets, each with its checksum.

The rows are written in a form of our own, the same for SQLite and PostgreSQL, so no database tools are needed
and what was saved on one engine can be restored on the other.
"""

from rotation.backup.archive import back_up
from rotation.backup.restoring import finish_restore, restore, restore_is_unfinished

__all__ = ["back_up", "finish_restore", "restore", "restore_is_unfinished"]
