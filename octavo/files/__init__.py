"""Write, lock and delete files so that nothing is lost: a change is done whole or not at all."""

from octavo.files.atomic import FileChangedError, check_unchanged, content, write_atomically
from octavo.files.lock import is_locked, lock
from octavo.files.remove import remove, remove_leftovers

__all__ = [
    "FileChangedError",
    "check_unchanged",
    "content",
    "is_locked",
    "lock",
    "remove",
    "remove_leftovers",
    "write_atomically",
]
