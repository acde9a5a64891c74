"""A state of docutils' parser → the same with its transitions, looked up once a class, and made when it is asked for.

Every list, note and table of a page is parsed by a state machine of its own with 15 states, of which it enters two or
three; each compiles, checks and orders up to 13 patterns that are the same for all states of its class
(docutils/statemachine.py, 0.22).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from weakref import WeakKeyDictionary

from docutils.statemachine import State, StateMachine, StateWS

_original = StateWS.add_initial_transitions
_add_all, _prepare_all = StateMachine.add_states, StateMachine.runtime_init
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


class _States(dict[str, Any]):
    """The states of a machine by their names, each made when it is first entered.

    :ivar is_running: whether the machine has prepared its states for a text; one that is made later is prepared then
    """

    def __init__(self, machine: StateMachine, kinds: Sequence[type[State]]) -> None:
        super().__init__()
        self.machine, self.is_running = machine, False
        self.kinds = {kind.__name__: kind for kind in kinds}

    def __missing__(self, name: str) -> Any:
        state = self[name] = self.kinds[name](self.machine, self.machine.debug)
        if self.is_running:
            state.runtime_init()
        return state


def add_states(self: StateMachine, state_classes: Sequence[type[State]]) -> None:
    """Take the place of ``StateMachine.add_states``."""
    if self.states or len({kind.__name__ for kind in state_classes}) != len(state_classes):
        _add_all(self, state_classes)  # it says what is wrong
    else:
        self.states = _States(self, state_classes)


def runtime_init(self: StateMachine) -> None:
    """Take the place of ``StateMachine.runtime_init``."""
    _prepare_all(self)
    if isinstance(self.states, _States):
        self.states.is_running = True
