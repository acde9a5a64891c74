"""Check catalogs: find what a translator should look at again, with file, line and, where it is safe, a fix.

A rule is a function that is registered with its code in :mod:`octavo.compiler.checks.registry`. A module of
``rules/`` contains the rules of one subject. Codes are never reused. Only translated messages are checked, because
fuzzy ones are still being worked on.
"""

from octavo.compiler.checks.fixing import fix
from octavo.compiler.checks.registry import RULES, Rule
from octavo.compiler.checks.run import check

__all__ = ["RULES", "Rule", "check", "fix"]
