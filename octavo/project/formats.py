"""Define the formats of an edition, with all that is known of each in one table."""

from __future__ import annotations

from dataclasses import dataclass
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

    @property
    def facts(self) -> FormatFacts:
        """Return the row of the format in :data:`FACTS`."""
        return FACTS[self]


@dataclass(frozen=True, slots=True)
class FormatFacts:
    """Store what planner, downloads page and feeds need to know about a format.

    :ivar seconds: default seconds of its task for a guide of a hundred pages; only their order matters
    :ivar group: the heading above it on the downloads page: the device of its reader
    :ivar purpose: the sentence about it on the downloads page
    :ivar label: its name for readers, if it is more than its abbreviation
    :ivar media_type: the media type of its file in the feeds of books; empty if they do not list it
    """

    seconds: float
    group: str = ""
    purpose: str = ""
    label: str = ""
    media_type: str = ""


_PDF = "application/pdf"
_ON_PAPER, _OFFLINE = "On paper", "Without internet"
#: The facts of each format; a test requires a row for every format.
FACTS = {
    Format.HTML: FormatFacts(8.0),
    Format.EPUB: FormatFacts(
        3.0,
        "On a phone, tablet or e-reader",
        "For phones, tablets and e-readers: the text fits every screen.",
        media_type="application/epub+zip",
    ),
    Format.PDF: FormatFacts(15.0, _ON_PAPER, "For printing.", media_type=_PDF),
    Format.LETTER: FormatFacts(
        15.0,
        _ON_PAPER,
        "For printing in North America and other places that use this paper.",
        "PDF on US Letter paper",
        _PDF,
    ),
    Format.LARGE: FormatFacts(
        15.0, _ON_PAPER, "For printing, in large letters for tired or weak eyes.", "PDF in large print", _PDF
    ),
    Format.ACCESSIBLE: FormatFacts(
        5.0,
        "With a screen reader",
        "To listen to, or to read in a large size: headings, tables and pictures are marked.",
        "PDF for screen readers",
        _PDF,
    ),
    Format.ZIP: FormatFacts(
        1.0,
        _OFFLINE,
        "For computers without internet: unpack it and open index.html. The search works, also from a USB stick.",
        "Web site to take along (ZIP)",
    ),
    Format.ZIM: FormatFacts(
        3.0,
        _OFFLINE,
        "For the free app Kiwix on phones and computers, and for local networks: one file with all pages and a search.",
        "Web site for Kiwix (ZIM)",
    ),
}


#: Formats that are copies of the web site; a project names them in its configuration if it wants them.
SITE_COPIES = (Format.ZIP, Format.ZIM)


#: Formats that LaTeX sets, with the paper of each; that of the first is configured.
PRINTED = {Format.PDF: "", Format.LETTER: "letter", Format.LARGE: "large-print"}
