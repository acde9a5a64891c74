"""Run the tasks of a plan on the workers of a Dask cluster.

The cluster is an executor like any other. Input files are sent as bundles named by a hash of their content, and stay in
the cluster for the next run. The results of a task stay in the cluster for later tasks, and are copied to this machine.
Dask assigns tasks to workers and repeats them when a worker is lost.
"""

from __future__ import annotations

import logging
import re
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
from octavo.editions.pipeline.run import TaskResult, failed
from octavo.errors import OctavoError, needs_extra
from octavo.project import Language
from octavo.project.dates import timestamp
from octavo.workflow.language_build import LanguageBuild, LanguageBuilds

if TYPE_CHECKING:
    from distributed import Client
    from distributed import Future as DaskFuture

#: Seconds to wait for the scheduler and a first worker, and seconds that a run may continue without a worker.
CONNECT_TIMEOUT = 30.0
NO_WORKER_TIMEOUT = 120.0
#: What may be the address of a scheduler. Dask has more kinds, and takes minutes or a traceback to refuse nonsense.
_ADDRESS = re.compile(r"(?:(?:tcp|tls)://)?(?:[\w.-]+|\[[0-9A-Fa-f:.]+\]):0*([0-9]{1,5})", re.ASCII)
#: Seconds between two checks for workers.
_CHECK_INTERVAL = 5.0


@dataclass(slots=True)
class Traffic:
    """Count the bundles and bytes sent, those already in the cluster, and the bytes received."""

    sent: int = 0
    sent_bytes: int = 0
    there: int = 0
    there_bytes: int = 0
    returned_bytes: int = 0

    @property
    def sentence(self) -> str:
        """Return the traffic as text for the user."""
        return (
            f"{self.sent} bundles ({self.sent_bytes / 1e6:.2f} MB) sent, "
            f"{self.there} ({self.there_bytes / 1e6:.2f} MB) already in the cluster, "
            f"{self.returned_bytes / 1e6:.2f} MB received"
        )


@contextmanager
def executor(
    scheduler: str,
    builds: LanguageBuilds,
    todo: Plan,
    *,
    connect_timeout: float = CONNECT_TIMEOUT,
    no_worker_timeout: float = NO_WORKER_TIMEOUT,
) -> Iterator[ClusterExecutor]:
    """Provide an executor for the tasks of *todo* on the cluster of *scheduler* (``tcp://host:8786``).

    If the run is interrupted, its tasks are cancelled.

    :param connect_timeout: seconds to wait for the scheduler and a first worker
    :param no_worker_timeout: seconds that a run may continue without a worker
    :raises OctavoError: the cluster cannot be reached, or a worker has other versions or lacks programs
    """
    _check_address(scheduler)
    client = _connect(scheduler, connect_timeout)
    try:
        _check(client, compatibility.Requirements.of(todo.tasks))
        pool = ClusterExecutor(client, builds, no_worker_timeout)
        try:
            yield pool
        finally:
            pool.shutdown(cancel_futures=True)
    finally:
        client.close(timeout=_CHECK_INTERVAL)


def _check_address(scheduler: str) -> None:
    address = _ADDRESS.fullmatch(scheduler)
    if not address or not 0 < int(address[1]) < 1 << 16:
        raise OctavoError(
            "cluster-address", f"“{scheduler}” is not the address of a scheduler",
            remedy="Write it like tcp://host:8786, or tls://host:8786 if the cluster has certificates",
        )  # fmt: skip


def _connect(scheduler: str, connect_timeout: float) -> Client:
    with needs_extra("cluster", "--scheduler"):
        import dask
        from distributed import Client
    # Octavo reports errors itself, and large bundles are intended.
    logging.getLogger("distributed").setLevel(logging.CRITICAL + 1)
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "10 GB"})
    try:
        client = Client(scheduler, timeout=connect_timeout, set_as_default=False)
    except Exception as error:  # Dask raises many kinds
        raise _unreachable(f"no scheduler answers at {scheduler}") from error
    try:
        client.wait_for_workers(1, timeout=connect_timeout)
    except TimeoutError as error:
        client.close(timeout=_CHECK_INTERVAL)
        raise _unreachable(f"the scheduler at {scheduler} has no worker") from error
    return client


def _unreachable(message: str) -> OctavoError:
    return OctavoError(
        "cluster-unreachable", message, remedy="Start it, or run without --scheduler; docs/how-to/cluster.md says how"
    )


def _check(client: Client, needs: compatibility.Requirements) -> None:
    """Check every present worker; workers that join later check themselves before each task."""
    ours = compatibility.versions()
    for address, machine in sorted(client.run(compatibility.inspect_machine, needs, on_error="return").items()):
        if isinstance(machine, BaseException):  # the worker cannot import this package
            compatibility.compare_machines(
                address, {"octavo": f"none like it ({machine})"}, {"octavo": ours["octavo"]}, []
            )
        else:
            theirs, lacks = machine
            compatibility.compare_machines(address, theirs, ours, lacks)


