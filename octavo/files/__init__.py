"""Write, lock and delete files so that nothing is lost: a change is done whole or not at all."""

from octavo.files.atomic import write_atomically

__all__ = ["write_atomically"]
