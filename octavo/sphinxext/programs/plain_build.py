"""Build a project as Sphinx does without Octavo. :mod:`octavo.publication.comparison` runs this as a program."""

from __future__ import annotations

import gettext
import json
import os
import shutil
import sys
import time
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.console import nocolor
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx.util.tags import Tags

from octavo.cache import package


class _Plain(Sphinx):
    """Run Sphinx without Octavo's extension, which ``conf.py`` may name."""

    def setup_extension(self, extname: str) -> None:
        if extname.partition(".")[0] != package.EXTENSION.partition(".")[0]:
            super().setup_extension(extname)


def main(source: str, configuration: str, language: str, output: str) -> int:
    """Build the pages in *output*, with a log, and with the words of the project's own ``sphinx.po`` in a file."""
    folder = Path(output)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    nocolor()
    with (folder / "log").open("w", encoding="utf-8") as log, patch_docutils(configuration), docutils_namespace():
        start = time.perf_counter()
        config = Config.read(configuration, overrides={"language": language}, tags=Tags())
        build = os.path.relpath(folder.parents[1], source)
        overrides = {
            "language": language,
            # Sphinx writes what it compiles beside its catalogs, so it gets copies of them.
            "locale_dirs": _copies(config, source, language, folder),
            "exclude_patterns": [*config.exclude_patterns, *([] if build.startswith("..") else [build])],
        }
        app = _Plain(
            source, configuration, folder / "html", folder / "doctrees", "html", confoverrides=overrides,
            status=None, warning=log,
        )  # fmt: skip
        app.build()
        result = {"seconds": time.perf_counter() - start, "words": _words(app, language)}
    (folder / "result.json").write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")
    return 0


def _copies(config: Config, source: str, language: str, folder: Path) -> list[str]:
    """Copy the catalogs of *language*; return the folders of the copies in the place of ``locale_dirs``."""
    copies = []
    for number, name in enumerate(config.locale_dirs):
        catalogs = Path(source, name, language, "LC_MESSAGES")
        copy = folder / "locales" / str(number)
        copies.append(os.path.relpath(copy, source))
        for path in catalogs.rglob("*.po"):
            target = copy / language / "LC_MESSAGES" / path.relative_to(catalogs)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    return copies


def _words(app: Sphinx, language: str) -> dict[str, str]:
    """Return the words of templates and of Sphinx that the project's own ``sphinx.po`` translates."""
    words: dict[str, str] = {}
    for name in reversed(app.config.locale_dirs):  # the first folder counts
        catalog = gettext.translation("sphinx", Path(app.srcdir, name), [language], fallback=True)
        words |= {text: word for text, word in vars(catalog).get("_catalog", {}).items() if isinstance(text, str)}
    words.pop("", None)
    return words


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
