"""Run Sphinx on ``source/`` and compiled catalogs: read doctrees, and write files from them.

All builders of a language share one folder of doctrees: the first one reads, the others only write.
"""

from __future__ import annotations

import errno
import gc
import io
import logging
import os
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from octavo.cache import fingerprint, package
from octavo.catalogs.extract.sphinx_compat import enter_phase, forget_earlier_run
from octavo.errors import ContentError, OctavoError, first_line, needs_extra
from octavo.project import Language, Project, check_names, sandbox

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: The themes of the extra "themes".
_THEMES = ("furo", "sphinx_rtd_theme")
#: An extension of Sphinx that loads the web client. It is left out if conf.py does not mention it.
LINK_CHECKER = "sphinx.builders.linkcheck"


@dataclass(frozen=True, slots=True)
class SphinxResult:
    """Store the results of a run of Sphinx.

    :ivar warnings: its warnings, one a line
    :ivar documents: the documents that were read again because they changed
    """

    warnings: tuple[str, ...]


def doctree_folder(project: Project, language: Language) -> Path:
    """Return the folder of *language*'s doctrees."""
    return project.build / "doctrees" / language.locale


class _WebClient(ModuleType):
    """Load Sphinx's web client when it is used. That takes a twentieth of a short run, and few runs download."""

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self.__name__), name)


class _KeepsNothing(dict[str, Any]):
    """Store no value."""

    def __setitem__(self, name: str, value: Any) -> None:
        pass


@cache
def application() -> type[Sphinx]:
    """Return Sphinx's application with Octavo's extension in it, even if ``conf.py`` does not list it.

    Without the extension Sphinx would publish what no guard has seen, or English under another language's name.
    """
    from sphinx import util

    if not hasattr(util, "requests"):
        util.requests = _WebClient("sphinx.util.requests")
    from sphinx.application import Sphinx

    class Application(Sphinx):
        def __init__(self, **named: Any) -> None:
            self.octavo_builder = named["buildername"]
            is_site = self.octavo_builder == "html"
            self.octavo_found = dict(fingerprint.below(str(named["outdir"]))) if is_site else {}
            self._checks_links = b"linkcheck" in Path(named["confdir"], "conf.py").read_bytes()
            super().__init__(**named)

        def setup_extension(self, extname: str) -> None:
            # Sphinx tells of every event. Nobody sees it, and it takes a thirtieth of the time.
            logging.getLogger("sphinx").setLevel(logging.INFO)
            # A conf.py may read the settings of the extension, or those of its events.
            if extname != LINK_CHECKER or self._checks_links:
                super().setup_extension(extname)

        def preload_builder(self, name: str) -> None:
            # Sphinx has loaded the extensions of conf.py now, and reads their values next.
            self.setup_extension(package.EXTENSION)
            super().preload_builder(name)

    return Application


def run_sphinx(
    project: Project,
    language: Language,
    builder: str,
    output: Path,
    *,
    log: Path,
    settings: Mapping[str, object] | None = None,
    doctreedir: Path | None = None,
) -> SphinxResult:
    """Let Sphinx read what changed and write it with *builder* into *output*.

    :param project: the project as it is published in *language*: the current text or a snapshot
    :param log: where everything that Sphinx says is kept
    :param settings: further configuration values
    :param doctreedir: the folder of the doctrees, if not the one that all builders of the language share
    :raises OctavoError: Sphinx could not start; the sentence names the log
    :raises ContentError: Sphinx stopped while it read or wrote the text
    """
    check_names(project)
    sandbox.check()
    # A tenth of a second, which those need not wait for who let other processes read.
    from sphinx.util.console import nocolor
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    forget_earlier_run()
    # Logs are read by people and programs alike, in files: no colours.
    nocolor()
    status, warnings = io.StringIO(), io.StringIO()
    if builder == "html" and project.theme in _THEMES:
        with needs_extra("themes", f"The theme {project.theme}"):
            import_module(project.theme)
    overrides = {"language": language.locale, "octavo_project": project, **(settings or {})}
    # Sphinx looks here for the words of its pages before it reads any extension: only in what was checked.
    overrides["locale_dirs"] = [os.path.relpath(project.locale_dir(language), project.source)]
    stopped: type[OctavoError] = OctavoError
    try:
        with patch_docutils(project.configuration.parent), docutils_namespace():
            app = application()(
                srcdir=project.source,
                confdir=project.configuration.parent,
                outdir=output,
                doctreedir=doctreedir or doctree_folder(project, language),
                buildername=builder,
                confoverrides=overrides,
                status=status,
                warning=warnings,
            )
            if gc.get_freeze_count():  # the process ends after this run: all that is loaded lives as long
                gc.freeze()
            # Sphinx keeps the doctree of every page that it reads until it writes the page. To load it again then takes
            # less time than to look for garbage among the doctrees of all pages.
            app.env._write_doc_doctree_cache = app.env._pickled_doctree_cache = _KeepsNothing()
            failures, stopped = _WriteFailures(), ContentError
            logging.getLogger("sphinx").addHandler(failures)
            # What changed is read again; what is written of web pages, the extension chooses. Books are written whole.
            _build(app) if builder == "html" else app.build(force_all=True)
            failures.check()
    except (OctavoError, OSError):
        raise
    except Exception as error:
        # Sphinx wraps what an event handler raises; our own sentence says it better.
        original = getattr(error, "orig_exc", None)
        if isinstance(original, OctavoError):
            raise original from error
        # Any extension or theme may raise anything; the user gets a sentence, the log keeps the rest.
        status.write(traceback.format_exc())
        raise stopped(
            "sphinx-failed",
            f"Sphinx stopped while writing {builder} in {language.locale}: {first_line(error)}",
            remedy=f"Read {log}",
        ) from error
    finally:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(status.getvalue() + warnings.getvalue(), encoding="utf-8")
    lines = tuple(line for line in warnings.getvalue().splitlines() if line.strip())
    return SphinxResult(lines)


class _WriteFailures(logging.Handler):
    """Collect errors of the file system. Sphinx only warns if it cannot write a whole file."""

    #: Errors that cannot come from a mistake in the text, such as a missing image.
    NUMBERS = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG, errno.EROFS))

    def __init__(self) -> None:
        super().__init__()
        self.found: list[OSError] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the errors among the arguments of *record*."""
        values = record.args if isinstance(record.args, tuple) else ()
        self.found += [value for value in values if isinstance(value, OSError) and value.errno in self.NUMBERS]

    def check(self) -> None:
        """Raise the first error that was found."""
        for error in self.found:
            raise error


def _build(app: Sphinx) -> None:
    """Let Sphinx write what changed, and what its events ask for; pages on the disk are not asked for their time."""
    from sphinx.application import ENV_PICKLE_FILENAME
    from sphinx.util.build_phase import BuildPhase

    enter_phase(app.builder, BuildPhase.READING)
    try:
        app.builder.build((), method="update")
    except Exception as error:
        # As Sphinx does it: what was read may be in pieces.
        (Path(app.doctreedir) / ENV_PICKLE_FILENAME).unlink(missing_ok=True)
        app.events.emit("build-finished", error)
        raise
    app.events.emit("build-finished", None)
