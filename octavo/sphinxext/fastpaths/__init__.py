"""Slow ways of Sphinx, docutils and furo → quick ones that make the same bytes; only here are their insides touched.

A patch is written for one version of what it replaces and steps aside, with a line in the log, for any other. All of
them are turned off by ``octavo_fast_paths = False`` in ``conf.py`` or by ``OCTAVO_FAST_PATHS=0`` in the environment; a
test builds with and without them and compares every file.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from sphinx.application import Sphinx
from sphinx.util import logging

from octavo.sphinxext.fastpaths import (
    locale_transform,
    navigation,
    numbers,
    quotes,
    rendering,
    settings,
    states,
    traversal,
)

#: What turns all of them off when it is 0.
SWITCH = "OCTAVO_FAST_PATHS"
logger = logging.getLogger(__name__)
_said: set[str] = set()


@dataclass(frozen=True, slots=True)
class Patch:
    """One thing of another package that is replaced.

    :ivar module: the module it is in, which is patched only when it has been imported
    :ivar place: its name in the module, with the class before it
    :ivar new: what is put there
    :ivar written_for: versions of packages, or how they begin
    """

    module: str
    place: str
    new: Any
    written_for: Mapping[str, str]

    @property
    def owner(self) -> Any:
        """The module or class that holds what is replaced."""
        holder: Any = sys.modules[self.module]
        for name in self.place.split(".")[:-1]:
            holder = getattr(holder, name)
        return holder


_PARSING = {"docutils": "0.22."}
_READING = _PARSING | {"sphinx": "9.0.4"}
_WRITING = _READING | {"furo": "2025.12.19"}
_NUMBERS = "sphinx.environment.collectors.toctree"
PATCHES = (
    Patch("docutils.statemachine", "StateWS.add_initial_transitions", states.add_initial_transitions, _PARSING),
    Patch("docutils.statemachine", "StateMachine.add_states", states.add_states, _PARSING),
    Patch("docutils.statemachine", "StateMachine.runtime_init", states.runtime_init, _PARSING),
    Patch("docutils.nodes", "Node.findall", traversal.findall, _READING),
    Patch("docutils.nodes", "Node.walk", traversal.walk, _PARSING),
    Patch("docutils.nodes", "Node.walkabout", traversal.walkabout, _PARSING),
    Patch("docutils.nodes", "NodeVisitor.dispatch_visit", traversal.dispatch_visit, _PARSING),
    Patch("docutils.nodes", "NodeVisitor.dispatch_departure", traversal.dispatch_departure, _PARSING),
    Patch("docutils.transforms.universal", "SmartQuotes.apply", quotes.apply, _PARSING),
    Patch("sphinx.util.docutils", "_get_settings", settings.get_settings, _READING),
    Patch("sphinx.transforms.i18n", "Locale.apply", locale_transform.apply, _READING),
    Patch(_NUMBERS, "TocTreeCollector.assign_section_numbers", numbers.assign_section_numbers, _READING),
    Patch(_NUMBERS, "TocTreeCollector.assign_figure_numbers", numbers.assign_figure_numbers, _READING),
    Patch("sphinx.builders.html", "StandaloneHTMLBuilder.render_partial", rendering.render_partial, _READING),
    Patch("sphinx.writers.latex", "LaTeXRenderer", rendering.renderer, _READING),
    Patch("furo", "_compute_navigation_tree", navigation.compute, _WRITING),
)
_originals: dict[tuple[str, str], Any] = {}


def setup(app: Sphinx) -> None:
    """Register the switch, and what puts the patches in their places when the theme has been loaded."""
    app.add_config_value("octavo_fast_paths", True, "", [bool])
    app.connect("builder-inited", switch, priority=100)
    app.connect("html-page-context", navigation.note_page, priority=100)
    for event in ("env-before-read-docs", "doctree-read", "build-finished"):
        app.connect(event, navigation.forget)
    for event in ("env-before-read-docs", "build-finished"):
        app.connect(event, settings.forget)


def switch(app: Sphinx) -> None:
    """Put every patch in its place, or take it out: a process may build with and without them in turn."""
    is_on = bool(app.config.octavo_fast_paths) and os.environ.get(SWITCH) != "0"
    for patch in PATCHES:
        if patch.module not in sys.modules:
            continue
        key, name = (patch.module, patch.place), patch.place.rpartition(".")[2]
        original = _originals.setdefault(key, getattr(patch.owner, name))
        setattr(patch.owner, name, patch.new if is_on and _is_meant(patch) else original)


def _is_meant(patch: Patch) -> bool:
    others = list(_other_versions(patch))
    if others and patch.place not in _said:
        _said.add(patch.place)
        logger.info("The quick %s is written for other versions than %s; the slow one is used", patch.place, others)
    return not others


def _other_versions(patch: Patch) -> Iterator[str]:
    for package, expected in patch.written_for.items():
        try:
            found = version(package)
        except PackageNotFoundError:
            found = "none"
        if not (found.startswith(expected) if expected.endswith(".") else found == expected):
            yield f"{package} {found}"
