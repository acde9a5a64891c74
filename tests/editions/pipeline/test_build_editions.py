"""Any program can build editions: no command line is needed."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from octavo.editions.pipeline import build, plan, run
from octavo.errors import OctavoError
from octavo.project import Format, Project
from octavo.workflow.language_build import resolve
from tests.conftest import ROOT

PROGRAM = """
import sys
from pathlib import Path
from octavo.editions.pipeline import build
from octavo.project import load

planned, done = [], []
result = build(load(Path.cwd()), ["fr"], ["html"], in_process=IN_PROCESS, on_plan=planned.append, progress=done.append)
(made,) = result.made
assert made.error == "" and result.status == 0, made
assert made.path.joinpath("one", "index.html").is_file()
assert [task.name for task in planned[0].tasks] == [outcome.task.name for outcome in done] == ["fr-html"]
again = build(load(Path.cwd()), ["fr"], ["html"])
assert again.made[0].seconds == 0
assert not {"click", "rich", "octavo.cli"} & set(sys.modules)
"""


@pytest.mark.slow
@pytest.mark.parametrize("in_process", [True, False])
def test_a_program_builds_an_edition_without_the_command_line(small: Project, in_process: bool) -> None:
    program = PROGRAM.replace("IN_PROCESS", str(in_process))
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=small.root, env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout == "", "a library does not print"


def test_an_unknown_name_is_an_error_that_lists_the_known_ones(small: Project) -> None:
    with pytest.raises(OctavoError, match="xx"):
        build(small, ["xx"])


def test_nothing_is_built_if_strict_and_this_machine_cannot_build_it_all(
    small: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = build(small, formats=["pdf"], strict=True)
    assert (result.made, result.status) == ((), 2)
    assert "PDFs were left out" in result.left_out


def test_no_module_below_the_commands_reads_the_context_of_click() -> None:
    folder = ROOT / "octavo"
    readers = [path for path in folder.rglob("*.py") if "get_current_context" in path.read_text(encoding="utf-8")]
    importers = [
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.py")
        if "import click" in path.read_text(encoding="utf-8") and path.relative_to(folder).parts[0] != "cli"
    ]
    assert (readers, importers) == ([], [])


class Broken(Executor):
    """A pool whose process was killed: its first task fails, and it takes no other."""

    def __init__(self) -> None:
        self.tasks = 0

    def submit(self, *arguments: object, **named: object) -> Future[object]:  # type: ignore[override]
        self.tasks += 1
        if self.tasks > 1:
            raise BrokenProcessPool("a child process ended")
        future: Future[object] = Future()
        future.set_exception(BrokenProcessPool("a child process ended"))
        return future


def test_a_pool_that_is_gone_is_an_error_of_each_edition(small: Project) -> None:
    """The system may kill a process that needs much memory; no traceback may hide the sentence."""
    builds = resolve(small)
    todo = plan.make_plan(builds, run.select_editions(small, formats=[Format.HTML, Format.EPUB]))
    made = run.run_plan(builds, todo, Broken(), slots=1)
    assert len(made) == 3 + 9
    assert all("[worker-lost]" in item.error for item in made)
