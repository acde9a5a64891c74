"""Run the tasks of a build in processes on this machine, or in this process itself."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import connection, forkserver
from multiprocessing.context import BaseContext
from types import FrameType
from typing import Any, NoReturn, TypeVar

_T = TypeVar("_T")
#: Thresholds of a task's search for garbage. The doctree of a page is garbage soon, so new objects are searched while
#: the processor still has them in its cache. All are seldom searched; with 100, projects of 150 pages take 80 MB more.
GC_THRESHOLDS = (5_000, 5, 10)
#: Seconds that a task has to end after its run was killed.
_PATIENCE = 2


def start_forkserver() -> None:
    """Start the process that forks the workers of a pool. It imports Sphinx while this process does something else."""
    # By name, because this package may not import sphinxext; preload must be the last one.
    forkserver.set_forkserver_preload(
        ["octavo.editions.pipeline.run", "octavo.sphinxext", "furo", "octavo.sphinxext.programs.preload"]
    )
    forkserver.ensure_running()


@contextmanager
def local_executor(workers: int | None = None) -> Iterator[ProcessPoolExecutor]:
    """Give a pool of processes that each run one task, because Sphinx keeps the state of a language (sphinx#13448).

    They are forked from a process that has already imported Sphinx, so that starting one is cheap.
    If the run is interrupted, all of them end, with the programs that they started.
    """
    start_forkserver()
    context = multiprocessing.get_context("forkserver")
    with _pool(workers or os.cpu_count() or 1, context, max_tasks_per_child=1) as pool:
        yield pool


@contextmanager
def forked_executor(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Give a pool of processes forked from this one. Use it before there are threads, and not for Sphinx."""
    with _pool(workers, multiprocessing.get_context("fork")) as pool:
        yield pool


@contextmanager
def _pool(workers: int, context: BaseContext, max_tasks_per_child: int | None = None) -> Iterator[ProcessPoolExecutor]:
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, max_tasks_per_child=max_tasks_per_child)
    try:
        yield pool
    except BaseException:
        # The pool's own thread would print that its processes are gone: they are, and on purpose.
        threading.excepthook = lambda arguments: None
        pool.shutdown(wait=False, cancel_futures=True)
        # The pool may just be replacing a process that ended: ask until none is left.
        while children := multiprocessing.active_children():
            for child in children:
                child.terminate()
            time.sleep(0.05)
        raise
    pool.shutdown()


class _Here(Executor):
    """Run each task immediately, in this process."""

    def submit(self, fn: Callable[..., _T], /, *args: Any, **kwargs: Any) -> Future[_T]:
        """Run *fn* and return a future that is already done."""
        future: Future[_T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as fault:
            future.set_exception(fault)
        return future


@contextmanager
def in_process_executor() -> Iterator[Executor]:
    """Give an executor that runs one task in this process. A second run of Sphinx would find the state of the first."""
    # The process ends soon: searching all imported modules for garbage only takes time.
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)
    yield _Here()


def _begin() -> None:
    """Make SIGTERM and SIGINT an exception, on which ``subprocess.run`` kills the program that it waits for.

    What the process was forked with lives as long as it does: it is never searched for garbage.
    """
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    _end_with_parent()


def _end_with_parent() -> None:
    """Let this process end when the run ends: otherwise a killed run would still write beside the next one."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_watch, args=(parent.sentinel,), daemon=True).start()


def _watch(sentinel: int) -> None:
    connection.wait([sentinel])
    os.kill(os.getpid(), signal.SIGTERM)  # the main thread ends the program that it waits for
    time.sleep(_PATIENCE)
    os._exit(1)


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)
