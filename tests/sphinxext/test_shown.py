"""What pages show of others is told by a digest that is the same for the same content, however it was worked out."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from octavo.sphinxext import shown


class Environment(SimpleNamespace):
    """As much of an environment as is asked; unlike a namespace, it can be a key."""

    __hash__ = object.__hash__


def environment(**titles: str) -> Any:
    return Environment(
        titles={name: nodes.title("", text) for name, text in titles.items()},
        all_docs=dict.fromkeys(titles, 1), toc_secnumbers={},
    )  # fmt: skip


def said(env: Any) -> str:
    text = shown._of_documents(env, "titles", env.titles)
    assert text == shown.canonical(env.titles), "as without a memory"
    return text


def test_titles_are_told_in_any_order() -> None:
    assert said(environment(a="One", b="Two")) == said(environment(b="Two", a="One"))


def test_a_document_that_is_read_again_or_numbered_anew_or_gone_is_told_anew() -> None:
    env = environment(a="One", b="Two")
    before = said(env)
    env.titles["a"], env.all_docs["a"] = nodes.title("", "Other"), 2
    assert said(env) != before
    env.titles["b"]["secnumber"], env.toc_secnumbers["b"] = (1,), {"": (1,)}
    numbered = said(env)
    assert "secnumber" in numbered
    del env.titles["b"]
    assert said(env) != numbered


def test_what_was_told_before_is_not_written_down_again(monkeypatch: Any) -> None:
    env = environment(a="One", b="Two")
    said_first = shown._of_documents(env, "titles", env.titles)
    monkeypatch.setattr(nodes.title, "pformat", None)
    assert shown._of_documents(env, "titles", env.titles) == said_first


def test_a_real_environment_says_the_same_without_a_memory(tmp_path: Path) -> None:
    (tmp_path / "index.rst").write_text("A\n=\n\n.. toctree::\n   :numbered:\n\n   b\n", encoding="utf-8")
    (tmp_path / "b.rst").write_text("B\n=\n\nC\n-\n", encoding="utf-8")
    with patch_docutils(tmp_path), docutils_namespace():
        app = Sphinx(tmp_path, None, tmp_path / "_o", tmp_path / "_d", "html", status=None, warning=None)
        app.build()
        for name in shown._TREES:
            trees = getattr(app.env, name)
            assert shown._of_documents(app.env, name, trees) == shown.canonical(trees)
