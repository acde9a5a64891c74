"""What crosses the network: a project's files by their content, and what a task did to its own."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from octavo.editions.cluster import bundles, compatibility, relocate_env, task_process
from octavo.editions.cluster.compatibility import Needs
from octavo.editions.pipeline.plan import Task
from octavo.errors import OctavoError
from octavo.project import Project
from octavo.workflow.language_build import LanguageBuild, resolve


def test_a_parcel_is_its_content_not_its_day(small: Project) -> None:
    """A fresh checkout of the same text, whose files are all new, is nothing new to a cluster."""
    before = bundles.pack(small.root, bundles.inputs(resolve(small)))
    for path in bundles.inputs(resolve(small)):
        os.utime(path, (1, 1))
    assert [parcel.digest for parcel in bundles.pack(small.root, bundles.inputs(resolve(small)))] == [
        p.digest for p in before
    ]
    (small.source / "two/index.rst").write_text("Two\n===\n", encoding="utf-8")
    after = {parcel.digest for parcel in bundles.pack(small.root, bundles.inputs(resolve(small)))}
    changed = [parcel for parcel in before if parcel.digest not in after]
    assert [[file.path for file in parcel.files] for parcel in changed] == [["source/two/index.rst"]]


def test_files_of_one_content_in_two_folders_are_two_parcels(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "same.txt").write_text("same", encoding="utf-8")
    first, second = bundles.pack(tmp_path, sorted(tmp_path.rglob("*.txt")))
    assert first.digest != second.digest


def test_what_is_hidden_made_or_installed_is_not_sent(small: Project) -> None:
    """No secret in a hidden file, no environment and no earlier publication leaves this machine."""
    for name in (".env", ".git/config", ".venv/bin/python", "node_modules/a/b.js", "source/__pycache__/x.pyc",
                 "env/pyvenv.cfg", "env/lib/a.py", "build/site/en/index.html", "build/logs/en-html.log",
                 "build/doctrees/en/index.doctree", "build/catalogs/fr/LC_MESSAGES/index.mo"):  # fmt: skip
        (small.root / name).parent.mkdir(parents=True, exist_ok=True)
        (small.root / name).write_text("x", encoding="utf-8")
    sent = {path.relative_to(small.root).as_posix() for path in bundles.inputs(resolve(small))}
    assert {name.partition("/")[0] for name in sent} == {"pyproject.toml", "conf.py", "source", "locales", "build"}
    assert [name for name in sent if name.startswith("build/")] == ["build/catalogs/fr/LC_MESSAGES/index.mo"]
    assert not [name for name in sent if "__pycache__" in name]


def test_an_earlier_text_is_sent_without_what_was_made_of_it(small: Project) -> None:
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


def test_files_arrive_with_their_times(small: Project, tmp_path: Path) -> None:
    """Sphinx compares times: a file that seems new would be read again."""
    paths = bundles.inputs(resolve(small))
    target = tmp_path / "there"
    for parcel in bundles.pack(small.root, paths):
        bundles.unpack(target, parcel.files, bundles.times(small.root, paths))
    arrived = [path for path in target.rglob("*") if path.is_file()]
    assert bundles.times(target, arrived) == bundles.times(small.root, paths)
    assert all(path.read_bytes() == (small.root / path.relative_to(target)).read_bytes() for path in arrived)


def test_what_a_task_did_is_done_again_elsewhere(tmp_path: Path) -> None:
    """Made, changed and removed files; what stayed as it was does not travel."""
    here, there = tmp_path / "here", tmp_path / "there"
    for root in (here, there):
        for name in ("kept", "changed", "old/gone"):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(name, encoding="utf-8")
            os.utime(root / name, (1, 1))

    def held(root: Path) -> list[Path]:
        return [path for path in root.rglob("*") if path.is_file()]

    before = bundles.fingerprints(here, held(here))
    (here / "changed").write_text("else", encoding="utf-8")
    (here / "old/gone").unlink()
    (here / "made").write_text("new", encoding="utf-8")
    done = bundles.changes(here, before, held(here))
    assert [file.path for file in done.files] == ["changed", "made"]
    bundles.apply(there, done)
    assert {path.name: path.read_text(encoding="utf-8") for path in held(there)} == {
        "kept": "kept", "changed": "else", "made": "new",
    }  # fmt: skip
    assert not (there / "old").exists()
    assert bundles.times(there, held(there)) == bundles.times(here, held(here))


def test_a_project_moves_with_its_earlier_texts(small: Project) -> None:
    build = LanguageBuild(small, small.language("fr"), replace(small, root=small.build / "past/abc"))
    moved = task_process.relocated(build, Path("/elsewhere"))
    assert moved.publication.source == Path("/elsewhere/source")
    assert moved.project.source == Path("/elsewhere/build/past/abc/source")


def test_doctrees_that_cannot_be_read_are_left_to_sphinx(small: Project) -> None:
    file = small.build / "doctrees/en/environment.pickle"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"nothing of the kind")
    relocate_env.relocate(small, small.master)
    relocate_env.date(small, small.master)
    assert file.read_bytes() == b"nothing of the kind"


def test_another_version_is_refused_with_both_versions() -> None:
    ours = compatibility.versions()
    compatibility.compare_machines("tcp://w:1", ours, ours, [])
    with pytest.raises(OctavoError) as caught:
        compatibility.compare_machines("tcp://w:1", ours | {"sphinx": "7.4.7"}, ours, [])
    assert caught.value.code == "cluster-versions"
    assert f"the worker tcp://w:1 has sphinx 7.4.7, and {ours['sphinx']} is wanted" in caught.value.sentence
    assert {"Python", "octavo", "sphinx", "docutils"} <= ours.keys()


def test_programs_are_asked_for_where_there_are_pdfs(small: Project) -> None:
    french = small.language("fr")
    html, paper = Task("html", french, "new"), Task("pdf", french, "new", small.books[0])
    assert Needs.of([html]) == Needs()
    assert Needs.of([html, paper]) == Needs(paper=True)
    arabic = replace(french, locale="ar")
    assert Needs.of([replace(html, language=arabic), paper]) == Needs(paper=True)
    assert Needs.of([replace(paper, language=arabic)]) == Needs(paper=True, right_to_left=True)
    with pytest.raises(OctavoError, match=r"lacks xelatex, which PDFs need.*\[cluster-programs\]"):
        compatibility.compare_machines("tcp://w:1", {}, {}, ["xelatex"])
