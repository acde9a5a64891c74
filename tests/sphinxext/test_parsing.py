"""A message that is parsed the fast way becomes the nodes that docutils makes of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from docutils import nodes
from docutils.core import Publisher
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils, sphinx_domains

from octavo.text.markup import inventory, is_running_text, is_words
from octavo.text.markup.inventory import DEFAULT, WORDS
from tests.conftest import PROJECTS

PIECES = st.sampled_from(
    ["word", "mot", "中文", "كلمة", " ", " ", " ", "*em*", "**strong**", "``code``", ":term:`a <b>`", ":ref:`x`",
     ":index:`y`", ":rfc:`1`", "`t <https://a.example/>`_", "`t <https://a.example/>`__", "name_", "`a name`_", "|sub|",
     "[1]_", "[#n]_", "[*]_", "[C]_", "https://a.example/x", "a@b.example", "\\ ", "\\*", "\\", ":", "::", "*", "_",
     "`", "|", "- ", "1. ", "A. ", ".. ", "\t", "\n", "\n\n", "\xa0", "\u2028", "“", "”", "«", "(", ")", "'", '"', "--",
     "...", ":field: ", "-o ", ">>> ", "====", "__ ", "_`here`", ":math:`x`", ":unknown:`z`", "`d`", "+--+", "# noqa",
     ":envvar:`E`", ":option:`o`", ":py:func:`f`", ":class:`~a.B`"]
)  # fmt: skip
EPILOG = """
.. |sub| replace:: a :ref:`place <all>` and ``code``
.. _a name: https://a.example/
.. |plain| replace:: words
"""
TEXTS = st.lists(PIECES, min_size=1, max_size=7).map("".join)


@pytest.mark.slow
@given(TEXTS)
@example("*\tword")
@settings(max_examples=600, deadline=None)
def test_what_seems_to_be_words_alone_is_that_for_docutils_too(text: str) -> None:
    quick = text == text.rstrip() and is_running_text(text) and is_words(text)
    slowly = parsed_slowly(text)
    assert slowly == inventory(text)
    assert not quick or slowly == WORDS


def parsed_slowly(text: str) -> Any:
    modules: list[Any] = [sys.modules[f"octavo.text.markup.{name}"] for name in ("inventory", "inert_parser")]
    with pytest.MonkeyPatch.context() as patch:
        for module in modules:
            patch.setattr(module, "is_running_text", lambda text: False)
        return modules[0]._inventory.__wrapped__(text, DEFAULT)


@pytest.fixture(scope="module")
def parsing() -> Any:
    """The module that parses messages; it cannot be imported beside a Sphinx that it is not written for."""
    return pytest.importorskip("octavo.sphinxext.fastpaths.parsing", exc_type=ImportError)


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
def reading(parsing: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reading]:
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


@pytest.mark.slow
@pytest.mark.parametrize("epilog", [None, EPILOG])
@pytest.mark.parametrize("kind", ["text", "title", "code"])
@given(text=TEXTS)
@example(text="plain :ref:`b` **c** ``d`` [#e]_ |f| `g <h_>`__ i_")
@example(text="`a name <https://b.example/>`_ and _`a name`")
@example(text="word ::")
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_message_becomes_the_nodes_that_docutils_makes_of_it(
    parsing: Any, reading: Reading, kind: str, epilog: str | None, text: str
) -> None:
    if kind == "title":
        text += "\n" + "=" * len(text) * 2
    if kind == "code":
        text += "::\n\n   dummy literal"
    reading.app.config.rst_epilog = epilog
    try:
        assert reading.parsed(parsing.publish, text) == reading.parsed(parsing._publish_msgstr, text)
    finally:
        reading.app.config.rst_epilog = None


@pytest.mark.parametrize(
    ("epilog", "plain"),
    [
        ("", True),
        (EPILOG, True),
        (".. |a| replace:: see :doc:`/page` [1]", True),
        (".. |a| replace:: an `address <https://a.example/>`_", False),
        (".. |a| replace:: an :index:`entry`", False),
        (".. |a| image:: a.png", False),
        (".. _a: b_", False),
        (".. note:: words", False),
        ("Words", False),
    ],
)
def test_an_epilog_of_substitutions_and_targets_adds_nothing_to_a_message(
    parsing: Any, epilog: str, plain: bool
) -> None:
    assert parsing.has_plain_epilog(epilog) is plain


def test_a_message_that_announces_code_is_parsed_as_one_paragraph(parsing: Any) -> None:
    assert parsing._words("Look here::", announces=True) == "Look here:"
    assert parsing._words("Look here ::", announces=True) == "Look here"
    assert parsing._words("Look here:::", announces=True) == ""
    assert parsing._words("- item::", announces=True) == ""
    assert parsing._words("Look here::", announces=False) == ""


@pytest.mark.slow
@given(text=TEXTS)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_message_that_is_parsed_once_only_leaves_no_trace_in_the_project(
    parsing: Any, reading: Reading, text: str
) -> None:
    app = reading.app
    path = str(app.srcdir / "two/index.rst")
    if parsing.is_pure(text, app.env, path):
        app.env.prepare_settings("two/index")
        before = traces(app)
        parsing._publish_msgstr(
            text, path, 3, config=app.config, env=app.env, registry=app.registry, settings=reading.values
        )  # fmt: skip
        assert traces(app) == before


def traces(app: Sphinx) -> str:
    current = app.env.current_document
    kept = {name: getattr(current, name, None) for name in type(current).__slots__ if name != "_parser"}
    return repr((kept, {name: domain.data for name, domain in app.env.domains.items()}, app.env.dependencies))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "pure"),
    [
        ("See :class:`~a.B`, :py:func:`f` and :option:`o`", True),
        ("See :envvar:`E`", False),
        ("See :index:`entry`", False),
        ("See :unknown:`entry`", False),
        ("Announced :ref:`here <x>`::", True),
    ],
)
def test_sphinxs_references_note_nothing_but_for_entries_of_the_index(
    parsing: Any, reading: Reading, text: str, pure: bool
) -> None:
    path = str(reading.app.srcdir / "two/index.rst")
    assert parsing.is_pure(text, reading.app.env, path) is pure


@pytest.mark.slow
def test_a_default_role_is_no_reason_to_parse_literals_twice(parsing: Any, reading: Reading) -> None:
    path = str(reading.app.srcdir / "two/index.rst")
    reading.app.config.default_role = "index"
    try:
        assert parsing.is_pure("``code``, :ref:`here <x>` and `words`_", reading.app.env, path)
        assert not parsing.is_pure("an `entry`", reading.app.env, path)
    finally:
        reading.app.config.default_role = None
