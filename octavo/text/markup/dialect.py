"""Define the settings of docutils that decide what is markup."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dialect:
    """Store the settings of docutils that decide what is markup (``docutils.conf``).

    :ivar character_level: ``character_level_inline_markup``: markup needs no space around it
    :ivar pep_references: ``PEP 8`` is a link
    :ivar rfc_references: ``RFC 2119`` is a link
    """

    character_level: bool = False
    pep_references: bool = False
    rfc_references: bool = False


DEFAULT = Dialect()
