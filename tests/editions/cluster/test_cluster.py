"""Test builds on a Dask cluster with real schedulers and workers that are killed, different or missing."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from octavo.cli import main
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
if not find_spec("distributed"):  # importing it takes longer than the quick tests here
    pytest.skip("the extra “cluster” is not installed", allow_module_level=True)

#: Seconds to wait before a test fails, long enough for a busy machine.
LIMIT = 240.0
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "1600000000"}


def until(is_so: Callable[[], object], what: str) -> None:
    end = time.monotonic() + LIMIT
    while not is_so():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.05)


class Cluster:
    """Run a scheduler and workers on 127.0.0.1, each as a program of its own."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder, self.environment = folder, environment
        self.processes: list[subprocess.Popen[bytes]] = []
        self.workers: list[subprocess.Popen[bytes]] = []
        output = folder / "scheduler.json"
        protocol = ("--protocol", "tls") if environment else ()
        self._start("scheduler", "--port", "0", "--scheduler-file", str(output), *protocol)
        until(output.is_file, "the scheduler")
        until(lambda: output.read_text(encoding="utf-8").strip().endswith("}"), "the scheduler's file")
        self.address: str = json.loads(output.read_text(encoding="utf-8"))["address"]

    def _start(self, what: str, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        order = [sys.executable, "-m", "dask", what, *arguments, "--host", "127.0.0.1"]
        order += ["--dashboard-address", "127.0.0.1:0", "--no-dashboard"]
        log = (self.folder / f"{what}-{len(self.processes)}.log").open("wb")
        process = subprocess.Popen(
            order,
            cwd=self.folder,
            env=ENVIRONMENT | self.environment | environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        log.close()
        self.processes.append(process)
        return process

    def add(self, count: int = 1, **environment: str) -> None:
        """Start workers and wait until they have joined."""
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
        """Return the workers that run a task, each with the process of the task."""
        running = [process for process in self.workers if process.poll() is None]
        return [
            (process, child) for process in running for child in psutil.Process(process.pid).children()
            if child.name() != "sh"  # which waits to delete the task's folder
        ]  # fmt: skip

    def holding(self, part: str) -> set[int]:
        """Return the numbers of the workers that have a result with *part* in its key."""
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            names = {
                address: worker["name"] for address, worker in client.scheduler_info(n_workers=-1)["workers"].items()
            }
            results = client.has_what()
        workers = {names[address] for address, keys in results.items() if any(part in str(key) for key in keys)}
        return {int(name.rpartition("-")[2]) for name in workers}

    def end(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[Cluster]:
    """Run a cluster without workers."""
    folder = tmp_path / "cluster"
    folder.mkdir()
    running = Cluster(folder)
    yield running
    running.end()


def octavo(project: Project, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "octavo", *arguments], cwd=project.root, env=ENVIRONMENT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def result_of(run: subprocess.Popen[str]) -> tuple[int, str]:
    out, err = run.communicate(timeout=LIMIT)
    return run.returncode, out + err


def site(project: Project) -> dict[str, bytes]:
    paths = (path for path in project.site.rglob("*") if path.is_file())
    return {path.relative_to(project.site).as_posix(): path.read_bytes() for path in paths}


def todo(project: Project, *formats: Format) -> plan.Plan:
    return plan.make_plan(
        resolve(project, languages=[project.master]), build.select_editions(project, [project.master], formats)
    )


def task_folders(folder: Path) -> list[str]:
    """Return the folders of tasks below *folder*; os.walk passes over those that disappear meanwhile."""
    return [name for _, names, _ in os.walk(folder) for name in names if name.startswith("octavo-task-")]


@pytest.mark.slow
def test_a_publication_survives_a_killed_worker_and_equals_the_local_one(workers: Cluster, tmp_path: Path) -> None:
    """Kill one of three workers while it runs a task and has results in memory; the site must not differ."""
    here, there = copy_project("small", tmp_path / "here"), copy_project("small", tmp_path / "there, in a cluster")
    workers.add(3)
    run = octavo(there, "publish", "--scheduler", workers.address)
    until(lambda: any(there.logs.glob("*")), "the end of a first task")
    chosen: list[tuple[subprocess.Popen[bytes], Any]] = []

    def is_chosen() -> bool:
        holders = [workers.workers[number] for number in workers.holding("-html")]
        chosen[:] = [(process, child) for process, child in workers.busy() if process in holders]
        return bool(chosen)

    until(is_chosen, "a busy worker that has the result of an earlier task")
    victim, child = chosen[0]
    os.kill(victim.pid, signal.SIGKILL)
    until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE, "the end of the victim's process")
    status, output = result_of(run)
    assert status == 0, output
    assert victim.wait() == -signal.SIGKILL
    status, local = result_of(octavo(here, "publish"))
    assert status == 0, local
    assert site(there).keys() == site(here).keys()
    assert [name for name in site(here) if site(there)[name] != site(here)[name]] == []
    assert {Path(name).suffix for name in site(there)} >= {".html", ".epub", ".pdf"}
    # All logs are on this machine with its paths, and no document was read twice.
    logs = {path.name: path.read_text(encoding="utf-8") for path in there.logs.glob("*.log")}
    assert logs.keys() == {path.name for path in here.logs.glob("*.log")}
    assert [name for name, log in logs.items() if "octavo-task-" in log] == []
    for locale in ("en", "fr", "zh_CN"):
        assert "updating environment: 0 added, 0 changed, 0 removed" in logs[f"{locale}-epub.log"]
    until(lambda: not task_folders(workers.folder), "the end of the victim's folder")
    # Everything is built, so a second run needs no cluster.
    workers.end()
    status, output = result_of(octavo(there, "publish", "--scheduler", workers.address))
    assert (status, "unchanged" in output) == (0, True), output


def test_the_folder_of_a_task_goes_with_a_worker_that_is_killed_before_its_process_runs(tmp_path: Path) -> None:
    program = (
        "import os, signal, sys\n"
        "from octavo.editions.cluster import worker\n"
        "with worker._task_folder(sys.argv[1]) as folder:\n"
        "    (folder / 'file').touch()\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run([sys.executable, "-c", program, str(tmp_path)], env=ENVIRONMENT, check=False)
    assert killed.returncode == -signal.SIGKILL
    until(lambda: not task_folders(tmp_path), "the end of the folder")


@pytest.mark.slow
def test_bundles_in_the_cluster_are_not_sent_again(workers: Cluster, small: Project) -> None:
    """A second client sends only changes, even after the worker that had the bundles is gone."""
    workers.add()
    listening = [c.laddr.ip for p in workers.processes for c in psutil.Process(p.pid).net_connections()
                 if c.status == psutil.CONN_LISTEN]  # fmt: skip
    assert set(listening) == {"127.0.0.1"}
    orders = ("build", "fr", "-f", "html", "--scheduler", workers.address)
    status, output = result_of(octavo(small, *orders))
    assert status == 0, output
    everything = len(bundles.pack(small.root, bundles.inputs(resolve(small))))
    assert f"{everything} bundles" in output
    assert "0 (0.00 MB) already in the cluster" in output
    workers.workers[0].kill()
    workers.workers[0].wait()
    workers.add()
    shutil.rmtree(small.build)
    (small.source / "two/index.rst").open("a", encoding="utf-8").write("\nOne more sentence.\n")
    status, output = result_of(octavo(small, *orders))
    assert status == 0, output
    assert "cluster: 1 bundles" in output
    assert "One more sentence" in (small.build / "editions/fr/html/two/index.html").read_text(encoding="utf-8")
    # Neither this machine nor a worker reads the documents again for another format.
    status, output = result_of(octavo(small, "build", "fr", "-f", "epub", "--scheduler", workers.address))
    assert status == 0, output
    log = small.logs / "fr-epub.log"
    assert "0 added, 0 changed, 0 removed" in log.read_text(encoding="utf-8")
    shutil.rmtree(small.build / "editions")
    status, output = result_of(octavo(small, "build", "fr", "-f", "epub"))
    assert status == 0, output
    assert "0 added, 0 changed, 0 removed" in log.read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_failed_task_reports_its_error_with_local_paths(workers: Cluster, small: Project) -> None:
    """Other tasks continue, but nothing is published."""
    (small.source / "one/index.rst").open("a", encoding="utf-8").write("\n.. figure:: none.svg\n")
    workers.add()
    status, output = result_of(octavo(small, "publish", "-f", "html", "--scheduler", workers.address))
    assert status == 1
    assert f"{small.source}/one/index.rst" in output
    assert "[image-missing]" in output
    assert "octavo-task-" not in output
    assert "Nothing was published" in output


@pytest.mark.slow
def test_a_worker_with_other_octavo_files_is_refused(workers: Cluster, small: Project, tmp_path: Path) -> None:
    """Its version is the same, but its files differ, so its pages could differ."""
    shutil.copytree(ROOT / "octavo", tmp_path / "other/octavo")
    (tmp_path / "other/octavo/ui/static/octavo/octavo.css").write_text("p { color: red }", encoding="utf-8")
    workers.add(1)
    workers.add(1, PYTHONPATH=str(tmp_path / "other"))
    status, output = result_of(octavo(small, "build", "-f", "html", "--scheduler", workers.address))
    assert status == 2
    assert "the worker tcp://127.0.0.1:" in output
    assert f", but this run needs {compatibility.versions()['octavo']}" in output
    assert "[cluster-versions]" in output
    assert not (small.build / "editions").exists()


@pytest.mark.slow
def test_workers_without_tex_are_refused_for_pdfs(workers: Cluster, small: Project) -> None:
    workers.add(1, PATH=str(Path(sys.executable).parent))
    status, output = result_of(octavo(small, "build", "en", "--scheduler", workers.address))
    assert status == 2
    assert "lacks xelatex, xdvipdfmx" in output
    assert "[cluster-programs]" in output
    status, output = result_of(octavo(small, "build", "en", "-f", "html", "--scheduler", workers.address))
    assert status == 0, output


@pytest.mark.slow
def test_a_worker_that_joins_later_checks_itself(workers: Cluster, small: Project) -> None:
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
    assert "but this run needs 0.1" in done.outcome.error
    assert "[cluster-versions]" in done.outcome.error


@pytest.mark.parametrize(
    "address",
    ["", "a b", "foo:bar", "http://x:1", "tcp://", "tcp://127.0.0.1:x", "tcp://127.0.0.1:99999", "tcp://a:0", "inproc://a:1",
     "ucx://127.0.0.1:1", "::::", "\0", "tcp://a:²", "tcp://a\nb:1", "host"],
)  # fmt: skip
def test_a_wrong_address_of_a_scheduler_is_one_sentence(small: Project, address: str) -> None:
    """Dask itself would answer some of them with a traceback."""
    with (
        pytest.raises(OctavoError, match="is not the address of a scheduler"),
        cluster.executor(address, resolve(small), todo(small, Format.HTML)),
    ):
        pass


def test_a_command_shows_that_sentence(
    small: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(small.root)
    assert main(["build", "-f", "html", "--scheduler", "tcp://a\nb:1"]) == 2
    assert capsys.readouterr().err.splitlines()[-1].endswith("[cluster-address]")


@pytest.mark.slow
def test_an_unreachable_cluster_is_reported_after_the_timeout(workers: Cluster, small: Project) -> None:
    """Cover a missing scheduler, a missing worker, and a run that loses its last worker."""
    planned = todo(small, Format.HTML)
    with (
        pytest.raises(OctavoError, match=r"has no worker.*cluster-unreachable"),
        cluster.executor(workers.address, resolve(small), planned, connect_timeout=1),
    ):
        pass
    workers.add()
    with cluster.executor(workers.address, resolve(small), planned, no_worker_timeout=1) as pool:
        future = pool.submit(build.run_task, resolve(small)[small.master], planned.tasks[0])
        until(workers.busy, "a busy worker")
        workers.workers[0].kill()
        outcome = future.result(timeout=LIMIT)
    assert "the cluster had no worker left for en-html" in outcome.error
    workers.end()
    with (
        pytest.raises(OctavoError, match=r"no scheduler answers at tcp://127.0.0.1:.*cluster-unreachable"),
        cluster.executor(workers.address, resolve(small), planned, connect_timeout=1),
    ):
        pass


@pytest.mark.slow
def test_an_interrupted_run_cancels_its_tasks(workers: Cluster, small: Project) -> None:
    workers.add()
    run = octavo(small, "publish", "-f", "html", "--scheduler", workers.address)
    until(workers.busy, "a busy worker")
    _, child = workers.busy()[0]
    run.send_signal(signal.SIGINT)
    status, output = result_of(run)
    assert status not in (0, 1), output
    assert "Traceback" not in output
    until(lambda: not workers.busy(), "the end of the task's process")
    assert not child.is_running()
    until(lambda: not task_folders(workers.folder), "the end of the task's folder")
    assert workers.workers[0].poll() is None


def test_without_dask_the_error_says_what_to_install(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(OctavoError, match=r"pip install .*octavo\[cluster\].*\[extra-missing\]"),
        cluster.executor("tcp://127.0.0.1:1", resolve(small), plan.Plan((), ())),
    ):
        pass


# --- encryption ---------------------------------------------------------------------------------------


def certificate(folder: Path) -> dict[str, str]:
    """Make a certificate in *folder*; return Dask's settings with it, for scheduler, workers and clients."""
    folder.mkdir()
    key, cert = folder / "key.pem", folder / "cert.pem"
    order = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=octavo"]
    subprocess.run([*order, "-keyout", key, "-out", cert], check=True, capture_output=True)
    who = {f"{name}.{kind}": str(path) for name in ("scheduler", "worker", "client")
           for kind, path in (("cert", cert), ("key", key))}  # fmt: skip
    return {f"distributed.comm.tls.{name}": value for name, value in {"ca-file": str(cert), **who}.items()}


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("openssl"), reason="OpenSSL is not installed")
def test_only_a_machine_with_the_certificate_reaches_a_cluster_with_tls(tmp_path: Path) -> None:
    import dask

    ours, theirs = certificate(tmp_path / "ours"), certificate(tmp_path / "theirs")
    only = {"distributed.comm.require-encryption": True}
    names = {
        f"DASK_{name.upper().replace('.', '__').replace('-', '_')}": str(value) for name, value in (ours | only).items()
    }
    safe = Cluster(tmp_path, **names)
    try:
        assert safe.address.startswith("tls://")
        with dask.config.set(ours):
            safe.add()
            client = cluster._connect(safe.address, LIMIT)
            assert client.submit(sum, [1, 2]).result(timeout=LIMIT) == 3
            client.close()
        for settings, address in (
            (theirs, safe.address),
            (dict.fromkeys(ours), safe.address),
            (dict.fromkeys(ours), safe.address.replace("tls://", "tcp://")),
        ):
            with dask.config.set(settings), pytest.raises(OctavoError, match="cluster-unreachable"):
                cluster._connect(address, 10)
    finally:
        safe.end()
