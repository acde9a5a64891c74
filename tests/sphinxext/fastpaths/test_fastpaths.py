"""The fast paths change how long a build takes and nothing else."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib import import_module
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from octavo.catalogs import po
from octavo.catalogs.po import Catalog, Message
from octavo.project import Project, load
from octavo.sphinxext import fastpaths
from tests.conftest import ROOT

OTHER = fastpaths.Patch(
    "sphinx.transforms.i18n:Locale.apply", "octavo.no_such_module:apply", {"sphinx": "9.0.4", "docutils": "0.22."}
)


def test_a_patch_for_other_versions_is_not_imported_and_the_log_says_so_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    logged: list[Any] = []
    monkeypatch.delenv(fastpaths.SWITCH, raising=False)
    monkeypatch.setattr(fastpaths, "_reported", set())
    monkeypatch.setattr(fastpaths.logger, "info", lambda *words: logged.append(words))
    monkeypatch.setattr(fastpaths, "PATCHES", (OTHER,))
    monkeypatch.setattr(fastpaths, "version", {"sphinx": "9.0.5", "docutils": "0.22.4"}.__getitem__)
    app: Any = SimpleNamespace(config=SimpleNamespace(octavo_fast_paths=True))
    # A build of another test in this process may have put its patch in.
    original = fastpaths._originals.get(OTHER.target, import_module("sphinx.transforms.i18n").Locale.apply)
    fastpaths.switch(app)
    fastpaths.switch(app)
    assert OTHER.owner().apply is original
    assert logged == [(logged[0][0], "Locale.apply", ["sphinx 9.0.5"])]
    monkeypatch.setattr(fastpaths, "version", {"sphinx": "9.0.4", "docutils": "0.22.4"}.__getitem__)
    with pytest.raises(ModuleNotFoundError):
        fastpaths.switch(app)


def test_a_patch_of_a_package_that_is_missing_steps_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(package: str) -> str:
        raise PackageNotFoundError(package)

    monkeypatch.setattr(fastpaths, "version", missing)
    assert OTHER.other_versions() == ["sphinx none", "docutils none"]


@pytest.mark.slow
def test_the_extension_imports_no_replacement() -> None:
    code = "import sys, octavo.sphinxext as _; print([name for name in sys.modules if '.patches.' in name])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


@pytest.mark.parametrize("patch", fastpaths.PATCHES, ids=lambda patch: patch.name)
def test_what_a_patch_names_exists_in_the_versions_that_it_is_written_for(patch: fastpaths.Patch) -> None:
    if others := patch.other_versions():
        pytest.skip(f"it steps aside for {others}")
    import_module(patch.target.partition(":")[0])
    assert callable(getattr(patch.owner(), patch.name.rpartition(".")[2]))
    assert callable(getattr(patch.module(), patch.replacement.partition(":")[2]))


PAGE = """
.. index:: first; second, third
.. _all:

Every **kind** of ``markup``
============================

Plain text. Two -- dashes... and "quotes" that are 'smart'.

Strong **one**, *em two*, ``three``, :term:`Plan`, :ref:`a page <all>`, :doc:`/two/index`, `out <https://a.example/>`_,
https://b.example/x, |who|, a note [#n]_, a second [#]_, [C1]_, :index:`an entry`, :rfc:`2324`, :math:`x^2`, named_.

First :ref:`one <all>`, then :doc:`two </two/index>` and :term:`Plan`.

.. |who| replace:: some **body**
.. _named: https://c.example/

Look at this::

   a literal * block

.. code-block:: python

   print("code")

.. note::

   Within a *note*.

.. figure:: plan.svg
   :alt: A plan

   Its caption

.. list-table:: A table
   :header-rows: 1

   * - Head
     - Other *head*
   * - Cell
     - **Cell**

A term ``t``
   Its definition.

Another : with a class
   Its definition too.

1. One thing
2. And another

| A line
| and a line

Not translated, with ``code``.

Only fuzzy.

Repeated
--------

Text.

Repeated
--------

Same text.

