"""Report the values of ``conf.py`` that Octavo does not follow, with a remedy for each.

Octavo follows all other values as Sphinx does.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from sphinx.config import Config

from octavo.catalogs.extract import pot
from octavo.project import Project

#: The name, the problem and the remedy of a value.
Unfollowed = tuple[str, str, str]


def unfollowed(project: Project, config: Config) -> Iterator[Unfollowed]:
    """Yield the values that ``conf.py`` sets and Octavo's builds of *project* ignore."""
    given = config._raw_config
    if given.get(pot.NO_FUZZY[0]):
        yield pot.NO_FUZZY
    compact = given.get("gettext_compact", project.compact)
    if (compact if isinstance(compact, str) else bool(compact)) != project.compact:
        yield (
            "gettext_compact", f"it is {compact!r}, and Octavo's catalogs are as “compact” says, {project.compact!r}",
            "Give both the same value",
        )  # fmt: skip
    language = given.get("language") or project.master.locale
    if language != project.master.locale:
        yield (
            "language", f"it is {language!r}, and the master is in “{project.master.locale}”",
            "Set “master” in [tool.octavo] to it",
        )  # fmt: skip
    for folder in other_catalogs(project, config):
        yield (
            "locale_dirs", f"“octavo update” copies what “{folder}” has, and later changes there are not published",
            f"Change the copies, in {os.path.relpath(project.locales, project.root)}",
        )  # fmt: skip
    for suffix in config.source_suffix:
        if suffix not in project.suffixes:
            yield (
                "source_suffix", f"catalogs of documents in {suffix} are not published",
                f"Add “{suffix}” to suffixes in [tool.octavo]",
            )  # fmt: skip


def other_catalogs(project: Project, config: Config) -> dict[str, Path]:
    """Return the folders of ``locale_dirs`` that have catalogs and are not that of *project*, as they are given."""
    return pot.folders(project, config._raw_config.get("locale_dirs"))
