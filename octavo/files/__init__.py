"""Write, lock and delete files so that nothing is lost: a change is done whole or not at all."""

from octavo.files.atomic import (
    FileChangedError,
    check_unchanged,
    content,
    name_below,
    text_or_empty,
    write_atomically,
    write_if_changed,
)
from octavo.files.lock import brief_lock, is_locked, lock
from octavo.files.remove import remove, remove_leftovers

__all__ = [
    "FileChangedError",
    "brief_lock",
    "check_unchanged",
    "content",
    "is_locked",
    "lock",
    "name_below",
    "remove",
    "remove_leftovers",
    "text_or_empty",
    "write_atomically",
    "write_if_changed",
]
