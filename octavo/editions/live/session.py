"""Keep Sphinx loaded for one language: read saved files again, and write a page when it is requested.

The files on disk decide, not the events of a watcher: every refresh looks at them, so a lost event leaves no page
stale. A page is written again after every change, since a menu or a link on it may show what another page says.
"""

from __future__ import annotations

import gc
import gettext
import pickle
import shutil
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.locale import translators
from sphinx.util.build_phase import BuildPhase
from sphinx.util.console import nocolor
from sphinx.util.docutils import patch_docutils
from sphinx.util.i18n import docname_to_domain
from sphinx.util.parallel import SerialTasks

from octavo.cache.hashing import file_hash
from octavo.catalogs.extract import sphinx_run
from octavo.catalogs.extract.sphinx_compat import enter_phase, resolved_doctree
from octavo.compiler import compilation
from octavo.compiler.guard import PUBLICATION
from octavo.editions.live.errors import collected
from octavo.editions.live.file_state import FileState, wait_until_written
from octavo.errors import ContentError, OctavoError
from octavo.files import name_below
from octavo.project import Language, Project, sandbox

#: Called with the number of documents read so far, and of all that will be read.
Progress = Callable[[int, int], None]
#: The number of pages whose last HTML is stored, to show while they cannot be written.
_STORED = 300
#: Pages that Sphinx writes without a document.
_GENERATED = ("genindex", "search")


@dataclass(frozen=True, slots=True)
class RefreshResult:
    """Store the result of a refresh.

    :ivar documents: the documents that were read again
    :ivar catalogs: the documents whose catalogs were saved, whether or not the catalogs could be read
    :ivar must_restart: whether something changed that Sphinx reads only when it starts
    :ivar is_news: whether any file was saved
    """

    documents: tuple[str, ...] = ()
    catalogs: tuple[str, ...] = ()
    must_restart: bool = False
    is_news: bool = False


def folder(project: Project, language: Language) -> Path:
    """Return the folder in which the live session of *language* stores everything that it writes."""
    return project.build / "preview" / language.locale


