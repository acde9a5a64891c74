"""A plan on a Dask cluster: real schedulers and workers on this machine, which are killed, wrong, or not there."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from octavo.editions import cluster
from octavo.editions.cluster import bundles, compatibility, worker
from octavo.editions.cluster.task_process import Job
from octavo.editions.pipeline import plan
from octavo.editions.pipeline import run as build
from octavo.errors import OctavoError
from octavo.project import Format, Project
from octavo.workflow.language_build import resolve
from tests.conftest import ROOT, copy_project

psutil = pytest.importorskip("psutil", reason="the extra “cluster” is not installed")
pytest.importorskip("distributed", reason="the extra “cluster” is not installed")

#: Seconds after which a test gives up waiting; a machine with other work needs some.
LIMIT = 240.0
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "1600000000"}


def until(is_so: Callable[[], object], what: str) -> None:
    end = time.monotonic() + LIMIT
    while not is_so():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.05)


class Cluster:
    """A scheduler and workers, each a program of its own on 127.0.0.1, as an operator starts them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes: list[subprocess.Popen[bytes]] = []
        self.workers: list[subprocess.Popen[bytes]] = []
        said = folder / "scheduler.json"
        self._start("scheduler", "--port", "0", "--scheduler-file", str(said))
        until(said.is_file, "the scheduler")
        until(lambda: said.read_text(encoding="utf-8").strip().endswith("}"), "the scheduler's file")
        self.address: str = json.loads(said.read_text(encoding="utf-8"))["address"]

    def _start(self, what: str, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        order = [sys.executable, "-m", "dask", what, *arguments, "--host", "127.0.0.1"]
        order += ["--dashboard-address", "127.0.0.1:0", "--no-dashboard"]
        log = (self.folder / f"{what}-{len(self.processes)}.log").open("wb")
        process = subprocess.Popen(
            order, cwd=self.folder, env=ENVIRONMENT | environment, stdout=log, stderr=log, start_new_session=True
        )
        log.close()
        self.processes.append(process)
        return process

    def add(self, count: int = 1, **environment: str) -> None:
        """Start workers, and wait until the scheduler knows them."""
        from distributed import Client

        for _ in range(count):
            folder = self.folder / f"worker-{len(self.workers)}"
            self.workers.append(
                self._start(
                    "worker", self.address, "--no-nanny", "--nthreads", "1", "--local-directory", str(folder),
                    "--name", folder.name,
                    **environment,
                )
            )  # fmt: skip
        running = [process for process in self.workers if process.poll() is None]
        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(len(running), timeout=LIMIT)

    def busy(self) -> list[tuple[subprocess.Popen[bytes], Any]]:
        """Return the workers that have a process at a task, with that."""
        running = [process for process in self.workers if process.poll() is None]
        return [(process, child) for process in running for child in psutil.Process(process.pid).children()]

    def holding(self, part: str) -> set[int]:
        """Return the numbers of the workers that hold a result with *part* in its name."""
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            names = {
                address: known["name"] for address, known in client.scheduler_info(n_workers=-1)["workers"].items()
            }
            held = client.has_what()
        found = {names[address] for address, keys in held.items() if any(part in str(key) for key in keys)}
        return {int(name.rpartition("-")[2]) for name in found}

    def end(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[Cluster]:
    """A cluster without workers."""
    folder = tmp_path / "cluster"
    folder.mkdir()
    made = Cluster(folder)
    yield made
    made.end()


def octavo(project: Project, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "octavo", *arguments], cwd=project.root, env=ENVIRONMENT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def said_by(run: subprocess.Popen[str]) -> tuple[int, str]:
    out, err = run.communicate(timeout=LIMIT)
    return run.returncode, out + err


def site(project: Project) -> dict[str, bytes]:
    paths = (path for path in project.site.rglob("*") if path.is_file())
    return {path.relative_to(project.site).as_posix(): path.read_bytes() for path in paths}


def todo(project: Project, *formats: Format) -> plan.Plan:
    return plan.make_plan(
        resolve(project, languages=[project.master]), build.select_editions(project, [project.master], formats)
    )


@pytest.mark.slow
def test_a_publication_survives_a_killed_worker_and_is_the_local_one(workers: Cluster, tmp_path: Path) -> None:
    """One of three workers is killed at work, with results of earlier tasks in its memory; nobody sees it later."""
    here, there = copy_project("small", tmp_path / "here"), copy_project("small", tmp_path / "there, in a cluster")
    workers.add(3)
    run = octavo(there, "publish", "--scheduler", workers.address)
    until(lambda: any(there.logs.glob("*")), "the end of a first task")
    chosen: list[tuple[subprocess.Popen[bytes], Any]] = []

    def is_chosen() -> bool:
        holders = [workers.workers[number] for number in workers.holding("-html")]
        chosen[:] = [(process, child) for process, child in workers.busy() if process in holders]
        return bool(chosen)

    until(is_chosen, "a worker at work that holds what an earlier task made")
    victim, child = chosen[0]
    os.kill(victim.pid, signal.SIGKILL)
    until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE, "the end of the victim's process")
    status, said = said_by(run)
    assert status == 0, said
    assert victim.wait() == -signal.SIGKILL
    status, local = said_by(octavo(here, "publish"))
    assert status == 0, local
    assert site(there).keys() == site(here).keys()
    assert [name for name in site(here) if site(there)[name] != site(here)[name]] == []
    assert {Path(name).suffix for name in site(there)} >= {".html", ".epub", ".pdf"}
    # Every log is here and speaks of this machine's folders; what was read once was not read again elsewhere.
    logs = {path.name: path.read_text(encoding="utf-8") for path in there.logs.glob("*.log")}
    assert logs.keys() == {path.name for path in here.logs.glob("*.log")}
    assert [name for name, log in logs.items() if "octavo-task-" in log] == []
    for locale in ("en", "fr", "zh_CN"):
        assert "updating environment: 0 added, 0 changed, 0 removed" in logs[f"{locale}-epub.log"]
    until(lambda: not list(workers.folder.rglob("octavo-task-*")), "the end of the victim's folder")
    # Now that all is made, nothing is asked of anybody.
    workers.end()
    status, said = said_by(octavo(there, "publish", "--scheduler", workers.address))
    assert (status, "unchanged" in said) == (0, True), said


@pytest.mark.slow
def test_what_the_cluster_has_is_not_sent_again(workers: Cluster, small: Project) -> None:
    """The second run of another client sends what changed, also after the worker that held the parcels is gone."""
    workers.add()
    listening = [c.laddr.ip for p in workers.processes for c in psutil.Process(p.pid).net_connections()
                 if c.status == psutil.CONN_LISTEN]  # fmt: skip
    assert set(listening) == {"127.0.0.1"}
    orders = ("build", "-l", "fr", "-f", "html", "--scheduler", workers.address)
    status, said = said_by(octavo(small, *orders))
    assert status == 0, said
    everything = len(bundles.pack(small.root, bundles.inputs(small)))
    assert f"{everything} parcels" in said
    assert "0 (0.00 MB) were there" in said
    workers.workers[0].kill()
    workers.workers[0].wait()
    workers.add()
    shutil.rmtree(small.build)
    (small.source / "two/index.rst").open("a", encoding="utf-8").write("\nOne more sentence.\n")
    status, said = said_by(octavo(small, *orders))
    assert status == 0, said
    assert "cluster: 1 parcels" in said
    assert "One more sentence" in (small.build / "editions/fr/html/two/index.html").read_text(encoding="utf-8")
    # Here too, and on a worker that gets them from here, the doctrees are not read again; the next format writes only.
    status, said = said_by(octavo(small, "build", "-l", "fr", "-f", "epub", "--scheduler", workers.address))
    assert status == 0, said
    log = small.logs / "fr-epub.log"
    assert "0 added, 0 changed, 0 removed" in log.read_text(encoding="utf-8")
    shutil.rmtree(small.build / "editions")
    status, said = said_by(octavo(small, "build", "-l", "fr", "-f", "epub"))
    assert status == 0, said
    assert "0 added, 0 changed, 0 removed" in log.read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_failed_task_says_why_and_where_its_log_is_here(workers: Cluster, small: Project) -> None:
    """The others go on."""
    (small.source / "one/index.rst").open("a", encoding="utf-8").write("\n.. figure:: none.svg\n")
    workers.add()
    status, said = said_by(octavo(small, "publish", "-f", "html", "--scheduler", workers.address))
    assert status == 1
    assert f"{small.source}/one/index.rst" in said
    assert "[image-missing]" in said
    assert "octavo-task-" not in said
    assert "Nothing was published" in said


@pytest.mark.slow
def test_a_worker_with_other_files_of_octavo_is_refused(workers: Cluster, small: Project, tmp_path: Path) -> None:
    """Its version is the same, its program is not: pages of it would differ from those of others."""
    shutil.copytree(ROOT / "octavo", tmp_path / "other/octavo")
    (tmp_path / "other/octavo/ui/static/octavo.css").write_text("p { color: red }", encoding="utf-8")
    workers.add(1)
    workers.add(1, PYTHONPATH=str(tmp_path / "other"))
    status, said = said_by(octavo(small, "build", "-f", "html", "--scheduler", workers.address))
    assert status == 2
    assert "the worker tcp://127.0.0.1:" in said
    assert f", and {compatibility.versions()['octavo']} is wanted" in said
    assert "[cluster-versions]" in said
    assert not (small.build / "editions").exists()


@pytest.mark.slow
def test_workers_without_tex_are_refused_where_there_are_pdfs(workers: Cluster, small: Project) -> None:
    workers.add(1, PATH=str(Path(sys.executable).parent))
    status, said = said_by(octavo(small, "build", "-l", "en", "--scheduler", workers.address))
    assert status == 2
    assert "lacks xelatex, xdvipdfmx" in said
    assert "[cluster-programs]" in said
    status, said = said_by(octavo(small, "build", "-l", "en", "-f", "html", "--scheduler", workers.address))
    assert status == 0, said


@pytest.mark.slow
def test_a_worker_that_came_later_looks_at_itself(workers: Cluster, small: Project) -> None:
    from distributed import Client

    workers.add()
    task = todo(small, Format.HTML).tasks[0]
    order = worker.TaskRequest(
        "late",
        Job(build.run_task, resolve(small)[task.language], task),
        0,
        compatibility.versions() | {"docutils": "0.1"},
    )
    with Client(workers.address, set_as_default=False) as client:
        done = client.submit(worker.handle_request, order, [], {}, [], key="late").result(timeout=LIMIT)
    assert "and 0.1 is wanted" in done.outcome.error
    assert "[cluster-versions]" in done.outcome.error


@pytest.mark.slow
def test_a_cluster_that_is_not_there_is_no_long_wait(workers: Cluster, small: Project) -> None:
    """Neither without a scheduler nor without a worker; nor when the last worker goes in mid-run."""
    planned = todo(small, Format.HTML)
    with (
        pytest.raises(OctavoError, match=r"has no worker.*cluster-unreachable"),
        cluster.executor(workers.address, resolve(small), planned, patience=1),
    ):
        pass
    workers.add()
    with cluster.executor(workers.address, resolve(small), planned, longing=1) as pool:
        future = pool.submit(build.run_task, resolve(small)[small.master], planned.tasks[0])
        until(workers.busy, "a worker at work")
        workers.workers[0].kill()
        outcome = future.result(timeout=LIMIT)
    assert "no worker of the cluster was left to do en-html" in outcome.error
    workers.end()
    with (
        pytest.raises(OctavoError, match=r"no scheduler answers at tcp://127.0.0.1:.*cluster-unreachable"),
        cluster.executor(workers.address, resolve(small), planned, patience=1),
    ):
        pass


@pytest.mark.slow
def test_an_interrupted_run_ends_its_tasks(workers: Cluster, small: Project) -> None:
    workers.add()
    run = octavo(small, "publish", "-f", "html", "--scheduler", workers.address)
    until(workers.busy, "a worker at work")
    _, child = workers.busy()[0]
    run.send_signal(signal.SIGINT)
    status, said = said_by(run)
    assert status not in (0, 1), said
    assert "Traceback" not in said
    until(lambda: not workers.busy(), "the end of the task's process")
    assert not child.is_running()
    until(lambda: not list(workers.folder.rglob("octavo-task-*")), "the end of the task's folder")
    assert workers.workers[0].poll() is None


def test_without_dask_the_sentence_says_what_to_install(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(OctavoError, match=r"pip install .*octavo\[cluster\].*\[extra-missing\]"),
        cluster.executor("tcp://127.0.0.1:1", resolve(small), plan.Plan((), ())),
    ):
        pass
