"""Write a catalog to its file, whole or not at all, and never over what somebody saved meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from octavo.catalogs.po.messages import Catalog
from octavo.errors import OctavoError
from octavo.files import FileChangedError, content, write_atomically
from octavo.files.atomic import ANYTHING

_T = TypeVar("_T")
#: How often a command reads catalogs again that were saved while it worked. Nobody saves so often.
_ATTEMPTS = 10


def write(catalog: Catalog) -> bool:
    """Write *catalog* to its path and replace any file there. Return whether the file changed."""
    return _write(catalog, ANYTHING)


def replace_read(catalog: Catalog, read: Catalog | None) -> bool:
    """Write *catalog* to its path, which must be as it was *read*; return whether the file changed.

    :param read: ``None``, or a catalog that was not read from a file, if there was none
    :raises FileChangedError: it was saved since; it is unchanged
    """
    return _write(catalog, read.data if read else None)


def until_unchanged(work: Callable[[], _T]) -> _T:
    """Return the result of *work*, which reads and replaces catalogs; do it again if one was saved meanwhile.

    :raises OctavoError: catalogs were saved all the time
    """
    for _ in range(_ATTEMPTS):
        try:
            return work()
        except FileChangedError as error:
            path = error.path
    raise OctavoError(
        "catalog-changed", "the catalog changes all the time, so it was not written",
        remedy="End the program that writes it, and run the command again", path=path,
    )  # fmt: skip


def _write(catalog: Catalog, before: object) -> bool:
    data = catalog.text().encode("utf-8")
    if content(catalog.path) == data:
        return False
    write_atomically(catalog.path, data, before=before)  # type: ignore[arg-type]  # one of the two above
    return True
