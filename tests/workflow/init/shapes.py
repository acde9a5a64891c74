"""Five Sphinx projects that have never heard of Octavo: each its own theme, catalogs, folders and markup."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


@dataclass(frozen=True)
class Shape:
    """A project: its files, and what is found in it.

    :ivar compact: what its catalogs are
    :ivar page: a page with a translation, in the language that has catalogs
    """

    name: str
    files: Mapping[str, str]
    conf: str
    compact: bool | str
    locale: str
    translation: tuple[str, str]
    page: str = "index"


def catalog(*pairs: tuple[str, str]) -> str:
    return _HEADER + "".join(f'\nmsgid "{msgid}"\nmsgstr "{msgstr}"\n' for msgid, msgstr in pairs)


_RST = "Gadget\n======\n\nA gadget for **everyone**.\n\n.. toctree::\n\n   guide/start\n"
_START = "Start\n=====\n\nTurn it on.\n\n.. image:: missing.png\n\nSee :doc:`/index`.\n"
_MD = "# Gadget\n\nA gadget for **everyone**.\n\n```{toctree}\nguide/start\n```\n"
_START_MD = "# Start\n\nTurn it on. Read the [site](https://example.com/) and {doc}`/index`.\n"
_PAIR = ("A gadget for **everyone**.", "Un gadget pour **tous**.")
_HTML = ("A gadget for <strong>everyone</strong>.", "Un gadget pour <strong>tous</strong>.")

SHAPES = (
    Shape(
        "furo",  # text and configuration apart, a catalog a page, nothing in pyproject.toml
        {
            "docs/source/conf.py": "project = 'Gadget'\nextensions = []\nhtml_theme = 'furo'\n"
            "locale_dirs = ['../locale']\ngettext_compact = False\n",
            "docs/source/index.rst": _RST,
            "docs/source/guide/start.rst": _START,
            "docs/locale/fr/LC_MESSAGES/index.po": catalog(_PAIR),
            "docs/locale/fr/LC_MESSAGES/guide/start.po": catalog(("Turn it on.", "Allumez-le.")),
        },
        "docs/source/conf.py", False, "fr", _HTML,
    ),
    Shape(
        "sphinx_rtd_theme",  # a catalog a folder, as Sphinx does by itself; warnings of its own
        {
            "pyproject.toml": "# ours\n[project]\nname = 'gadget' # a name\nversion = '1'\n",
            "doc/conf.py": 'project = "Gadget"\nextensions = [\n    # what we need\n    "sphinx.ext.todo",\n]\n'
            'html_theme = "sphinx_rtd_theme"\nhtml_title = "Our gadget"\n',
            "doc/index.rst": _RST,
            "doc/guide/start.rst": _START + "\nSee :ref:`nowhere`.\n",
            "doc/guide/end.rst": "End\n===\n\nTurn it off.\n",
            "doc/locales/fr/LC_MESSAGES/index.po": catalog(_PAIR),
            "doc/locales/fr/LC_MESSAGES/guide.po": catalog(("Turn it on.", "Allumez-le.")),
        },
        "doc/conf.py", True, "fr", _HTML,
    ),
    Shape(
        "alabaster",  # one catalog for all, and the API out of the package; another root document
        {
            "pyproject.toml": "[project]\nname = 'gadget'\nversion = '1'\n",
            "gadget.py": '"""Gadgets of all kinds."""\n\n\ndef turn():\n    """Turn it around."""\n',
            "docs/conf.py": "import os, sys\nsys.path.insert(0, os.path.abspath('..'))\nproject = 'Gadget'\n"
            "extensions = ['sphinx.ext.autodoc']\nroot_doc = 'contents'\ngettext_compact = 'gadget'\n"
            "locale_dirs = ['locale']\nlatex_elements = {'preamble': '% ours'}\n",
            "docs/contents.rst": "Gadget\n======\n\n.. raw:: html\n\n   <hr>&nbsp;<br hidden>\n"
            "\n.. toctree::\n\n   api\n",
            "docs/api.rst": "API\n===\n\n.. automodule:: gadget\n   :members:\n\n.. automodule:: not_there\n",
            "docs/locale/fr/LC_MESSAGES/gadget.po": catalog(
                ("Turn it around.", "Le retourner."), ("Gadgets of all kinds.", "Des gadgets de toutes sortes.")
            ),
        },
        "docs/conf.py", "gadget", "fr", ("Turn it around.", "Le retourner."), "api",
    ),
    Shape(
        "pydata_sphinx_theme",  # MyST in docs/, a catalog a page
        {
            "pyproject.toml": "[project]\nname = 'gadget'\nversion = '1'\n",
            "docs/conf.py": "project = 'Gadget'\nextensions = ['myst_parser']\nhtml_theme = 'pydata_sphinx_theme'\n"
            "locale_dirs = ['locale']\ngettext_compact = False\n",
            "docs/index.md": _MD,
            "docs/guide/start.md": _START_MD,
            "docs/locale/fr/LC_MESSAGES/index.po": catalog(_PAIR),
        },
        "docs/conf.py", False, "fr", _HTML,
    ),
    Shape(
        "sphinx_book_theme",  # everything in the folder of the project; both markups in one catalog; Chinese
        {
            "conf.py": "project = 'Gadget'\nextensions = ['myst_parser']\nhtml_theme = 'sphinx_book_theme'\n"
            "locale_dirs = ['i18n']\ngettext_compact = 'docs'\nexclude_patterns = ['readme.md']\n",
            "index.md": _MD,
            "guide/start.rst": _START,
            "i18n/zh_CN/LC_MESSAGES/docs.po": catalog(
                ("Turn it on.", "打开它。"), ("A gadget for **everyone**.", "人人可用的小工具。"), ("Gadget", "小工具")
            ),
        },
        "conf.py", "docs", "zh_CN", ("Turn it on.", "打开它。"), "guide/start",
    ),
)  # fmt: skip


def make(shape: Shape, folder: Path) -> Path:
    for name, text in shape.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
