"""Values of ``conf.py`` that Octavo does not follow → a sentence for each, with what the owner can do.

Whatever else ``conf.py`` says counts as Sphinx has it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from sphinx.config import Config

from octavo.project import Project

#: Name, what is so, what to do.
Unfollowed = tuple[str, str, str]


def unfollowed(project: Project, config: Config) -> Iterator[Unfollowed]:
    """Yield the values that ``conf.py`` itself gives, and that do not count in Octavo's builds of *project*."""
    given = config._raw_config
    if given.get("gettext_allow_fuzzy_translations"):
        yield (
            "gettext_allow_fuzzy_translations", "fuzzy translations are not published",
            "Take the fuzzy flag away from those that are right",
        )  # fmt: skip
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
    for folder in given.get("locale_dirs", ()):
        path = Path(os.path.normpath(project.source / folder))
        if path != project.locales and any(path.glob("*/LC_MESSAGES")):
            yield "locale_dirs", f"the catalogs in “{folder}” are not read", "Move them into the folder of the others"
    for suffix in config.source_suffix:
        if suffix not in project.suffixes:
            yield (
                "source_suffix", f"catalogs of documents in {suffix} are not published",
                f"Add “{suffix}” to suffixes in [tool.octavo]",
            )  # fmt: skip
