"""Test bundles, the changes of a task, and the check of versions and programs."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from octavo.editions.cluster import bundles, compatibility, relocate_env, task_process
from octavo.editions.cluster.compatibility import Requirements
from octavo.editions.pipeline.plan import Task
from octavo.errors import OctavoError
from octavo.project import Project
from octavo.workflow.language_build import LanguageBuild, resolve


def test_a_bundle_depends_on_content_and_not_on_times(small: Project) -> None:
    """A fresh checkout of the same text has new times but the same bundles."""
    before = bundles.pack(small.root, bundles.inputs(resolve(small)))
    for path in bundles.inputs(resolve(small)):
        os.utime(path, (1, 1))
    assert [bundle.digest for bundle in bundles.pack(small.root, bundles.inputs(resolve(small)))] == [
        p.digest for p in before
    ]
    (small.source / "two/index.rst").write_text("Two\n===\n", encoding="utf-8")
    after = {bundle.digest for bundle in bundles.pack(small.root, bundles.inputs(resolve(small)))}
    changed = [bundle for bundle in before if bundle.digest not in after]
    assert [[file.path for file in bundle.files] for bundle in changed] == [["source/two/index.rst"]]


def test_equal_files_in_two_folders_are_two_bundles(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "same.txt").write_text("same", encoding="utf-8")
    first, second = bundles.pack(tmp_path, sorted(tmp_path.rglob("*.txt")))
    assert first.digest != second.digest


def test_hidden_files_environments_and_build_results_are_not_sent(small: Project) -> None:
    """Hidden files may contain secrets, so they never leave this machine."""
    for name in (".env", ".git/config", ".venv/bin/python", "node_modules/a/b.js", "source/__pycache__/x.pyc",
                 "env/pyvenv.cfg", "env/lib/a.py", "build/site/en/index.html", "build/logs/en-html.log",
                 "build/doctrees/en/index.doctree", "build/catalogs/fr/LC_MESSAGES/index.mo"):  # fmt: skip
        (small.root / name).parent.mkdir(parents=True, exist_ok=True)
        (small.root / name).write_text("x", encoding="utf-8")
    sent = {path.relative_to(small.root).as_posix() for path in bundles.inputs(resolve(small))}
    assert {name.partition("/")[0] for name in sent} == {"pyproject.toml", "conf.py", "source", "locales", "build"}
    assert [name for name in sent if name.startswith("build/")] == ["build/catalogs/fr/LC_MESSAGES/index.mo"]
    assert not [name for name in sent if "__pycache__" in name]


def test_a_snapshot_is_sent_without_its_build_results(small: Project) -> None:
    then = replace(small, root=small.build / "past/abc")
    for name in ("source/index.rst", "build/templates/index.pot", "build/doctrees/fr/index.doctree"):
        (then.root / name).parent.mkdir(parents=True, exist_ok=True)
        (then.root / name).write_text("x", encoding="utf-8")
    sent = {
        path.relative_to(then.root).as_posix()
        for path in bundles.inputs(resolve(small, {"fr": then}))
        if then.root in path.parents
    }
    assert sent == {"source/index.rst", "build/templates/index.pot"}
    assert [path.name for path in bundles.state(then, small.language("fr"))] == ["index.doctree"]


def test_unpacked_files_have_their_modification_times(small: Project, tmp_path: Path) -> None:
    """Sphinx compares times and would read a newer file again."""
    paths = bundles.inputs(resolve(small))
    target = tmp_path / "there"
    for bundle in bundles.pack(small.root, paths):
        bundles.unpack(target, bundle.files, bundles.times(small.root, paths))
    arrived = [path for path in target.rglob("*") if path.is_file()]
    assert bundles.times(target, arrived) == bundles.times(small.root, paths)
    assert all(path.read_bytes() == (small.root / path.relative_to(target)).read_bytes() for path in arrived)


def test_changes_of_a_task_can_be_applied_elsewhere(tmp_path: Path) -> None:
    """New, changed and deleted files are sent; unchanged files are not."""
    here, there = tmp_path / "here", tmp_path / "there"
    for root in (here, there):
        for name in ("kept", "changed", "old/deleted"):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(name, encoding="utf-8")
            os.utime(root / name, (1, 1))

    def files_of(root: Path) -> list[Path]:
        return [path for path in root.rglob("*") if path.is_file()]

    before = bundles.fingerprints(here, files_of(here))
    (here / "changed").write_text("else", encoding="utf-8")
    (here / "old/deleted").unlink()
    (here / "made").write_text("new", encoding="utf-8")
    done = bundles.changes(here, before, files_of(here))
    assert [file.path for file in done.files] == ["changed", "made"]
    bundles.apply(there, done)
    assert {path.name: path.read_text(encoding="utf-8") for path in files_of(there)} == {
        "kept": "kept", "changed": "else", "made": "new",
    }  # fmt: skip
    assert not (there / "old").exists()
    assert bundles.times(there, files_of(there)) == bundles.times(here, files_of(here))


def test_a_project_is_relocated_with_its_snapshots(small: Project) -> None:
    build = LanguageBuild(small, small.language("fr"), replace(small, root=small.build / "past/abc"))
    moved = task_process.relocated(build, Path("/elsewhere"))
    assert moved.publication.source == Path("/elsewhere/source")
    assert moved.project.source == Path("/elsewhere/build/past/abc/source")


def test_an_unreadable_environment_is_not_changed(small: Project) -> None:
    file = small.build / "doctrees/en/environment.pickle"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"nothing of the kind")
    relocate_env.relocate(small, small.master)
    relocate_env.date(small, small.master)
    assert file.read_bytes() == b"nothing of the kind"


def test_a_worker_with_another_version_is_refused() -> None:
    ours = compatibility.versions()
    compatibility.compare_machines("tcp://w:1", ours, ours, [])
    with pytest.raises(OctavoError) as caught:
        compatibility.compare_machines("tcp://w:1", ours | {"sphinx": "7.4.7"}, ours, [])
    assert caught.value.code == "cluster-versions"
    assert f"the worker tcp://w:1 has sphinx 7.4.7, but this run needs {ours['sphinx']}" in caught.value.sentence
    assert {"Python", "octavo", "sphinx", "docutils"} <= ours.keys()


def test_programs_are_required_only_for_pdfs(small: Project) -> None:
    french = small.language("fr")
    html, paper = Task("html", french, "new"), Task("pdf", french, "new", small.books[0])
    assert Requirements.of([html]) == Requirements()
    assert Requirements.of([html, paper]) == Requirements(paper=True)
    arabic = replace(french, locale="ar")
    assert Requirements.of([replace(html, language=arabic), paper]) == Requirements(paper=True)
    assert Requirements.of([replace(paper, language=arabic)]) == Requirements(paper=True, right_to_left=True)
    with pytest.raises(OctavoError, match=r"lacks xelatex, required for PDFs.*\[cluster-programs\]"):
        compatibility.compare_machines("tcp://w:1", {}, {}, ["xelatex"])
