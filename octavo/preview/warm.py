"""A language → its pages, from a Sphinx that is kept: what changed is read again, a page is written when asked for.

What is on the disk decides, not what a watcher heard: before a page is given, the files are looked at. So no page is
stale, whatever becomes of an event. A page is written anew each time, since a menu or a link on it may show what
another page says.
"""

from __future__ import annotations

import gc
import pickle
import shutil
import time
import traceback
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from docutils.utils import SystemMessage
from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import SphinxError
from sphinx.util.build_phase import BuildPhase
from sphinx.util.console import nocolor
from sphinx.util.docutils import patch_docutils
from sphinx.util.parallel import SerialTasks

from octavo import compiler
from octavo.errors import ContentError, OctavoError
from octavo.guard import PUBLICATION
from octavo.preview.saved import Saved, sign_of
from octavo.preview.state import relative
from octavo.project import Language, Project

#: Number of the pages that were read so far, and of all that will be read.
Progress = Callable[[int, int], None]
#: Whatever an extension or a theme may raise on a text that is being written.
_FAULTS = (SphinxError, SystemMessage, OSError, ValueError, KeyError, TypeError, AttributeError, IndexError)
#: Seconds in which a file may still be on its way to the disk, and between two looks at it.
_WRITING, _PAUSE = 0.3, 0.012
#: So many pages are kept as they were last, for the time in which they cannot be written.
_KEPT = 300


@dataclass(frozen=True, slots=True)
class Change:
    """What came of a look at the files.

    :ivar documents: the documents that were read again
    :ivar catalogs: the documents whose catalogs were saved, whether or not they could be read
    :ivar must_restart: whether something changed that Sphinx reads only once
    :ivar is_news: whether any file was saved at all
    """

    documents: tuple[str, ...] = ()
    catalogs: tuple[str, ...] = ()
    must_restart: bool = False
    is_news: bool = False


def folder(project: Project, language: Language) -> Path:
    """Return where the preview of *language* keeps everything that it makes."""
    return project.build / "preview" / language.locale