class LiveSession:
    """Keep Sphinx and the environment of one language loaded. A process can have only one: Sphinx has global state.

    :ivar output: the folder of the pages, style sheets, pictures and other files
    :ivar read_error: why the text cannot be read as it is now, or empty
    :ivar write_errors: by name, why a page cannot be written
    :ivar catalog_errors: by path, why a catalog cannot be read
    """

    def __init__(self, project: Project, language: Language, served: Sequence[str], progress: Progress) -> None:
        """Start Sphinx and read what changed since the last session.

        :param served: the locales to which the language switcher links
        :raises OctavoError: Sphinx cannot start, or cannot read the text
        """
        made = folder(project, language)
        self.project = replace(project, build_folder=made.relative_to(project.root).as_posix())
        self.language = language
        self.output = made / "html"
        self.read_error = ""
        self.write_errors: dict[str, str] = {}
        self.catalog_errors: dict[Path, ContentError] = {}
        self._pending: set[str] = set()
        self._is_written: set[str] = set()
        self._last: OrderedDict[str, str] = OrderedDict()
        self._saved = FileState(project, language)
        if language != project.master:
            self.catalog_errors = compilation.compile_each(self.project, language)
        made.mkdir(parents=True, exist_ok=True)
        self._log = (made / "log").open("w", encoding="utf-8")
        with collected(self.project, self._log) as errors:
            self._start(tuple(served), progress)
        if errors:
            raise OctavoError(
                "preview-start", f"the preview of {language.locale} cannot start: {errors[0]}",
                remedy=f"Correct it and start again; {made.relative_to(project.root)}/log has more",
            )  # fmt: skip
        # These objects live as long as the process: the garbage collector need not look at them again.
        gc.collect()
        gc.freeze()

    def _start(self, served: tuple[str, ...], progress: Progress) -> None:
        sandbox.check()
        nocolor()
        # Never left: it lasts as long as the process.
        patch_docutils(self.project.configuration.parent).__enter__()
        self._app = sphinx_run.application()(
            srcdir=self.project.source,
            confdir=self.project.configuration.parent,
            outdir=self.output,
            doctreedir=self.output.parent / "doctrees",
            buildername="html",
            confoverrides={
                "language": self.language.locale,
                "octavo_project": self.project,
                "octavo_preview": served,
                "octavo_compile": False,
            },
            status=None,
            warning=self._log,
        )
        assert isinstance(self._app.builder, StandaloneHTMLBuilder)
        self._builder = self._app.builder
        todo: list[str] = []
        done: list[str] = []

        def begin(_app: Sphinx, _env: object, docnames: list[str]) -> None:
            todo[:], done[:] = docnames, []

        def advance(_app: Sphinx, docname: str, _source: list[str]) -> None:
            done.append(docname)
            progress(len(done), len(todo))

        self._app.connect("env-get-outdated", lambda *_: sorted(self._pending))
        self._app.connect("env-before-read-docs", _drop_cached)
        listeners = [self._app.connect("env-before-read-docs", begin), self._app.connect("source-read", advance)]
        read = self._read()
        for listener in listeners:
            self._app.disconnect(listener)
        if read:
            self._store()
        self._copy()

    def _store(self) -> None:
        """Write the environment to disk for the next session, so that it need not read everything."""
        path = self._app.doctreedir / ENV_PICKLE_FILENAME
        with path.open("wb") as stream:
            pickle.dump(self._app.env, stream, pickle.HIGHEST_PROTOCOL)

    def _copy(self) -> None:
        """Copy the other files that pages need: style sheets, scripts, fonts, files for downloading."""
        self._builder.finish_tasks = SerialTasks()
        self._builder.copy_assets()
        self._app.events.emit("build-finished", None)

    # --- reading --------------------------------------------------------------------------------------

    def refresh(self) -> RefreshResult:
        """Compile and read again what was saved. A catalog that cannot be read leaves its page as it is."""
        found = self._saved.look()
        if not found:
            return RefreshResult()
        wait_until_written((*found.catalogs, *found.sources))
        self._is_written.clear()
        domains = {
            name_below(self.project.catalogs(self.language), path): self._compile(path) for path in found.catalogs
        }
        changed = {domain for domain, is_new in domains.items() if is_new}
        self._pending |= {name for name in self._app.env.all_docs if self.project.domain_of(name) in changed}
        self._pending |= {name for path in found.sources if (name := self._app.env.path2doc(path))}
        read: list[str] = []
        if self._pending or found.sources:
            with collected(self.project, self._log) as errors:
                read = self._read()
                self._pending.clear()
                if found.sources:
                    self._builder.copy_download_files()
            self.read_error = "".join(errors)
        documents = tuple(name for name in self._app.env.all_docs if self.project.domain_of(name) in domains)
        return RefreshResult(tuple(read), documents, PUBLICATION in changed, is_news=True)

    def _compile(self, path: Path) -> bool:
        """Compile the catalog at *path*; return whether the compiled catalog changed."""
        try:
            is_new = compilation.compile_catalog(self.project, self.language, path)
        except ContentError as error:
            self.catalog_errors[path] = error
            return False
        self.catalog_errors.pop(path, None)
        return is_new

    def _read(self) -> list[str]:
        read = self._builder.read()
        # Numbers of sections and figures. The pages whose numbers changed are resolved when they are asked for.
        list(self._app.env.check_dependents(self._app, set(read)))
        self._app.env.toctree_includes = dict(sorted(self._app.env.toctree_includes.items()))
        self._builder.prepare_writing(set())
        return read

    # --- writing --------------------------------------------------------------------------------------

    def page(self, name: str) -> str | None:
        """Return the HTML of the page *name* as it is now, or as it was last if it cannot be written.

        Return ``None`` if there is no such page, and an empty text if it was never written. The reason is in
        :attr:`write_errors`.
        """
        if not self._exists(name):
            self._last.pop(name, None)
            return None
        if name not in self._is_written:
            with collected(self.project, self._log) as errors:
                self._last[name] = self._write(name)
                self._is_written.add(name)
            self.write_errors.pop(name, None)
            if errors:
                self.write_errors[name] = errors[0]
        if name in self._last:
            self._last.move_to_end(name)
        while len(self._last) > _STORED:
            self._is_written.discard(self._last.popitem(last=False)[0])
        return self._last.get(name, "")

    def _exists(self, name: str) -> bool:
        # A document that could not be read is found all the same.
        return name in self._app.env.found_docs or name in _GENERATED

    def _write(self, name: str) -> str:
        builder = self._builder
        if name not in _GENERATED:
            enter_phase(builder, BuildPhase.RESOLVING)
            doctree = resolved_doctree(builder, name)
            enter_phase(builder, BuildPhase.WRITING)
            builder.write_doc_serialized(name, doctree)
            builder.write_doc(name, doctree)
            self._copy_pictures()
        elif name == "genindex":
            builder.write_genindex()
        else:
            builder.gen_pages_from_extensions()
        return Path(builder.get_output_path(name)).read_text(encoding="utf-8")

    def _copy_pictures(self) -> None:
        for source, name in self._builder.images.items():
            path, target = Path(self._app.srcdir, source), self.output / "_images" / name
            if path.is_file() and (not target.is_file() or file_hash(path) != file_hash(target)):
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)

    def close(self) -> None:
        """Store the environment, from which the next session starts."""
        with collected(self.project, self._log):
            self._store()
        self._log.close()


def _drop_cached(app: Sphinx, env: BuildEnvironment, docnames: Sequence[str]) -> None:
    """Drop the catalogs and doctrees of *docnames* from the caches, because they are about to be read again.

    Python and Sphinx read a catalog only once in a process, and Sphinx caches doctrees and the root document for menus.
    """
    for docname in docnames:
        translators.pop(("general", docname_to_domain(docname, app.config.gettext_compact)), None)
        env._pickled_doctree_cache.pop(docname, None)
    vars(env).pop("master_doctree", None)
    gettext._translations.clear()  # type: ignore[attr-defined]  # there is no public function
