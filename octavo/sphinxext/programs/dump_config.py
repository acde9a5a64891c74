"""Write the values of a ``conf.py`` as JSON. :mod:`octavo.workflow.init` runs this as a program."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from sphinx import version_info
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import SphinxError
from sphinx.util.tags import Tags

_NAMES = (
    "project", "author", "copyright", "language", "root_doc", "html_theme", "html_baseurl", "source_suffix",
    "gettext_compact", "locale_dirs", "extensions", "needs_sphinx",
)  # fmt: skip


def main(folder: str, answer: str, source: str) -> int:
    """Write the values. The last line on stderr names an error."""
    try:
        config = Config.read(folder, overrides={}, tags=Tags())
        # Values that builders define are unknown before a builder exists. Use them as they are given.
        values = {name: getattr(config, name) if name in config else config._raw_config.get(name) for name in _NAMES}
        values["html_theme"] = values["html_theme"] or "alabaster"  # Sphinx's own default
        # An old name that Sphinx takes for the new one only when it builds.
        values["root_doc"] = config._raw_config.get("root_doc", config._raw_config.get("master_doc", "index"))
        values |= _running(folder, source)
        suffixes = values["source_suffix"]
        values["source_suffix"] = [suffixes] if isinstance(suffixes, str) else list(suffixes or ())
        values["extensions"] = [name for name in values["extensions"] or () if isinstance(name, str)]
        values["version"] = ".".join(map(str, version_info[:3]))
        result = {"values": values, "given": sorted(map(str, config._raw_config))}
        Path(answer).write_text(json.dumps(result, default=str), encoding="utf-8")
    except (SphinxError, Exception, SystemExit) as error:
        lines = [line for line in str(error).splitlines() if line.strip()]
        print(lines[-1].strip() if lines else repr(error), file=sys.stderr)
        return 1
    return 0


class _IsReadError(SphinxError):
    """Stop Sphinx when all values are read. Later steps would write files (autosummary's pages) into the project."""


class _Application(Sphinx):
    """Run Sphinx up to the end of its configuration."""

    def preload_builder(self, name: str) -> None:
        self.connect("config-inited", _stop, priority=10_000)
        super().preload_builder(name)


def _stop(app: Sphinx, config: Config) -> None:
    values: dict[str, Any] = {"source_suffix": list(config.source_suffix), "root_doc": config.root_doc}
    raise _IsReadError(values | {"srcdir": str(app.srcdir)})


def _running(folder: str, source: str) -> dict[str, Any]:
    """Return the configuration after extensions changed it; nothing if one is missing. The first build reports that."""
    with tempfile.TemporaryDirectory() as build_folder:
        settings = {"octavo_compile": False}
        try:
            _Application(
                source, folder, build_folder, build_folder, "dummy", confoverrides=settings, status=None, warning=None
            )
        except _IsReadError as read:
            values: dict[str, Any] = read.args[0]
            if Path(values["srcdir"]).resolve() == Path(source).resolve():
                del values["srcdir"]  # no extension moved it
            return values
        except Exception:  # an extension may raise anything
            return {}
    return {}


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
