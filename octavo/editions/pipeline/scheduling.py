"""Order tasks by critical path, using the durations of the last run.

With fewer processors than tasks, a long chain (read, LaTeX files, a PDF) that begins late would run alone at the end.
So each task counts for itself and for the longest chain of tasks that depend on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress

from octavo.cache import store
from octavo.editions.pipeline.plan import LATEX, Task
from octavo.project import Format, Project

#: Default seconds of the task that writes the LaTeX files.
_LATEX_SECONDS = 3.0
_FILE = "durations.json"


def load_durations(project: Project) -> dict[str, float]:
    """Return the seconds of each task by its name, as far as it was ever done."""
    with suppress(ValueError, TypeError, AttributeError):
        found = store.load(project.build / _FILE) or {}
        return {str(name): float(seconds) for name, seconds in found.items()}
    return {}


def save_durations(project: Project, seconds: Mapping[str, float]) -> None:
    """Remember *seconds* beside those of other tasks."""
    held = load_durations(project) | {name: round(value, 1) for name, value in seconds.items()}
    store.save(project.build / _FILE, held)


def longest_first(tasks: Sequence[Task], seconds: Mapping[str, float]) -> list[Task]:
    """Return *tasks* by the work that waits for each, the most first; those alike stay in their order."""
    behind: dict[str, float] = {}
    # Go backwards, so that dependents come first.
    for task in reversed(tasks):
        own = seconds.get(task.name, _default_seconds(task.kind))
        behind[task.name] = own + max((behind[other.name] for other in tasks if task.name in other.needs), default=0.0)
    return sorted(tasks, key=lambda task: -behind[task.name])


def _default_seconds(kind: str) -> float:
    return _LATEX_SECONDS if kind == LATEX else Format(kind).facts.seconds
