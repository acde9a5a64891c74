"""The fast paths change how long a build takes and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from docutils import nodes
from docutils.core import Publisher
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sphinx.application import Sphinx
from sphinx.transforms.i18n import _publish_msgstr
from sphinx.util.docutils import docutils_namespace, patch_docutils, sphinx_domains

from octavo.catalogs import po
from octavo.catalogs.po import Catalog, Message
from octavo.project import Project, load
from octavo.sphinxext import fastpaths
from octavo.sphinxext.fastpaths import parsing
from octavo.text.markup import inventory, is_running_text, is_words
from octavo.text.markup.inventory import WORDS
from tests.conftest import PROJECTS, ROOT

PIECES = st.sampled_from(
    ["word", "mot", "中文", "كلمة", " ", " ", " ", "*em*", "**strong**", "``code``", ":term:`a <b>`", ":ref:`x`",
     ":index:`y`", ":rfc:`1`", "`t <https://a.example/>`_", "`t <https://a.example/>`__", "name_", "`a name`_", "|sub|",
     "[1]_", "[#n]_", "[*]_", "[C]_", "https://a.example/x", "a@b.example", "\\ ", "\\*", "\\", ":", "::", "*", "_",
     "`", "|", "- ", "1. ", "A. ", ".. ", "\t", "\n", "\n\n", "\xa0", "\u2028", "“", "”", "«", "(", ")", "'", '"', "--",
     "...", ":field: ", "-o ", ">>> ", "====", "__ ", "_`here`", ":math:`x`", ":unknown:`z`", "`d`", "+--+", "# noqa"]
)  # fmt: skip
TEXTS = st.lists(PIECES, min_size=1, max_size=7).map("".join)


@given(TEXTS)
@example("*\tword")
@settings(max_examples=600, deadline=None)
def test_what_seems_to_be_words_alone_is_that_for_docutils_too(text: str) -> None:
    quick = text == text.rstrip() and is_running_text(text) and is_words(text)
    slowly = parsed_slowly(text)
    assert slowly == inventory(text)
    assert not quick or slowly == WORDS


def parsed_slowly(text: str) -> Any:
    module: Any = sys.modules["octavo.text.markup.inventory"]
    quick, module.is_running_text = module.is_running_text, lambda text: False
    try:
        return module.inventory.__wrapped__(text)
    finally:
        module.is_running_text = quick


@dataclass(frozen=True)
class Reading:
    """A project in the middle of reading a page."""

    app: Sphinx
    values: Any

    def parsed(self, parse: Any, text: str) -> str:
        self.app.env.prepare_settings("two/index")
        found = parse(
            text, str(self.app.srcdir / "two/index.rst"), 3, config=self.app.config, env=self.app.env,
            registry=self.app.registry, settings=self.values,
        )  # fmt: skip
        if isinstance(found, nodes.section):
            found = found.next_node()  # what Sphinx asks for
        if not isinstance(found, nodes.TextElement):
            return str(found.pformat())
        lines = [(type(node).__name__, getattr(node, "line", None), getattr(node, "source", None))
                 for child in found.children for node in child.findall()]  # fmt: skip
        return f"{type(found).__name__}\n{''.join(child.pformat() for child in found.children)}\n{lines}"


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reading]:
    folder = tmp_path_factory.mktemp("reading")
    source = PROJECTS / "small"
    with patch_docutils(source), docutils_namespace():
        app = Sphinx(source / "source", None, folder / "out", folder / "doctrees", "html", status=None, warning=None)
        app.env.prepare_settings("two/index")
        publisher = Publisher(
            parser=app.registry.create_source_parser("restructuredtext", config=app.config, env=app.env)
        )
        values = publisher.get_settings(traceback=True, **app.env.settings)
        with sphinx_domains(app.env):
            yield Reading(app, values)


@pytest.mark.parametrize("is_title", [False, True])
@given(text=TEXTS)
@example(text="plain :ref:`b` **c** ``d`` [#e]_ |f| `g <h_>`__ i_")
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_message_becomes_the_nodes_that_docutils_makes_of_it(reading: Reading, is_title: bool, text: str) -> None:
    if is_title:
        text += "\n" + "=" * len(text) * 2
    assert reading.parsed(parsing.publish, text) == reading.parsed(_publish_msgstr, text)


@given(text=TEXTS)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_message_that_is_parsed_once_only_leaves_no_trace_in_the_project(reading: Reading, text: str) -> None:
    app = reading.app
    path = str(app.srcdir / "two/index.rst")
    if parsing.is_pure(text, app.config, app.registry, path):
        app.env.prepare_settings("two/index")
        before = traces(app)
        _publish_msgstr(
            text, path, 3, config=app.config, env=app.env, registry=app.registry, settings=reading.values
        )  # fmt: skip
        assert traces(app) == before


def traces(app: Sphinx) -> str:
    current = app.env.current_document
    kept = {name: getattr(current, name, None) for name in type(current).__slots__ if name != "_parser"}
    return repr((kept, {name: domain.data for name, domain in app.env.domains.items()}, app.env.dependencies))


def test_a_patch_steps_aside_for_another_version_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    patch = fastpaths.Patch(
        "sphinx.transforms.i18n", "Locale.apply", object(), {"sphinx": "9.0.4", "docutils": "0.22."}
    )
    monkeypatch.setattr(fastpaths, "_said", set())
    said: list[Any] = []
    monkeypatch.setattr(fastpaths.logger, "info", lambda *words: said.append(words))
    assert fastpaths._is_meant(patch)
    monkeypatch.setattr(fastpaths, "version", {"sphinx": "9.0.5", "docutils": "0.22.4"}.__getitem__)
    assert not fastpaths._is_meant(patch)
    assert not fastpaths._is_meant(patch)
    assert said == [(said[0][0], "Locale.apply", ["sphinx 9.0.5"])]


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
from octavo import compiler
from octavo.editions import build
from octavo.editions.pipeline.plan import Task
from octavo.project import load
project = load(Path(sys.argv[1]))
language = project.language(sys.argv[2])
if language != project.master:
    compiler.compile_catalogs(project, language)
for kind in ("html", "epub", "latex"):
    outcome = build.perform(project, Task(kind, language, ""))
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


def built_slowly_and_quickly(project: Project, locale: str) -> list[str]:
    made: list[dict[str, bytes]] = []
    for switch in ("0", "1"):
        environment = os.environ | {fastpaths.SWITCH: switch, "SOURCE_DATE_EPOCH": "1600000000"}
        subprocess.run([sys.executable, "-c", BUILD, str(project.root), locale], check=True, env=environment)
        made.append({
            f"{name}/{path}": data
            for name in ("editions", "latex")
            for path, data in files(project.build / name).items()
        })  # fmt: skip
        for name in ("editions", "latex", "doctrees"):
            (project.build / name).rename(project.build / f"{name}-{switch}")
    slow, fast = made
    assert slow.keys() == fast.keys()
    assert [path for path, data in slow.items() if fast[path] != data] == []
    return list(fast)
