"""Replace slow functions of Sphinx, docutils and furo by faster ones that make the same bytes.

Only this folder replaces functions of other packages. A patch names what it replaces and its replacement by strings.
The replacement is imported only when the installed versions are those it is written for; for other versions the patch
steps aside and a line in the log says so. ``octavo_fast_paths = False`` in ``conf.py`` or ``OCTAVO_FAST_PATHS=0`` in
the environment turns all of them off. A test builds with and without them and compares every file.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from types import ModuleType
from typing import Any

from sphinx.application import Sphinx
from sphinx.util import logging

#: The environment variable that turns all of them off when it is 0.
SWITCH = "OCTAVO_FAST_PATHS"
logger = logging.getLogger(__name__)
_reported: set[str] = set()


@dataclass(frozen=True, slots=True)
class Patch:
    """Store a function of another package, and the one that replaces it.

    :ivar target: the function that is replaced, as ``module:name``; it is replaced only in a module that is imported
    :ivar replacement: the faster function, as ``module:name``
    :ivar versions: by package, the version that the replacement is written for, or how it begins
    """

    target: str
    replacement: str
    versions: Mapping[str, str]

    @property
    def name(self) -> str:
        """Return the name of the target in its module, with the class before it."""
        return self.target.partition(":")[2]

    def owner(self) -> Any:
        """Return the module or class of the target, or ``None`` if its module is not imported."""
        holder: Any = sys.modules.get(self.target.partition(":")[0])
        for name in self.name.split(".")[:-1]:
            holder = getattr(holder, name, None)
        return holder

    def module(self) -> ModuleType:
        """Import and return the module of the replacement."""
        return import_module(self.replacement.partition(":")[0])

    def other_versions(self) -> list[str]:
        """Return the installed packages of another version than the patch is written for."""
        return list(_other_versions(self.versions))


_HERE = "octavo.sphinxext.fastpaths"
_PARSING = {"docutils": "0.22."}
_READING = _PARSING | {"sphinx": "9.0.4"}
_WRITING = _READING | {"furo": "2025.12.19"}
_MARKDOWN = _READING | {"myst-parser": "5.2.0"}
_MACHINE = "docutils.statemachine"
# The figures: by how much processor time grows without the patch, from nothing, for a guide of 40 pages in French
# (medians of bench/fast_paths.py). A patch that is worth less than 5 % of each of these is deleted.
PATCHES: tuple[Patch, ...] = (
    # HTML 6 %, EPUB 12 %, LaTeX 12 %: most of it in the search for garbage. The two need each other.
    Patch(f"{_MACHINE}:StateMachine.add_states", f"{_HERE}.states:add_states", _PARSING),
    Patch(f"{_MACHINE}:StateMachine.runtime_init", f"{_HERE}.states:runtime_init", _PARSING),
    # HTML 6 %, EPUB 8 %, LaTeX 10 %.
    Patch("docutils.nodes:Node.findall", f"{_HERE}.traversal:findall", _READING),
    # HTML 6 %, EPUB 3 %, LaTeX 6 %.
    Patch("sphinx.util.docutils:_get_settings", f"{_HERE}.settings:get_settings", _READING),
    # 18 % of templates and HTML together for a project with many substitutions; little for one without.
    Patch("sphinx.util.nodes:repr_domxml", f"{_HERE}.debugging:repr_domxml", {"sphinx": "9.0.4"}),
    # HTML 25 %, EPUB 30 %, LaTeX 31 %.
    Patch("sphinx.transforms.i18n:Locale.apply", f"{_HERE}.locale_transform:apply", _READING),
    # HTML 60 % for a guide in Markdown; nothing for others.
    Patch("myst_parser.parsers.sphinx_:MystParser.parse", f"{_HERE}.markdown:parse", _MARKDOWN),
    Patch("myst_parser.mdit_to_docutils.base:make_document", f"{_HERE}.markdown:make_document", _MARKDOWN),
    # With stored templates and lazy imports, 9 % of a build after one changed message; not measured alone.
    Patch(
        "sphinx.environment.collectors.toctree:TocTreeCollector.assign_figure_numbers",
        f"{_HERE}.figure_numbers:assign_figure_numbers",
        {"sphinx": "9.0.4"},
    ),
    # LaTeX 23 %.
    Patch("sphinx.writers.latex:LaTeXRenderer", f"{_HERE}.latex_templates:renderer", {"sphinx": "9.0.4"}),
    # HTML 26 %.
    Patch("furo:_compute_navigation_tree", f"{_HERE}.navigation:compute", _WRITING),
)
#: By target, the function that was replaced.
_originals: dict[str, Any] = {}


def setup(app: Sphinx) -> None:
    """Register the setting, and :func:`switch` for the moment when the theme is loaded."""
    app.add_config_value("octavo_fast_paths", True, "", [bool])
    app.connect("builder-inited", switch, priority=100)


def switch(app: Sphinx) -> None:
    """Apply or remove every patch: one process may build with and without them in turn."""
    is_on = bool(app.config.octavo_fast_paths) and os.environ.get(SWITCH) != "0"
    modules: dict[ModuleType, None] = {}
    for patch in PATCHES:
        if (owner := patch.owner()) is None:
            continue
        name = patch.name.rpartition(".")[2]
        if is_on and _is_meant(patch):
            module = patch.module()
            modules[module] = None
            _originals.setdefault(patch.target, getattr(owner, name))
            setattr(owner, name, getattr(module, patch.replacement.partition(":")[2]))
        elif patch.target in _originals:
            setattr(owner, name, _originals[patch.target])
    for module in modules:
        if connect := getattr(module, "connect", None):
            connect(app)


def preload() -> None:
    """Import every replacement that is written for the installed versions; processes forked later share them."""
    for patch in PATCHES:
        if not patch.other_versions():
            patch.module()


def _is_meant(patch: Patch) -> bool:
    others = patch.other_versions()
    if others and patch.name not in _reported:
        _reported.add(patch.name)
        logger.info("The fast path for %s is written for other versions than %s and is not used", patch.name, others)
    return not others


def _other_versions(versions: Mapping[str, str]) -> Iterator[str]:
    for package, expected in versions.items():
        try:
            found = version(package)
        except PackageNotFoundError:
            found = "none"
        if not (found.startswith(expected) if expected.endswith(".") else found == expected):
            yield f"{package} {found}"
