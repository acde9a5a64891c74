"""Write a catalog to its file, whole or not at all."""

from __future__ import annotations

from octavo.catalogs.po.messages import Catalog
from octavo.files import write_atomically


def write(catalog: Catalog) -> bool:
    """Write *catalog* to its path, whole or not at all; return whether the file changed."""
    data = catalog.text().encode("utf-8")
    if catalog.path.is_file() and catalog.path.read_bytes() == data:
        return False
    write_atomically(catalog.path, data)
    return True
