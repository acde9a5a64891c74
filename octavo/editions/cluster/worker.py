"""A task, and the parcels and earlier tasks' changes that it needs → its outcome and changes, on a worker of Dask."""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from octavo.editions.cluster import bundles, compatibility, task_process
from octavo.editions.cluster.bundles import Bundle, Changes, Times
from octavo.editions.cluster.task_process import Job
from octavo.editions.pipeline.run import TaskResult
from octavo.errors import OctavoError

#: Seconds between two looks whether the task is still wanted, and those that its process has to end.
_LOOK, _END = 0.5, 5.0
_PROGRAM = "from octavo.editions.cluster import task_process; task_process.main()"
#: Characters of what a process said last that are passed on when it fails.
_TAIL = 300


@dataclass(frozen=True, slots=True)
class TaskRequest:
    """What a worker is asked to do.

    :ivar key: Dask's name of it
    :ivar timestamp: the publication's time, for there is no git on a worker
    :ivar versions: of the machine that asks
    """

    key: str
    work: Job
    timestamp: int
    versions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TaskResponse:
    """What a worker did."""

    outcome: TaskResult
    changes: Changes

    def __sizeof__(self) -> int:
        """Tell the scheduler what moving it costs."""
        return object.__sizeof__(self) + sys.getsizeof(self.changes)


def handle_request(
    order: TaskRequest, packed: Sequence[Bundle], times: Times, earlier: Sequence[TaskResponse]
) -> TaskResponse:
    """Do what *order* says in a fresh folder with the files of *packed*, to which *earlier* happened, in that order."""
    from distributed import get_worker

    worker = get_worker()
    try:
        # It may have joined after all others were looked at.
        needs = compatibility.Needs.of([order.work.task])
        compatibility.compare_machines(
            worker.address, compatibility.versions(), order.versions, compatibility.missing(needs)
        )
    except OctavoError as fault:
        return TaskResponse(TaskResult(order.work.task, 0.0, error=fault.sentence), Changes((), {}))
    folder = Path(tempfile.mkdtemp(prefix=task_process.FOLDER, dir=worker.local_directory)).resolve()
    try:
        root = folder / task_process.PROJECT
        root.mkdir()
        for parcel in packed:
            bundles.unpack(root, parcel.files, times)
        for done in earlier:
            bundles.apply(root, done.changes)
        return _in_process(order, folder, worker)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _in_process(order: TaskRequest, folder: Path, worker: Any) -> TaskResponse:
    (folder / task_process.WORK).write_bytes(pickle.dumps(order.work, pickle.HIGHEST_PROTOCOL))
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(order.timestamp)}
    with (folder / task_process.SAID).open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", _PROGRAM], stdin=subprocess.PIPE, stdout=said, stderr=said,
            cwd=folder / task_process.PROJECT, env=environment, start_new_session=True,
        )  # fmt: skip
        try:
            while process.poll() is None and _is_wanted(worker, order.key):
                try:
                    process.wait(_LOOK)
                except subprocess.TimeoutExpired:
                    continue
        finally:
            _end(process)
    result = folder / task_process.RESULT
    if result.is_file():
        outcome, changes = pickle.loads(result.read_bytes())  # noqa: S301  # from the process just ended
        return TaskResponse(outcome, changes)
    tail = " ".join((folder / task_process.SAID).read_text(encoding="utf-8", errors="replace")[-_TAIL:].split())
    name = order.work.task.name
    what = f"the process of {name} stopped on {worker.address}: {tail or 'it said nothing'}"
    error = OctavoError("worker-lost", what, remedy="Run it again").sentence
    return TaskResponse(TaskResult(order.work.task, 0.0, error=error), Changes((), {}))


def _is_wanted(worker: Any, key: str) -> bool:
    """Whether anybody waits for the task: Dask stops no function that runs, it only forgets its result."""
    state = worker.state.tasks.get(key)
    return state is not None and state.state != "cancelled"


def _end(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin is not None
    process.stdin.close()
    try:
        process.wait(_END)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
