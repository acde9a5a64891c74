"""Run one task in a process of its own.

Dask workers may not use multiprocessing, and Sphinx keeps a language's state, so each task is a new program. It ends
with the worker, because only the worker has the other end of its standard input.
"""

from __future__ import annotations

import os
import pickle
import re
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from octavo.editions.cluster import bundles, relocate_env
from octavo.editions.cluster.bundles import File, TaskChanges
from octavo.editions.pipeline.plan import Task
from octavo.editions.pipeline.run import TaskResult, log_path
from octavo.workflow.language_build import LanguageBuild

#: Prefix of the names of task folders.
FOLDER = "octavo-task-"
#: Names in a task folder: the project, the job, the result, and the output of the process.
PROJECT, JOB, RESULT, OUTPUT = "project", "job", "result", "output"
#: The path of a task folder in logs and doctrees; a temporary folder has no space in its name.
_PLACE = re.compile(rf"(?:/[^/\s\"'`:()]+)*/{FOLDER}[^/\s]+/{PROJECT}")


@dataclass(frozen=True, slots=True)
class Job:
    """Represent a task to run, with the paths of the machine that requests it."""

    function: Callable[[LanguageBuild, Task], TaskResult]
    build: LanguageBuild
    task: Task


def relocated(build: LanguageBuild, root: Path) -> LanguageBuild:
    """Return *build* with the folders of its project and its snapshot moved to *root*."""
    today, text = build.publication, build.project
    return replace(
        build,
        publication=replace(today, root=root),
        project=replace(text, root=root / text.root.relative_to(today.root)),
    )


def run_job(job: Job, root: Path) -> tuple[TaskResult, TaskChanges]:
    """Run *job* in the folder *root*; paths in messages and logs are those of the requesting machine."""
    build, task = relocated(job.build, root), job.task
    project = build.project
    relocate_env.relocate(project, task.language)
    before = bundles.fingerprints(root, bundles.state(project, task.language))
    outcome = job.function(build, task)
    relocate_env.date(project, task.language)
    log = log_path(project, task)
    after = [*bundles.state(project, task.language), *([log] if log.is_file() else [])]
    changes = bundles.changes(root, before, after)

    def with_local_paths(text: str) -> str:
        return _PLACE.sub(lambda _: str(job.build.publication.root), text)

    name = log.relative_to(root).as_posix()
    files = tuple(
        File(name, with_local_paths(file.data.decode("utf-8", "replace")).encode()) if file.path == name else file
        for file in changes.files
    )
    outcome = replace(
        outcome, error=with_local_paths(outcome.error), warnings=tuple(map(with_local_paths, outcome.warnings))
    )
    return outcome, replace(changes, files=files)


def _end_with_input() -> None:
    """Wait for the end of the input, then kill this process group; the worker's remover deletes the folder."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    os.killpg(0, signal.SIGKILL)


def main() -> None:
    """Run the job in the task folder and write its result."""
    root = Path.cwd()
    threading.Thread(target=_end_with_input, daemon=True).start()
    job = pickle.loads((root.parent / JOB).read_bytes())  # noqa: S301  # from the worker that started this
    result = pickle.dumps(run_job(job, root), pickle.HIGHEST_PROTOCOL)
    draft = root.parent / f"{RESULT}.new"
    draft.write_bytes(result)
    draft.replace(root.parent / RESULT)
