"""Read the inline markup of reStructuredText and, in :mod:`octavo.text.markup.myst`, of MyST.

:func:`tokens` cuts a message into plain text and markup without losing a character. The markup needs no spaces around
it, as in ``参见:doc:`x`。``. :func:`with_boundaries` adds the boundaries that docutils requires around markup.
:func:`inventory` lists the markup that docutils then finds, without running a role or a directive.
"""

from octavo.text.markup import myst
from octavo.text.markup.dialect import DEFAULT, Dialect
from octavo.text.markup.inert_parser import Role
from octavo.text.markup.inventory import WORDS, Inventory, inventory
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