class ClusterExecutor(Executor):
    """Run the tasks of one project on a cluster.

    :ivar traffic: the network traffic so far
    """

    def __init__(self, client: Client, builds: LanguageBuilds, no_worker_timeout: float = NO_WORKER_TIMEOUT) -> None:
        self.client, self.builds, self.project = client, builds, builds.project
        self.traffic = Traffic()
        self._run = uuid4().hex[:8]
        self._tasks: dict[str, tuple[Task, DaskFuture[worker.TaskResponse]]] = {}
        self._open: set[DaskFuture[worker.TaskResponse]] = set()
        self._stored = self._load_stored()
        self._used: dict[str, DaskFuture[Bundle]] = {}
        self._text_bundles: list[DaskFuture[Bundle]] | None = None
        self._times: bundles.Times = {}
        self._states: dict[Language, tuple[list[DaskFuture[Bundle]], DaskFuture[bundles.Times]]] = {}
        self._ended = threading.Event()
        self._is_without_workers = False
        threading.Thread(target=self._watch, args=(no_worker_timeout,), daemon=True).start()

    def submit(  # type: ignore[override]  # it accepts only tasks of a project
        self, function: Callable[[LanguageBuild, Task], TaskResult], build: LanguageBuild, task: Task, /
    ) -> Future[TaskResult]:
        """Run *function* for *task* on a worker; when the future is done, its files are on this machine."""
        key = f"octavo-{self._run}-{task.name}"
        packed, times = self._inputs(task.language)
        request = worker.TaskRequest(
            key, Job(function, build, task), timestamp(build.project), compatibility.versions()
        )
        earlier = [self._tasks[name][1] for name in self._before(task)]
        dask_future = self.client.submit(worker.handle_request, request, packed, times, earlier, key=key, pure=False)
        self._tasks[task.name] = task, dask_future
        self._open.add(dask_future)
        future: Future[TaskResult] = Future()
        future.set_running_or_notify_cancel()
        dask_future.add_done_callback(lambda dask_future: future.set_result(self._receive(task, dask_future)))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Cancel the open tasks; Dask keeps only the bundles of this run, for the next one."""
        self._ended.set()
        if self._open and cancel_futures:
            with suppress(Exception):  # if the cluster is gone, there is nothing to cancel
                self.client.cancel(list(self._open), force=True)

    def _before(self, task: Task) -> list[str]:
        """Return the names of all tasks that *task* depends on, in running order."""
        names_before: dict[str, None] = {}
        for name in task.needs:
            if name in self._tasks:
                names_before |= dict.fromkeys([*self._before(self._tasks[name][0]), name])
        return list(names_before)

    def _receive(self, task: Task, dask_future: DaskFuture[worker.TaskResponse]) -> TaskResult:
        """Copy the files of a finished task into this project; one thread of Dask calls this in turn."""
        try:
            response: worker.TaskResponse = dask_future.result()
            bundles.apply(self.project.root, response.changes)
            if response.changes.files:
                relocate_env.relocate(self.builds[task.language].project, task.language)
        except BaseException as error:
            return failed(task, self._reason(task, error))
        finally:
            self._open.discard(dask_future)
        self.traffic.returned_bytes += sum(len(file.data) for file in response.changes.files)
        return response.outcome

    def _reason(self, task: Task, error: BaseException) -> OctavoError:
        if self._is_without_workers:
            return _unreachable(f"the cluster had no worker left for {task.name}")
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        message = f"the cluster did not finish {task.name}: {reason.removesuffix('.')}"
        return OctavoError("worker-lost", message, remedy="Run it again")

    def _watch(self, no_worker_timeout: float) -> None:
        """Cancel a run that has had no worker for *no_worker_timeout* seconds."""
        seconds_without = 0.0
        while not self._ended.wait(min(_CHECK_INTERVAL, no_worker_timeout)):
            try:
                workers = self.client.scheduler_info(n_workers=1)["n_workers"]
            except Exception:  # the scheduler is gone; Dask reconnects or cancels
                workers = 0
            seconds_without = 0.0 if workers else seconds_without + min(_CHECK_INTERVAL, no_worker_timeout)
            if seconds_without >= no_worker_timeout and self._open:
                self._is_without_workers = True
                with suppress(Exception):
                    self.client.cancel(list(self._open), force=True)

    # --- bundles --------------------------------------------------------------------------------------------

    def _inputs(self, language: Language) -> tuple[list[DaskFuture[Bundle]], DaskFuture[bundles.Times]]:
        """Return the input bundles of *language*: the text, and the state that earlier runs left."""
        root = self.project.root
        if self._text_bundles is None:
            paths = bundles.inputs(self.builds)
            self._times = bundles.times(root, paths)
            self._text_bundles = self._send(bundles.pack(root, paths))
        if language not in self._states:
            paths = bundles.state(self.builds[language].project, language)
            state = self._send(bundles.pack(root, paths))
            times = self._times | bundles.times(root, paths)
            key = f"octavo-{self._run}-times-{language.locale}"
            self._states[language] = state, self.client.submit(_identity, times, key=key)
            self._store()
        state, times_future = self._states[language]
        return self._text_bundles + state, times_future

    def _send(self, packed: list[Bundle]) -> list[DaskFuture[Bundle]]:
        futures = []
        for bundle in packed:
            if bundle.digest in self._stored:
                self._used[bundle.digest] = self._stored[bundle.digest]
                self.traffic.there += 1
                self.traffic.there_bytes += bundle.size
            elif bundle.digest not in self._used:
                # Submitted, not scattered: if the worker is lost, the scheduler can compute the bundle again.
                self._used[bundle.digest] = self.client.submit(_identity, bundle, key=f"octavo-{bundle.digest}")
                self.traffic.sent += 1
                self.traffic.sent_bytes += bundle.size
            futures.append(self._used[bundle.digest])
        return futures

    @property
    def _name(self) -> str:
        """Return the name of this project's bundles in the scheduler, the same on every machine."""
        return f"octavo-{sha256(self.project.base_url.encode()).hexdigest()[:16]}"

    def _load_stored(self) -> dict[str, DaskFuture[Bundle]]:
        dataset: Any = self.client.get_dataset(self._name, default={})
        return {digest: future for digest, future in dataset.items() if future.status in ("pending", "finished")}

    def _store(self) -> None:
        self.client.publish_dataset(self._used, name=self._name, override=True)


def _identity(value: Any) -> Any:
    return value
