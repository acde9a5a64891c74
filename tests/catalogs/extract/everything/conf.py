"""A project that uses every directive, role and domain of Sphinx and MyST, and the extensions that are installed."""

import importlib.util
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

project = "Everything"
author = "The writers"
extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.extlinks",
    "sphinx.ext.graphviz",
    "sphinx.ext.ifconfig",
    "sphinx.ext.inheritance_diagram",
    "sphinx.ext.napoleon",
    "sphinx.ext.todo",
]
optional = {
    "sphinx_copybutton": "copybutton",
    "sphinx_design": "design",
    "sphinx_tabs.tabs": "tabs",
    "sphinx_togglebutton": "togglebutton",
    "sphinxcontrib.bibtex": "bibtex",
    "sphinxcontrib.mermaid": "mermaid",
}


def is_installed(name):
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False


installed = [name for name in optional if is_installed(name)]
extensions += installed
exclude_patterns = [f"with_{page}.rst" for name, page in optional.items() if name not in installed]
root_doc = "contents"
templates_path = ["_templates"]
locale_dirs = ["../locale"]
gettext_compact = False
gettext_additional_targets = ["index", "literal-block", "doctest-block", "raw", "image"]
myst_enable_extensions = ["colon_fence", "deflist", "fieldlist", "html_image", "substitution", "tasklist", "dollarmath"]
myst_substitutions = {"tool": "the *workbench*"}
extlinks = {"bug": ("https://example.com/%s", "bug %s")}
todo_include_todos = True
autosummary_generate = False
bibtex_bibfiles = ["books.bib"]
numfig = True
rst_epilog = ".. |maker| replace:: the **makers**\n"


def setup(app):
    app.add_config_value("stage", "beta", "env")