.. [#n] The note.
.. [#] The second note.
.. [C1] The citation.
"""
#: Text and translation; the rest of the page gets one that says it is one.
SPECIAL = {
    "Look at this::": "Voyez ceci\u202f::",
    "First :ref:`one <all>`, then :doc:`two </two/index>` and :term:`Plan`.":
        ":term:`Plan` d’abord, puis :doc:`deux </two/index>`, enfin :ref:`un <all>`.",
    "1": "",
}  # fmt: skip


def with_every_construct(small: Project) -> Project:
    (small.source / "one/every.rst").write_text(PAGE, encoding="utf-8")
    index = small.source / "one/index.rst"
    index.write_text(
        index.read_text(encoding="utf-8").replace("   chapter\n", "   chapter\n   every\n"), encoding="utf-8"
    )
    configuration = small.root / "pyproject.toml"
    text = configuration.read_text(encoding="utf-8").replace('"fr"]', '"fr", "ar"]')
    configuration.write_text(text, encoding="utf-8")
    project = load(small.root)
    from octavo.catalogs.extract import pot

    pot.write_pot_files(project)
    for locale, word in (("fr", "Voici"), ("ar", "هذا")):
        language = project.language(locale)
        for template in sorted(project.templates.rglob("*.pot")):
            domain = template.relative_to(project.templates).with_suffix("").as_posix()
            path = project.catalogs(language) / f"{domain}.po"
            if path.is_file() and domain != "one/every":
                continue
            messages = [translated(message, word) for message in po.read(template)]
            path.parent.mkdir(parents=True, exist_ok=True)
            po.write(Catalog(path, tuple(messages)))
    return project


def translated(message: Message, word: str) -> Message:
    if message.msgid.startswith("Not translated"):
        return message
    text = SPECIAL.get(message.msgid, f"{word} {message.msgid}")
    flags = ("fuzzy",) if message.msgid.startswith("Only fuzzy") else ()
    return Message(message.msgid, (text,), flags=flags)


BUILD = """
import sys
from pathlib import Path
from octavo.compiler import compilation
from octavo.editions.pipeline import run
from octavo.editions.pipeline.plan import Task
from octavo.project import load
from octavo.workflow.language_build import resolve
project = load(Path(sys.argv[1]))
language = project.language(sys.argv[2])
if language != project.master:
    compilation.compile_catalogs(project, language)
for kind in sys.argv[3:]:
    outcome = run.run_task(resolve(project)[language], Task(kind, language, ""))
    if outcome.error:
        sys.exit(outcome.error)
"""


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.slow
@pytest.mark.parametrize("locale", ["en", "fr", "zh_CN", "ar"])
def test_all_editions_are_the_same_bytes_with_the_fast_paths_and_without(small: Project, locale: str) -> None:
    made = built_slowly_and_quickly(with_every_construct(small), locale)
    assert any(path.endswith("one/every.html") for path in made)


@pytest.mark.slow
@pytest.mark.parametrize("locale", ["en", "fr", "zh_CN"])
def test_so_are_those_of_the_guide_that_is_measured(tmp_path: Path, locale: str) -> None:
    command = [sys.executable, "bench/generated.py", tmp_path, "--pages", "6", "--words", "4000"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    made = built_slowly_and_quickly(load(tmp_path), locale)
    assert any(path.endswith("part-0/page-001.html") for path in made)


@pytest.mark.slow
def test_the_bench_measures_a_fast_path(tmp_path: Path) -> None:
    command = [sys.executable, "bench/generated.py", tmp_path, "--pages", "2", "--words", "600"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    command = [sys.executable, "bench/fast_paths.py", tmp_path, "--rounds", "1", "--only", "traversal"]
    run = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    line = r"without traversal +(?:(?:html|epub|latex|one message) [+-][\d.]+% \([\d.]+ s\) *){4}\n"
    assert re.fullmatch(line, run.stdout)


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted((ROOT / "bench").glob("*.py")), ids=lambda path: path.name)
def test_each_program_of_the_bench_says_what_it_takes(path: Path) -> None:
    if "argparse.ArgumentParser(" not in path.read_text(encoding="utf-8"):
        pytest.skip("it takes no options")
    run = subprocess.run([sys.executable, path, "--help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.startswith(f"usage: {path.name}")


KINDS = ("html", "epub", "latex")


def built_slowly_and_quickly(project: Project, locale: str, kinds: tuple[str, ...] = KINDS) -> list[str]:
    made: list[dict[str, bytes]] = []
    for switch in ("0", "1"):
        environment = os.environ | {fastpaths.SWITCH: switch, "SOURCE_DATE_EPOCH": "1600000000"}
        subprocess.run([sys.executable, "-c", BUILD, str(project.root), locale, *kinds], check=True, env=environment)
        made.append({
            f"{name}/{path}": data
            for name in ("editions", "latex")
            for path, data in files(project.build / name).items()
        })  # fmt: skip
        for name in ("editions", "latex", "doctrees"):
            if (project.build / name).is_dir():
                (project.build / name).rename(project.build / f"{name}-{switch}")
    slow, fast = made
    assert slow.keys() == fast.keys()
    assert [path for path, data in slow.items() if fast[path] != data] == []
    return list(fast)
