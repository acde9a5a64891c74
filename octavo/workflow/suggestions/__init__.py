"""Fill untranslated messages with suggestions of a translation engine, as fuzzy messages only.

Markup is sent as tags and put back. A suggestion that loses markup, or that the guard refuses, is not stored.
"""

from octavo.workflow.suggestions.engines import CommandEngine, Engine, HttpEngine, engine_of
from octavo.workflow.suggestions.protect import protect, restore
from octavo.workflow.suggestions.suggest import SuggestResult, suggest

__all__ = [
    "CommandEngine",
    "Engine",
    "HttpEngine",
    "SuggestResult",
    "engine_of",
    "protect",
    "restore",
    "suggest",
]
