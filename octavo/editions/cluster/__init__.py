"""A plan's tasks → editions, on the workers of a Dask cluster instead of this machine's processes.

To the run it is an executor as any other. What tasks read is sent as parcels named by their content, which stay in
the cluster for the next run; what a task made stays there for those that need it, and comes back here. Which worker
does what, and what is done again when one is lost, is Dask's business. It has the recipe of all that it holds.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from octavo.editions.cluster import bundles, compatibility, relocate_env, worker
from octavo.editions.cluster.bundles import Bundle
from octavo.editions.cluster.task_process import Job
from octavo.editions.pipeline.plan import Plan, Task
from octavo.editions.pipeline.run import TaskResult
from octavo.errors import OctavoError, needs_extra
from octavo.project import Language
from octavo.project.dates import timestamp
from octavo.workflow.language_build import LanguageBuild, LanguageBuilds

if TYPE_CHECKING:
    from distributed import Client
    from distributed import Future as Held

#: Seconds in which the scheduler must answer and have a worker, and those that a run goes on without any.
PATIENCE = 30.0
LONGING = 120.0
#: Seconds between two looks at whether any worker is there.
_LOOK = 5.0


@dataclass(slots=True)
class Traffic:
    """What was sent to the cluster and what was there already, in parcels and bytes, and the bytes that came back."""

    sent: int = 0
    sent_bytes: int = 0
    there: int = 0
    there_bytes: int = 0
    returned_bytes: int = 0

    @property
    def sentence(self) -> str:
        """For the one who waits."""
        return (
            f"{self.sent} parcels ({self.sent_bytes / 1e6:.2f} MB) sent, "
            f"{self.there} ({self.there_bytes / 1e6:.2f} MB) were there, {self.returned_bytes / 1e6:.2f} MB came back"
        )


@contextmanager
def executor(
    scheduler: str, builds: LanguageBuilds, todo: Plan, *, patience: float = PATIENCE, longing: float = LONGING
) -> Iterator[ClusterExecutor]:
    """Give an executor for the tasks of *todo* on the cluster of *scheduler* (``tcp://host:8786``).

    Whatever interrupts the run ends its tasks there.

    :param patience: seconds in which the scheduler must answer and have a worker
    :param longing: seconds that a run goes on without any worker
    :raises OctavoError: there is no such cluster, or one of its workers would make other editions than this machine
    """
    client = _connect(scheduler, patience)
    try:
        _check(client, compatibility.Needs.of(todo.tasks))
        pool = ClusterExecutor(client, builds, longing)
        try:
            yield pool
        finally:
            pool.shutdown(cancel_futures=True)
    finally:
        client.close(timeout=_LOOK)


def _connect(scheduler: str, patience: float) -> Client:
    with needs_extra("cluster", "--scheduler"):
        import dask
        from distributed import Client
    # What Octavo's user must know is said in sentences; parcels are meant to be large.
    logging.getLogger("distributed").setLevel(logging.CRITICAL + 1)
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "10 GB"})
    try:
        client = Client(scheduler, timeout=patience, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise _unreachable(f"no scheduler answers at {scheduler}") from error
    try:
        client.wait_for_workers(1, timeout=patience)
    except TimeoutError as error:
        client.close(timeout=_LOOK)
        raise _unreachable(f"the scheduler at {scheduler} has no worker") from error
    return client


def _unreachable(what: str) -> OctavoError:
    return OctavoError(
        "cluster-unreachable", what, remedy="Start it, or run without --scheduler; docs/cluster.md says how"
    )


def _check(client: Client, needs: compatibility.Needs) -> None:
    """Look at every worker that is there now; those that come later look at themselves before each task."""
    ours = compatibility.versions()
    for address, found in sorted(client.run(compatibility.inspect_machine, needs, on_error="return").items()):
        if isinstance(found, BaseException):  # it cannot even import the question
            compatibility.compare_machines(
                address, {"octavo": f"none like it ({found})"}, {"octavo": ours["octavo"]}, []
            )
        else:
            theirs, lacks = found
            compatibility.compare_machines(address, theirs, ours, lacks)


class ClusterExecutor(Executor):
    """Does the tasks of one project on a cluster.

    :ivar traffic: what crossed the network so far
    """

    def __init__(self, client: Client, builds: LanguageBuilds, longing: float = LONGING) -> None:
        self.client, self.builds, self.project = client, builds, builds.project
        self.traffic = Traffic()
        self._run = uuid4().hex[:8]
        self._tasks: dict[str, tuple[Task, Held[worker.TaskResponse]]] = {}
        self._open: set[Held[worker.TaskResponse]] = set()
        self._there = self._remembered()
        self._used: dict[str, Held[Bundle]] = {}
        self._text: list[Held[Bundle]] | None = None
        self._times: bundles.Times = {}
        self._states: dict[Language, tuple[list[Held[Bundle]], Held[bundles.Times]]] = {}
        self._ended = threading.Event()
        self._alone = False
        threading.Thread(target=self._watch, args=(longing,), daemon=True).start()

    def submit(  # type: ignore[override]  # it does tasks of a project, and nothing else
        self, function: Callable[[LanguageBuild, Task], TaskResult], build: LanguageBuild, task: Task, /
    ) -> Future[TaskResult]:
        """Let a worker do *task* by *function*; what it made is here when the future is done."""
        key = f"octavo-{self._run}-{task.name}"
        packed, times = self._inputs(task.language)
        order = worker.TaskRequest(key, Job(function, build, task), timestamp(build.project), compatibility.versions())
        earlier = [self._tasks[name][1] for name in self._before(task)]
        held = self.client.submit(worker.handle_request, order, packed, times, earlier, key=key, pure=False)
        self._tasks[task.name] = task, held
        self._open.add(held)
        future: Future[TaskResult] = Future()
        future.set_running_or_notify_cancel()
        held.add_done_callback(lambda held: future.set_result(self._taken(task, held)))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End what is not done; Dask keeps the parcels of this run for the next, and no older ones."""
        self._ended.set()
        if self._open and cancel_futures:
            with suppress(Exception):  # a cluster that is gone has nothing left to end
                self.client.cancel(list(self._open), force=True)

    def _before(self, task: Task) -> list[str]:
        """Return the names of all tasks that *task* builds upon, the first ones first."""
        found: dict[str, None] = {}
        for name in task.needs:
            if name in self._tasks:
                found |= dict.fromkeys([*self._before(self._tasks[name][0]), name])
        return list(found)

    def _taken(self, task: Task, held: Held[worker.TaskResponse]) -> TaskResult:
        """Put what a worker made into this project. One thread of Dask's does it, one task after the other."""
        try:
            done: worker.TaskResponse = held.result()
            bundles.apply(self.project.root, done.changes)
            if done.changes.files:
                relocate_env.relocate(self.builds[task.language].project, task.language)
        except BaseException as fault:
            return TaskResult(task, 0.0, error=self._reason(task, fault))
        finally:
            self._open.discard(held)
        self.traffic.returned_bytes += sum(len(file.data) for file in done.changes.files)
        return done.outcome

    def _reason(self, task: Task, fault: BaseException) -> str:
        if self._alone:
            return _unreachable(f"no worker of the cluster was left to do {task.name}").sentence
        said = " ".join(f"{type(fault).__name__}: {fault}".split())
        what = f"the cluster did not finish {task.name}: {said.removesuffix('.')}"
        return OctavoError("worker-lost", what, remedy="Run it again").sentence

    def _watch(self, longing: float) -> None:
        """End a run that has had no worker for *longing* seconds: nobody should wait for a cluster that is gone."""
        without = 0.0
        while not self._ended.wait(min(_LOOK, longing)):
            try:
                workers = self.client.scheduler_info(n_workers=1)["n_workers"]
            except Exception:  # the scheduler is gone: Dask tries to reach it again and then cancels
                workers = 0
            without = 0.0 if workers else without + min(_LOOK, longing)
            if without >= longing and self._open:
                self._alone = True
                with suppress(Exception):
                    self.client.cancel(list(self._open), force=True)

    # --- parcels --------------------------------------------------------------------------------------------

    def _inputs(self, language: Language) -> tuple[list[Held[Bundle]], Held[bundles.Times]]:
        """Return what tasks of *language* read: the text, once a run, and what earlier runs left of the language."""
        root = self.project.root
        if self._text is None:
            paths = bundles.inputs(self.builds)
            self._times = bundles.times(root, paths)
            self._text = self._sent(bundles.pack(root, paths))
        if language not in self._states:
            paths = bundles.state(self.builds[language].project, language)
            state = self._sent(bundles.pack(root, paths))
            times = self._times | bundles.times(root, paths)
            key = f"octavo-{self._run}-times-{language.locale}"
            self._states[language] = state, self.client.submit(_itself, times, key=key)
            self._remember()
        state, held = self._states[language]
        return self._text + state, held

    def _sent(self, packed: list[Bundle]) -> list[Held[Bundle]]:
        found = []
        for parcel in packed:
            if parcel.digest in self._there:
                self._used[parcel.digest] = self._there[parcel.digest]
                self.traffic.there += 1
                self.traffic.there_bytes += parcel.size
            elif parcel.digest not in self._used:
                # Not scattered: the scheduler keeps the recipe, which is the parcel, should its worker be lost.
                self._used[parcel.digest] = self.client.submit(_itself, parcel, key=f"octavo-{parcel.digest}")
                self.traffic.sent += 1
                self.traffic.sent_bytes += parcel.size
            found.append(self._used[parcel.digest])
        return found

    @property
    def _name(self) -> str:
        """Of the parcels that the scheduler keeps, for whichever machine publishes this project."""
        return f"octavo-{sha256(self.project.base_url.encode()).hexdigest()[:16]}"

    def _remembered(self) -> dict[str, Held[Bundle]]:
        held: Any = self.client.get_dataset(self._name, default={})
        return {digest: future for digest, future in held.items() if future.status in ("pending", "finished")}

    def _remember(self) -> None:
        self.client.publish_dataset(self._used, name=self._name, override=True)


def _itself(value: Any) -> Any:
    return value
