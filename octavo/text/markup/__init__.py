"""Inline text → its tokens and its inventory, of reStructuredText and, in :mod:`octavo.text.markup.myst`, of MyST.

:func:`tokens` cuts a message into plain text and markup without losing a character, and needs no spaces around
markup, as in ``参见:doc:`x`。``; :func:`with_boundaries` adds what docutils needs to see that markup;
:func:`inventory` is what docutils then finds in it, without running a role or a directive.
"""

from octavo.text.markup import myst
from octavo.text.markup.dialect import DEFAULT, Dialect
from octavo.text.markup.inventory import WORDS, Inventory, Role, inventory
from octavo.text.markup.running_text import is_running_text, is_words
from octavo.text.markup.tokens import JOINT, Construct, Shape, Token, emphasised, plain_text, tokens, with_boundaries

__all__ = [
    "DEFAULT",
    "JOINT",
    "WORDS",
    "Construct",
    "Dialect",
    "Inventory",
    "Role",
    "Shape",
    "Token",
    "emphasised",
    "inventory",
    "is_running_text",
    "is_words",
    "myst",
    "plain_text",
    "tokens",
    "with_boundaries",
]
