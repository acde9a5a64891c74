"""A state of docutils' parser → the same with its transitions, looked up once a class and not once a state.

Every list, note and table of a page is parsed by a state machine of its own with 15 states, and each of them compiles,
checks and orders up to 13 patterns that are the same for all states of its class (docutils/statemachine.py, 0.22).
"""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from docutils.statemachine import StateWS

_original = StateWS.add_initial_transitions
#: By class: names in their order, and for each its pattern and the state that follows.
_known: WeakKeyDictionary[type[StateWS], dict[str, tuple[Any, str]]] = WeakKeyDictionary()
#: What an instance may have of its own; then it is asked.
_OWN = frozenset({"patterns", "initial_transitions", "ws_patterns", "ws_initial_transitions"})


def add_initial_transitions(self: StateWS) -> None:
    """Take the place of ``StateWS.add_initial_transitions``."""
    kind = type(self)
    known = _known.get(kind)
    if known is None or self.transition_order or not _OWN.isdisjoint(vars(self)):
        _original(self)
        if _OWN.isdisjoint(vars(self)):
            made = ((name, self.transitions[name]) for name in self.transition_order)
            _known[kind] = {name: (pattern, after) for name, (pattern, _, after) in made}
        return
    self.transition_order = list(known)
    self.transitions = {name: (pattern, getattr(self, name), after) for name, (pattern, after) in known.items()}
