"""Read and write ``.po`` and ``.pot`` files as catalogs of messages, without needless changes.

A message that nobody changed is written back as the very lines that were read, so a diff shows only
changes, no matter which tool wrapped the file. A file that cannot be read is one sentence with its line.

The format is that of the GNU gettext manual, section "The Format of PO Files".
"""

from octavo.catalogs.po.catalog_file import data_of
from octavo.catalogs.po.in_place import with_msgstr
from octavo.catalogs.po.messages import FUZZY, Catalog, Message, State, header
from octavo.catalogs.po.reader import parse, parse_data, read
from octavo.catalogs.po.skim import SkimmedMessage, skim, skim_translated
from octavo.catalogs.po.writer import replace_read, until_unchanged, write

__all__ = [
    "FUZZY",
    "Catalog",
    "Message",
    "SkimmedMessage",
    "State",
    "data_of",
    "header",
    "parse",
    "parse_data",
    "read",
    "replace_read",
    "skim",
    "skim_translated",
    "until_unchanged",
    "with_msgstr",
    "write",
]
