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

from octavo.editions.build import Outcome
from octavo.editions.cluster import apart, fitness, parcels
from octavo.editions.cluster.apart import Work
from octavo.editions.cluster.parcels import Changes, Parcel, Times
from octavo.errors import OctavoError

#: Seconds between two looks whether the task is still wanted, and those that its process has to end.
_LOOK, _END = 0.5, 5.0
_PROGRAM = "from octavo.editions.cluster import apart; apart.main()"
#: Characters of what a process said last that are passed on when it fails.
_TAIL = 300


@dataclass(frozen=True, slots=True)
class Order:
    """What a worker is asked to do.

    :ivar key: Dask's name of it
    :ivar timestamp: the publication's time, for there is no git on a worker
    :ivar versions: of the machine that asks
    """

    key: str
    work: Work
    timestamp: int
    versions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Done:
    """What a worker did."""

    outcome: Outcome
    changes: Changes

    def __sizeof__(self) -> int:
        """Tell the scheduler what moving it costs."""
        return object.__sizeof__(self) + sys.getsizeof(self.changes)


def carry_out(order: Order, packed: Sequence[Parcel], times: Times, earlier: Sequence[Done]) -> Done:
    """Do what *order* says in a fresh folder with the files of *packed*, to which *earlier* happened, in that order."""
    from distributed import get_worker

    worker = get_worker()
    try:
        # It may have joined after all others were looked at.
        needs = fitness.Needs.of([order.work.task])
        fitness.judge(worker.address, fitness.versions(), order.versions, fitness.missing(needs))
    except OctavoError as fault:
        return Done(Outcome(order.work.task, 0.0, error=fault.sentence), Changes((), {}))
    folder = Path(tempfile.mkdtemp(prefix=apart.FOLDER, dir=worker.local_directory)).resolve()
    try:
        root = folder / apart.PROJECT
        root.mkdir()
        for parcel in packed:
            parcels.unpack(root, parcel.files, times)
        for done in earlier:
            parcels.apply(root, done.changes)
        return _in_process(order, folder, worker)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _in_process(order: Order, folder: Path, worker: Any) -> Done:
    (folder / apart.WORK).write_bytes(pickle.dumps(order.work, pickle.HIGHEST_PROTOCOL))
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(order.timestamp)}
    with (folder / apart.SAID).open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", _PROGRAM], stdin=subprocess.PIPE, stdout=said, stderr=said,
            cwd=folder / apart.PROJECT, env=environment, start_new_session=True,
        )  # fmt: skip
        try:
            while process.poll() is None and _is_wanted(worker, order.key):
                try:
                    process.wait(_LOOK)
                except subprocess.TimeoutExpired:
                    continue
        finally:
            _end(process)
    result = folder / apart.RESULT
    if result.is_file():
        outcome, changes = pickle.loads(result.read_bytes())  # noqa: S301  # from the process just ended
        return Done(outcome, changes)
    tail = " ".join((folder / apart.SAID).read_text(encoding="utf-8", errors="replace")[-_TAIL:].split())
    name = order.work.task.name
    what = f"the process of {name} stopped on {worker.address}: {tail or 'it said nothing'}"
    error = OctavoError("worker-lost", what, remedy="Run it again").sentence
    return Done(Outcome(order.work.task, 0.0, error=error), Changes((), {}))


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