class Warm:
    """The pages of one language; there is one in a process.

    :ivar output: the folder of style sheets, pictures and other files that pages need
    :ivar trouble: why the text cannot be read as it is now, or empty
    :ivar unwritten: by name, why a page cannot be written
    :ivar faults: the catalogs that cannot be read, each with the reason
    """

    def __init__(self, project: Project, language: Language, served: Sequence[str], progress: Progress) -> None:
        """Read what changed since the last preview.

        :param served: the locales that the preview serves
        :raises OctavoError: Sphinx cannot start, or cannot read the text
        """
        made = folder(project, language)
        self.project = replace(project, build_folder=made.relative_to(project.root).as_posix(), earlier={})
        self.language = language
        self.output = made / "html"
        self.trouble = ""
        self.unwritten: dict[str, str] = {}
        self.faults: dict[Path, ContentError] = {}
        self._pending: set[str] = set()
        self._is_written: set[str] = set()
        self._last: OrderedDict[str, str] = OrderedDict()
        self._saved = Saved(project, language)
        if language != project.master:
            self.faults = compiler.compile_each(self.project, language)
        made.mkdir(parents=True, exist_ok=True)
        self._log = (made / "log").open("w", encoding="utf-8")
        with self._sentences() as trouble:
            self._start(tuple(served), progress)
        if trouble:
            raise OctavoError(
                "preview-start", f"the preview of {language.locale} cannot start: {trouble[0]}",
                remedy=f"Mend it and start again; {made.relative_to(project.root)}/log has more",
            )  # fmt: skip
        # What is there now stays for good: looking through it again and again only takes time.
        gc.collect()
        gc.freeze()

    def _start(self, served: tuple[str, ...], progress: Progress) -> None:
        nocolor()
        # For as long as the process lives.
        patch_docutils(self.project.configuration.parent).__enter__()
        self._app = Sphinx(
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

        listeners = [self._app.connect("env-before-read-docs", begin), self._app.connect("source-read", advance)]
        self._app.connect("env-get-outdated", lambda *_: sorted(self._pending))
        read = self._read()
        for listener in listeners:
            self._app.disconnect(listener)
        if read:
            self._keep()
        self._copy()

    def _keep(self) -> None:
        """Leave the environment for the next preview, so that it need not read everything."""
        path = self._app.doctreedir / ENV_PICKLE_FILENAME
        with path.open("wb") as stream:
            pickle.dump(self._app.env, stream, pickle.HIGHEST_PROTOCOL)

    def _copy(self) -> None:
        """Bring what pages need besides: style sheets, scripts, fonts, files for downloading."""
        self._builder.finish_tasks = SerialTasks()
        self._builder.copy_assets()
        self._app.events.emit("build-finished", None)

    # --- what changed ---------------------------------------------------------------------------------

    def look(self) -> Change:
        """Look at the files and read again what was saved; a catalog that cannot be read leaves the page as it is."""
        found = self._saved.look()
        if not found:
            return Change()
        _settle((*found.catalogs, *found.sources))
        self._is_written.clear()
        domains = {_domain(path, self.project.catalogs(self.language)): self._compile(path) for path in found.catalogs}
        changed = {domain for domain, is_new in domains.items() if is_new}
        self._pending |= {name for name in self._app.env.all_docs if self.project.domain_of(name) in changed}
        self._pending |= {name for path in found.sources if (name := self._app.env.path2doc(path))}
        read: list[str] = []
        if self._pending or found.sources:
            with self._sentences() as trouble:
                read = self._read()
                self._pending.clear()
                if found.sources:
                    self._builder.copy_download_files()
            self.trouble = "".join(trouble)
        documents = tuple(name for name in self._app.env.all_docs if self.project.domain_of(name) in domains)
        return Change(tuple(read), documents, PUBLICATION in changed, is_news=True)

    def _compile(self, path: Path) -> bool:
        """Compile the catalog at *path* and return whether what it says changed."""
        try:
            is_new = compiler.compile_catalog(self.project, self.language, path)
        except ContentError as fault:
            self.faults[path] = fault
            return False
        self.faults.pop(path, None)
        return is_new

    def _read(self) -> list[str]:
        read = self._builder.read()
        self._app.env.toctree_includes = dict(sorted(self._app.env.toctree_includes.items()))
        self._builder.prepare_writing(set())
        return read

    @contextmanager
    def _sentences(self) -> Iterator[list[str]]:
        """Give the list to which what goes wrong is added as a sentence; the log has the rest."""
        trouble: list[str] = []
        try:
            yield trouble
        except OctavoError as error:
            trouble.append(relative(self.project, error))
        except _FAULTS as error:
            original = getattr(error, "orig_exc", None)
            # Sphinx wraps what an event handler raises; our own sentence says it better.
            trouble.append(
                relative(self.project, original) if isinstance(original, OctavoError) else _first_line(error)
            )
            self._log.write(traceback.format_exc())
        finally:
            self._log.flush()

    # --- pages ----------------------------------------------------------------------------------------

    def page(self, name: str) -> str | None:
        """Return the page *name* as it is now, or as it was last if it cannot be written; ``None`` for no page.

        Empty where it was never written. Why it cannot be, :attr:`unwritten` says.
        """
        if not self._exists(name):
            self._last.pop(name, None)
            return None
        if name not in self._is_written:
            with self._sentences() as trouble:
                self._last[name] = self._write(name)
                self._is_written.add(name)
            self.unwritten = {**self.unwritten, name: trouble[0]} if trouble else _without(self.unwritten, name)
        if name in self._last:
            self._last.move_to_end(name)
        while len(self._last) > _KEPT:
            self._is_written.discard(self._last.popitem(last=False)[0])
        return self._last.get(name, "")

    def _exists(self, name: str) -> bool:
        # A document that could not be read is found all the same.
        return name in self._app.env.found_docs or name in ("genindex", "search")

    def _write(self, name: str) -> str:
        builder, env = self._builder, self._app.env
        if name not in ("genindex", "search"):
            builder.phase = BuildPhase.RESOLVING
            doctree = env.get_and_resolve_doctree(name, builder, tags=builder.tags)
            builder.phase = BuildPhase.WRITING
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
            if path.is_file() and (not target.is_file() or path.stat().st_mtime_ns > target.stat().st_mtime_ns):
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)

    def close(self) -> None:
        """Leave everything so that the next preview starts from it."""
        with self._sentences():
            self._keep()
        self._log.close()


def _settle(paths: Sequence[Path]) -> None:
    """Wait until nothing is written into *paths* any more, nor one of them is empty.

    Many editors empty a file before they write: half of it may be a whole catalog that lacks half of its messages.
    """
    end = time.monotonic() + _WRITING
    signs = [sign_of(path) for path in paths]
    while time.monotonic() < end:
        time.sleep(_PAUSE)
        before, signs = signs, [sign_of(path) for path in paths]
        if signs == before and all(sign is None or sign[1] for sign in signs):
            return


def _without(texts: dict[str, str], name: str) -> dict[str, str]:
    return {key: text for key, text in texts.items() if key != name}


def _domain(path: Path, catalogs: Path) -> str:
    return path.relative_to(catalogs).with_suffix("").as_posix()


def _first_line(error: Exception) -> str:
    return (str(error) or repr(error)).splitlines()[0]
