"""Load WeasyPrint, which prints HTML, and say what this machine lacks for it."""

from __future__ import annotations

import ctypes
import logging
import sys
from importlib.util import find_spec
from typing import Any

from octavo.errors import OctavoError, needs_extra

#: Debian's packages of the libraries that WeasyPrint loads.
DEBIAN_PACKAGES: tuple[str, ...] = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
#: The library that needs all the others.
_LIBRARY = "libpangoft2-1.0.so.0"
_REMEDY = f"On Debian: apt-get install {' '.join(DEBIAN_PACKAGES)}"


def lacking() -> str:
    """Return what is not installed and how to install it, as the rest of a sentence; nothing if HTML can be printed.

    Importing WeasyPrint takes a second, so it is not tried.
    """
    if find_spec("weasyprint") is None:
        return "WeasyPrint is not installed. Run: pip install 'octavo[pdf]'."
    if sys.platform != "linux":
        return ""  # the names of libraries differ; loading WeasyPrint says it
    try:
        ctypes.CDLL(_LIBRARY)
    except OSError:
        return f"Pango is not installed. {_REMEDY}."
    return ""


def load(feature: str) -> Any:
    """Return WeasyPrint's class of documents.

    :param feature: the subject of the sentence, if it cannot be loaded: "A proof as PDF"

    :raises OctavoError: WeasyPrint, or a library that it needs, is not installed
    """
    # Set before the import, because WeasyPrint logs its progress from then on.
    logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)
    with needs_extra("pdf", feature):
        try:
            from weasyprint import HTML  # takes a second to import
        except OSError as error:
            raise OctavoError(
                "library-missing", f"{feature} needs Pango, which is not installed", remedy=_REMEDY
            ) from error
    return HTML
