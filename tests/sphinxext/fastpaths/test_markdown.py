"""Messages in Markdown are parsed by one parser, and become the same pages."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from octavo.catalogs import po
from octavo.catalogs.extract import pot
from octavo.catalogs.po import Catalog
from octavo.project import load
from tests.sphinxext.fastpaths.test_fastpaths import built_slowly_and_quickly

CONF = """extensions = ["octavo.sphinxext", "myst_parser"]
html_theme = "furo"
myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist", "dollarmath", "substitution", "tasklist"]
myst_heading_anchors = 2
myst_substitutions = {"tool": "the *tool*"}
"""
PROJECT = """[tool.octavo]
master = "en"
languages = ["en", "fr"]
source = "."
configuration = "."
suffixes = [".md", ".rst"]
house-style = false
theme = "furo"
formats = ["html"]
books = [{slug = "guide", root = "index", set = true}]
[tool.octavo.metadata]
title = "Guide"
"""
PAGE = """(here)=
# Every *kind* of `markup`

Plain text with *one*, **two**, `three`, {ref}`four <here>`, {doc}`other`, {term}`Plan` and [a link](https://a.example/).

A [page](other.md), an <https://b.example/>, a [place](#a-part), a note[^n], $x^2$ and {{ tool }}.

## A part

- one
- two [words]{.small}

- [ ] to do

> quoted

![A plan](plan.png)

| Head | Other |
| ---- | ----- |
| Cell | **Cell** |

:::{note}
Within a *note*.
:::

Word
: Its definition.

```{glossary}
Plan
  What is meant.
```

```python
print("code")
```

{abbr}`HTML (HyperText)`, {index}`entry`, {download}`conf.py` and {rfc}`2324`.

## A part

Text with a hard\\
break.

[^n]: The note.
"""


@pytest.fixture
def markdown() -> Any:
    """The module that parses Markdown; it needs the MyST-Parser that it is written for."""
    pytest.importorskip("myst_parser")
    return pytest.importorskip("octavo.sphinxext.fastpaths.markdown", exc_type=ImportError)


@pytest.mark.parametrize(
    ("text", "pure"),
    [
        ("Words, *more* and `code`", True),
        ("A [link](page.md) and {ref}`that <x>` and {doc}`this`", True),
        ("1. one\n2. two", True),
        ("{index}`entry`", False),
        ("{cite}`Knuth`", False),
        ("{{ tool }}", False),
        ("[words]{.small}", False),
        ("# Heading", False),
        ("Heading\n=======", False),
        ("> ## Heading", False),
        ("(here)=", False),
        ("![plan](plan.png)", False),
        ("note[^n]", False),
        ("$x$", False),
        ("<b>words</b>", False),
        ("---\ntitle: x\n---", False),
        ("```{note}\nwords\n```", False),
    ],
)
def test_a_message_is_parsed_once_if_it_can_note_nothing(markdown: Any, text: str, pure: bool) -> None:
    assert markdown.is_pure(text, frozenset(("ref", "doc"))) is pure


def test_documents_have_settings_of_their_own_that_are_computed_once(markdown: Any) -> None:
    markdown._settings.cache_clear()
    first, second = markdown.make_document(), markdown.make_document("page")
    first.settings.record_dependencies.add("file")
    first.settings.language_code = "fr"
    assert (second.settings.language_code, second.settings.record_dependencies.list) == ("en", [])
    assert second["source"] == "page"
    assert markdown._settings.cache_info().misses == 1


def test_messages_share_a_parser_that_is_not_at_work(markdown: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Any] = []

    def new(*_: Any) -> Any:
        made.append(SimpleNamespace(options={}, render=render))
        return made[-1]

    def render(text: str) -> None:
        if text == "outer":
            markdown.parse(None, "inner", document)

    monkeypatch.setattr(markdown, "create_md_parser", new)
    document = markdown.make_document("page.md:3:<translated>")
    document.settings.env = SimpleNamespace(myst_config=object())
    for text in ("one", "two", "outer", "three"):
        markdown.parse(None, text, document)
    assert len(made) == 2
    document.settings.env = SimpleNamespace(myst_config=object())
    markdown.parse(None, "four", document)
    assert len(made) == 3


@pytest.mark.slow
def test_pages_of_markdown_are_the_same_bytes_with_the_fast_paths_and_without(markdown: Any, tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_text(CONF, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    (tmp_path / "index.md").write_text(f"{PAGE}\n```{{toctree}}\nother\n```\n", encoding="utf-8")
    (tmp_path / "other.md").write_text(
        "---\nmyst:\n  substitutions:\n    tool: a hammer\n---\n# Other\n\nUse {{ tool }} or [back](index.md).\n",
        encoding="utf-8",
    )
    (tmp_path / "plan.png").write_bytes(b"")
    project = load(tmp_path)
    pot.write_pot_files(project)
    language = project.language("fr")
    for template in sorted(project.templates.rglob("*.pot")):
        path = (project.catalogs(language) / template.relative_to(project.templates)).with_suffix(".po")
        messages = [
            item if item.is_header else item.edited(msgstrs=(f"Voici {item.msgid}",)) for item in po.read(template)
        ]
        path.parent.mkdir(parents=True, exist_ok=True)
        po.write(Catalog(path, tuple(messages)))
    assert "editions/fr/html/index.html" in built_slowly_and_quickly(project, "fr", ("html",))
    assert "Voici Plain text" in (project.build / "editions-1/fr/html/index.html").read_text(encoding="utf-8")
