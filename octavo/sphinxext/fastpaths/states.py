"""Make the states of docutils' parser when they are first entered.

Every list, note and table of a page is parsed by a state machine of its own. It has 15 states and enters two or three;
docutils makes all of them, each with up to 13 transitions (docutils/statemachine.py, 0.22).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docutils.statemachine import State, StateMachine

_add_all, _prepare_all = StateMachine.add_states, StateMachine.runtime_init


class _States(dict[str, Any]):
    """Create the states of a machine when they are first entered.

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
    """Replace ``StateMachine.add_states``."""
    if self.states or len({kind.__name__ for kind in state_classes}) != len(state_classes):
        _add_all(self, state_classes)  # the original reports the error
    else:
        self.states = _States(self, state_classes)


def runtime_init(self: StateMachine) -> None:
    """Replace ``StateMachine.runtime_init``."""
    _prepare_all(self)
    if isinstance(self.states, _States):
        self.states.is_running = True
