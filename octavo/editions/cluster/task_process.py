"""A piece of work and its project's folder → what came of it, in a process of its own.

Workers of Dask may not start any with multiprocessing, and Sphinx keeps a language's state, so each task is a program
that is started afresh. It ends with the worker, however that ends: nothing else holds the other end of its input.
"""

from __future__ import annotations

import os
import pickle
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from octavo.editions.cluster import bundles, relocate_env
from octavo.editions.cluster.bundles import Changes, File
from octavo.editions.pipeline.plan import Task
from octavo.editions.pipeline.run import TaskResult, log_path
from octavo.workflow.language_build import LanguageBuild

#: Beginning of the names of the folders in which tasks are done.
FOLDER = "octavo-task-"
#: In it, the project, what is to be done, what was done, and what the process said.
PROJECT, WORK, RESULT, SAID = "project", "work", "result", "said"
#: Seconds in which killed processes are gone.
_GRACE = 0.2
#: A task's folder as logs and doctrees name it; a temporary folder has no blank in its name.
_PLACE = re.compile(rf"(?:/[^/\s\"'`:()]+)*/{FOLDER}[^/\s]+/{PROJECT}")


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done, as the machine that asks for it sees it."""

    function: Callable[[LanguageBuild, Task], TaskResult]
    build: LanguageBuild
    task: Task


def relocated(build: LanguageBuild, root: Path) -> LanguageBuild:
    """Return *build* with the folders of the project, and of its snapshot, below *root*."""
    today, text = build.publication, build.project
    return replace(
        build,
        publication=replace(today, root=root),
        project=replace(text, root=root / text.root.relative_to(today.root)),
    )


def run_job(work: Job, root: Path) -> tuple[TaskResult, Changes]:
    """Do *work* in the folder *root*; what is said of it names the places of the machine that asked."""
    build, task = relocated(work.build, root), work.task
    project = build.project
    relocate_env.relocate(project, task.language)
    before = bundles.fingerprints(root, bundles.state(project, task.language))
    outcome = work.function(build, task)
    relocate_env.date(project, task.language)
    log = log_path(project, task)
    after = [*bundles.state(project, task.language), *([log] if log.is_file() else [])]
    changes = bundles.changes(root, before, after)

    def at_home(text: str) -> str:
        return _PLACE.sub(lambda _: str(work.build.publication.root), text)

    name = log.relative_to(root).as_posix()
    files = tuple(
        File(name, at_home(file.data.decode("utf-8", "replace")).encode()) if file.path == name else file
        for file in changes.files
    )
    outcome = replace(outcome, error=at_home(outcome.error), warnings=tuple(map(at_home, outcome.warnings)))
    return outcome, replace(changes, files=files)


def _end_with_input(folder: Path) -> None:
    """Wait for the end of the input, then end this process and what it started, and have its folder removed."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    # Removed by another when all are gone: whoever still writes here would make anew what goes.
    subprocess.Popen(["sh", "-c", f'sleep {_GRACE}; rm -rf -- "$0"', str(folder)], start_new_session=True)
    os.killpg(0, signal.SIGKILL)


def main() -> None:
    """Do the work that comes in."""
    root = Path.cwd()
    threading.Thread(target=_end_with_input, args=(root.parent,), daemon=True).start()
    work = pickle.loads((root.parent / WORK).read_bytes())  # noqa: S301  # from the worker that started this
    result = pickle.dumps(run_job(work, root), pickle.HIGHEST_PROTOCOL)
    draft = root.parent / f"{RESULT}.new"
    draft.write_bytes(result)
    draft.replace(root.parent / RESULT)
