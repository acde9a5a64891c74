"""What a run knows of a language is resolved once, and handed to whatever runs after that."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from octavo import publication
from octavo.editions.pipeline import build, plan, run
from octavo.editions.pipeline.plan import Plan, Task
from octavo.editions.pipeline.run import TaskResult
from octavo.project import Gate, Project
from octavo.project.values import Snapshot
from octavo.workflow import coverage, gate, language_build
from octavo.workflow.language_build import LanguageBuild, LanguageBuilds, resolve
from tests.conftest import ROOT


class _Writer(Executor):
    """Writes an empty page instead of running Sphinx."""

    def submit(self, function: Any, build: LanguageBuild, task: Task, /) -> Future[TaskResult]:  # type: ignore[override]
        folder = plan.editions_folder(build.project, task.language) / "html"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "index.html").write_text("<p>", encoding="utf-8")
        future: Future[TaskResult] = Future()
        future.set_result(TaskResult(task, 1.0))
        return future


@contextmanager
def writer(builds: LanguageBuilds, todo: Plan) -> Iterator[Executor]:
    yield _Writer()


def test_each_figure_is_computed_once_in_a_publication_of_three_languages(
    small: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts: Counter[str] = Counter()

    def counted(module: Any, name: str) -> None:
        function: Callable[..., Any] = getattr(module, name)

        def call(*arguments: Any) -> Any:
            counts[name] += 1
            return function(*arguments)

        monkeypatch.setattr(module, name, call)

    # The catalogs are compiled in this process, whose calls are counted.
    build(small, formats=["html"], executor=writer)
    for path in sorted((small.build / "editions").rglob("index.html")):
        path.unlink()
        path.parent.rmdir()
    counted(coverage, "of_language")
    counted(gate, "linkable_documents")
    counted(language_build, "input_hash")
    result = build(small, formats=["html"], executor=writer)
    assert len(result.made) == 3
    assert all(item.seconds for item in result.made)
    publication.publish(result.builds, result.made)
    assert counts == {"of_language": len(small.translations), "linkable_documents": 1, "input_hash": 3}


def test_only_the_inputs_of_the_languages_that_are_built_are_hashed(small: Project) -> None:
    french = small.language("fr")
    builds = resolve(small, languages=[french])
    assert [language.locale for language in small.languages if builds[language].input_hash] == ["fr"]
    pseudo = small.language("en_XA")
    assert resolve(small, languages=[pseudo])[pseudo].input_hash


def test_a_language_is_resolved_to_its_snapshot(small: Project) -> None:
    french, then = small.language("fr"), replace(small, snapshot=Snapshot("abc", 1600000000), gates={"fr": Gate()})
    builds = resolve(small, {"fr": then})
    assert builds[french].project is then
    assert builds[french].publication is builds[small.master].project is small
    assert set(builds[french].changes) == builds[french].linkable["fr"]
    assert builds[small.master].changes == {}


def test_the_value_crosses_processes_whole(small: Project) -> None:
    build = resolve(small, languages=small.languages)[small.language("fr")]
    assert pickle.loads(pickle.dumps(build)) == build  # noqa: S301  # made here


PROGRAM = """
import sys
from pathlib import Path
from octavo.compiler import compilation
from octavo.editions.pipeline import run
from octavo.editions.pipeline.plan import Task
from octavo.project import load
from octavo.workflow import coverage, gate, language_build, snapshot_changes

project = load(Path.cwd())
french = project.language("fr")
compilation.compile_catalogs(project, french)
build = language_build.resolve(project, languages=[french])[french]

def fail(*arguments):
    raise AssertionError("computed again")

coverage.of_language = gate.linkable_documents = gate.coverage_by_domain = fail
language_build.resolve = language_build.input_hash = snapshot_changes.changes_since = fail
import octavo.sphinxext.configuration
octavo.sphinxext.configuration.resolve = fail
result = run.run_task(build, Task("html", french, "test"))
assert not result.error, result.error
"""


@pytest.mark.slow
def test_a_task_computes_nothing_again(small: Project) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=small.root, env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_the_log_of_a_task_is_in_the_folder_of_the_text_that_is_published(small: Project) -> None:
    then = replace(small, root=small.build / "past" / "abc")
    assert run.log_path(then, Task("html", small.master, "test")).is_relative_to(then.build)
