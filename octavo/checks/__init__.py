"""Catalogs → findings: what a translator should look at again, with file, line and, where it is safe, the fix.

A rule is one function registered with its code in :mod:`octavo.checks.rules`; one file here holds the rules of one
subject. Codes are never reused. Only translated messages are checked: fuzzy ones are still being worked on.
"""

from octavo.checks.rules import RULES, Rule
from octavo.checks.run import check, check_catalog, fix

__all__ = ["RULES", "Rule", "check", "check_catalog", "fix"]
