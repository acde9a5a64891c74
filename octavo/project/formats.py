"""Define the formats of an edition."""

from __future__ import annotations

from enum import Enum


class Format(Enum):
    """Represent a file format of a book; the value is its name in the configuration and in commands."""

    HTML = "html"
    EPUB = "epub"
    PDF = "pdf"
    #: The printed book on other paper, and in large print.
    LETTER = "letter.pdf"
    LARGE = "large-print.pdf"
    #: A tagged PDF for screen readers, converted from the EPUB.
    ACCESSIBLE = "accessible.pdf"
    #: The web site of a language, to open from a disk.
    ZIP = "zip"
    #: The web site of a language, for the offline reader Kiwix.
    ZIM = "zim"

    @property
    def is_site(self) -> bool:
        """Return whether there is one for each language, of the whole set."""
        return self in (Format.HTML, *SITE_COPIES)


#: Formats that are copies of the web site; a project names them in its configuration if it wants them.
SITE_COPIES = (Format.ZIP, Format.ZIM)


#: Formats that LaTeX sets, with the paper of each; that of the first is configured.
PRINTED = {Format.PDF: "", Format.LETTER: "letter", Format.LARGE: "large-print"}
