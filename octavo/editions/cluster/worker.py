"""Run a task on a Dask worker from bundles and the changes of earlier tasks."""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from octavo.editions.cluster import bundles, compatibility, task_process
from octavo.editions.cluster.bundles import Bundle, TaskChanges, Times
from octavo.editions.cluster.task_process import Job
from octavo.editions.pipeline.run import TaskResult, failed
from octavo.errors import OctavoError

#: Seconds between two checks for cancellation, and seconds that a cancelled process has to end.
_CHECK_INTERVAL, _END_TIMEOUT = 0.5, 5.0
_PROGRAM = "from octavo.editions.cluster import task_process; task_process.main()"
#: Delete the folder "$0" if it is still there when the input ends. A process that is being killed may write once more,
#: so it is deleted again after a second.
_REMOVER = """cat >/dev/null
for pause in 0.2 1 5; do [ -e "$0" ] && sleep $pause && rm -rf -- "$0"; done"""
#: Number of characters of a failed process's output that are reported.
_TAIL = 300


@dataclass(frozen=True, slots=True)
class TaskRequest:
    """Represent a request to run a task on a worker.

    :ivar key: Dask's key of the task
    :ivar timestamp: the publication's time, because a worker has no git repository
    :ivar versions: versions of the requesting machine
    """

    key: str
    job: Job
    timestamp: int
    versions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TaskResponse:
    """Represent the result of a task, with its file changes."""

    outcome: TaskResult
    changes: TaskChanges

    def __sizeof__(self) -> int:
        """Return the size in bytes, which Dask uses as the cost of a transfer."""
        return object.__sizeof__(self) + sys.getsizeof(self.changes)


def handle_request(
    request: TaskRequest, packed: Sequence[Bundle], times: Times, earlier: Sequence[TaskResponse]
) -> TaskResponse:
    """Run the task of *request* in a new folder with the files of *packed* and the changes of *earlier* tasks."""
    from distributed import get_worker

    worker = get_worker()
    try:
        # This worker may have joined after the others were checked.
        needs = compatibility.Requirements.of([request.job.task])
        compatibility.compare_machines(
            worker.address, compatibility.versions(), request.versions, compatibility.missing(needs)
        )
    except OctavoError as error:
        return TaskResponse(failed(request.job.task, error), TaskChanges((), {}))
    with _task_folder(worker.local_directory) as folder:
        root = folder / task_process.PROJECT
        root.mkdir()
        for bundle in packed:
            bundles.unpack(root, bundle.files, times)
        for response in earlier:
            bundles.apply(root, response.changes)
        return _in_process(request, folder, worker)


@contextmanager
def _task_folder(parent: str) -> Iterator[Path]:
    """Make a folder in *parent* that is deleted in the end, also if this worker is killed at any moment."""
    folder = Path(tempfile.mkdtemp(prefix=task_process.FOLDER, dir=parent)).resolve()
    # Only this worker has the other end of the process's input, which ends with the worker.
    with subprocess.Popen(["/bin/sh", "-c", _REMOVER, str(folder)], stdin=subprocess.PIPE, start_new_session=True):
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _in_process(request: TaskRequest, folder: Path, worker: Any) -> TaskResponse:
    (folder / task_process.JOB).write_bytes(pickle.dumps(request.job, pickle.HIGHEST_PROTOCOL))
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(request.timestamp)}
    with (folder / task_process.OUTPUT).open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", _PROGRAM], stdin=subprocess.PIPE, stdout=output, stderr=output,
            cwd=folder / task_process.PROJECT, env=environment, start_new_session=True,
        )  # fmt: skip
        try:
            while process.poll() is None and _is_wanted(worker, request.key):
                try:
                    process.wait(_CHECK_INTERVAL)
                except subprocess.TimeoutExpired:
                    continue
        finally:
            _end(process)
    result = folder / task_process.RESULT
    if result.is_file():
        outcome, changes = pickle.loads(result.read_bytes())  # noqa: S301  # from the process just ended
        return TaskResponse(outcome, changes)
    tail = " ".join((folder / task_process.OUTPUT).read_text(encoding="utf-8", errors="replace")[-_TAIL:].split())
    name = request.job.task.name
    message = f"the process of {name} stopped on {worker.address}: {tail or 'it printed nothing'}"
    error = OctavoError("worker-lost", message, remedy="Run it again")
    return TaskResponse(failed(request.job.task, error), TaskChanges((), {}))


def _is_wanted(worker: Any, key: str) -> bool:
    """Return whether the task is not cancelled; Dask does not stop a running function itself."""
    state = worker.state.tasks.get(key)
    return state is not None and state.state != "cancelled"


def _end(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin is not None
    process.stdin.close()
    try:
        process.wait(_END_TIMEOUT)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
