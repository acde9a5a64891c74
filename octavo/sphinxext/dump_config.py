"""Write the values that Sphinx reads from a ``conf.py`` as JSON; a program that :mod:`octavo.workflow.init` runs."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from sphinx import version_info
from sphinx.config import Config
from sphinx.errors import SphinxError
from sphinx.util.tags import Tags

_NAMES = (
    "project", "author", "copyright", "language", "root_doc", "html_theme", "html_baseurl", "source_suffix",
    "gettext_compact", "locale_dirs", "extensions", "needs_sphinx",
)  # fmt: skip


def main(folder: str, answer: str) -> int:
    """Write the answer; what goes wrong is the last line on stderr."""
    try:
        config = Config.read(folder, overrides={}, tags=Tags())
        # What the builders define is not known before there is one; the values as they are given will do.
        values = {name: getattr(config, name) if name in config else config._raw_config.get(name) for name in _NAMES}
        values["html_theme"] = values["html_theme"] or "alabaster"  # Sphinx's own default
        suffixes = values["source_suffix"]
        values["source_suffix"] = [suffixes] if isinstance(suffixes, str) else list(suffixes or ())
        values["extensions"] = [name for name in values["extensions"] or () if isinstance(name, str)]
        # An old name that Sphinx takes for the new one only when it builds.
        values["root_doc"] = config._raw_config.get("root_doc", config._raw_config.get("master_doc", "index"))
        values["version"] = ".".join(map(str, version_info[:3]))
        told = {"values": values, "given": sorted(map(str, config._raw_config))}
        Path(answer).write_text(json.dumps(told, default=str), encoding="utf-8")
    except (SphinxError, Exception, SystemExit) as error:
        lines = [line for line in str(error).splitlines() if line.strip()]
        print(lines[-1].strip() if lines else repr(error), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
