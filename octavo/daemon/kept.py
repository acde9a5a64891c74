"""A language whose Sphinx and whose pages in Pagefind are kept → its web edition again, after some texts changed.

It leaves what an ordinary build leaves, file by file, so that any build may follow. Pagefind takes longest: as soon as
the pages that changed are written it begins, and what else is to be done is done meanwhile. What shows that more than
those pages changes (a title, a number, a label) raises :class:`~octavo.daemon.looking.LeftError`: until the end of the
work nothing on the disk says that the edition is whole, so an ordinary build makes it, as after one that was stopped.
"""

from __future__ import annotations

import gc
import io
import os
import pickle
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinx.builders import html as sphinx_html
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util import logging
from sphinx.util._pathlib import _StrPath
from sphinx.util.build_phase import BuildPhase
from sphinx.util.console import nocolor
from sphinx.util.docutils import patch_docutils
from sphinx.util.parallel import SerialTasks

from octavo import compiler, doctrees
from octavo.catalog import write_atomically
from octavo.daemon.looking import Difference, LeftError, Look
from octavo.editions import build, checklists, plan
from octavo.editions.build import Outcome
from octavo.editions.indexing import Held, is_searched
from octavo.editions.plan import Task
from octavo.errors import ContentError
from octavo.findings import Finding
from octavo.guard import PUBLICATION
from octavo.project import Format, Language, Project, Text
from octavo.sphinxext import index_entries, pages, previewing, shown
from octavo.sphinxext.patches import navigation, numbers


class Kept:
    """The web edition of *language*, which must be up to date; there is one in a process.

    :ivar findings: what the compiler has against the catalogs
    """

    def __init__(self, project: Project, language: Language) -> None:
        """Load what the last build left.

        :raises LeftError: the edition is not up to date, or cannot be kept
        """
        self.project, self.language = project, language
        if any(project.gate(other).text is Text.COMPLETE for other in project.translations):
            raise LeftError("a language may publish the text of an earlier day")
        if not (editions := build.wanted(project, [language], [Format.HTML])):
            raise LeftError("it has no web edition")
        self.edition = editions[0]
        self._folder = plan.output(project, self.edition)
        self._look = Look(project, language)
        self.findings: tuple[Finding, ...] = ()
        if language != project.master:
            self.findings = compiler.compile_catalogs(project, language).findings
        if not self._is_recorded(plan.inputs(project, language)):
            raise LeftError("it is not up to date")
        self._said, self._warned = io.StringIO(), io.StringIO()
        self._begun: Outcome | None = None
        self._start()
        self._index = Held(self._folder)
        self._lists = checklists.find(self._folder)
        if not self._look.is_made():
            raise LeftError("another build made something meanwhile")
        # What is there now stays for good: looking through it all again and again only takes time.
        gc.collect()
        gc.freeze()
        gc.set_threshold(build.SELDOM, 1, 1)

    def _start(self) -> None:
        # Logs are read by people and programs alike, in files: no colours.
        nocolor()
        patch_docutils(self.project.configuration.parent).__enter__()  # for as long as the process lives
        self._app = Sphinx(
            srcdir=self.project.source,
            confdir=self.project.configuration.parent,
            outdir=self._folder,
            doctreedir=doctrees.folder(self.project, self.language),
            buildername="html",
            confoverrides={"language": self.language.locale, "octavo_project": self.project, "octavo_compile": "0"},
            status=self._said,
            warning=self._warned,
        )
        assert isinstance(self._app.builder, StandaloneHTMLBuilder)
        self._builder, self._env = self._app.builder, self._app.env
        self._look.add(_aside(self._app, self.project))
        shown.leave(self._app)
        self._known = shown.known(self._app)
        if not self._known:
            raise LeftError("the last build was stopped")
        self._builder.phase = BuildPhase.READING
        if self._builder.read():
            raise LeftError("something is read in each build")
        if shown.of_others(self._app, self._env) != self._known["others"]:
            raise LeftError("its pages show something that is not the same in each build")
        self._builder.finish_tasks = SerialTasks()
        self._builder.prepare_writing(set())
        numbers.prepare(self._env)
        self._indexed = self._index_entries()
        self._warm()

    def _warm(self) -> None:
        """Write a page somewhere else: templates are compiled then, and the menu of all pages is made."""
        builder, name = self._builder, self._app.config.root_doc
        places = builder.outdir, builder._static_dir, builder.copysource
        with tempfile.TemporaryDirectory() as folder:
            builder.outdir, builder.copysource = _StrPath(folder), False
            builder._static_dir = Path(folder, "_static")
            builder.copy_assets()
            _keep_checksums(Path(folder))
            self._write_page(name)
        builder.outdir, builder._static_dir, builder.copysource = places
        builder.images.clear()

    def is_current(self) -> bool:
        """Whether the edition is whole, and nothing was edited since."""
        try:
            return bool(self._known) and not self._look.different()
        except LeftError:
            return False

    def close(self) -> None:
        """End what was started besides."""
        self._index.close()

    # --- building -------------------------------------------------------------------------------------

    def build(self) -> Outcome | None:
        """Make the edition of the files as they are now; return what was done, ``None`` if there was nothing to do.

        :raises LeftError: an ordinary build must do it
        """
        self.begin()
        outcome, self._begun = self._begun, None
        return outcome

    def begin(self) -> None:
        """Make the edition of the files as they are now, before anybody asks for it.

        :raises LeftError: an ordinary build must do it
        """
        if not self._known:
            raise LeftError("the work was left before")
        start = time.perf_counter()
        task = Task(Format.HTML.value, self.language, plan.CHANGED)
        said = dict.fromkeys(self._begun.warnings if self._begun else ())
        before = self._begun.seconds if self._begun else 0.0
        is_done = False
        # What is edited meanwhile is made as well.
        while not is_done and (difference := self._look.different()):
            for stream in (self._said, self._warned):
                stream.truncate(stream.seek(0))
            with logging.pending_warnings():
                is_made = self._make(difference)
            is_done = self._look.is_as_seen()
            if is_made:
                if is_done:
                    plan.record(self.project, self.language, self._digest, [self.edition])
                log = build.log_of(self.project, task)
                log.parent.mkdir(parents=True, exist_ok=True)
                log.write_text(self._said.getvalue() + self._warned.getvalue(), encoding="utf-8")
                said |= dict.fromkeys(line for line in self._warned.getvalue().splitlines() if line.strip())
                self._begun = Outcome(task, before + time.perf_counter() - start, tuple(said))
            self._look.take()

    def _make(self, difference: Difference) -> bool:
        """Make what follows from *difference*; return whether there was anything."""
        texts = self._documents(difference)
        try:
            again = compiler.compile_again(self.project, self.language, difference.catalogs)
        except ContentError as error:
            raise LeftError(error.sentence) from error
        # What is left from here on is left in pieces: it would not be found a second time.
        before, self._known = self._known, {}
        others = [finding for finding in self.findings if finding.location.path not in again]
        self.findings = (*others, *(finding for item in again.values() for finding in item.findings))
        domains = {item.domain for item in again.values() if item.is_new}
        documents = texts | {name for name in self._env.all_docs if self.project.domain_of(name) in domains}
        if not documents and self._is_recorded(plan.inputs(self.project, self.language)):
            self._known = before
            return False
        shown.take(self._app)
        pages.forget(self._app)
        written = self._read(sorted(documents))
        self._builder.events.emit("write-started", self._builder)
        self._has_list = False
        self._search(self._write(written), lambda: self._meanwhile(written, before))
        if self._has_list and (lists := checklists.find(self._folder)) != self._lists:
            self._lists = lists
            checklists.write(self.project, self.language, self._folder)
        shown.keep(self._app, self._held)
        self._known = self._held
        return True

    def _documents(self, difference: Difference) -> set[str]:
        """Return the documents whose texts changed, if no more follows from *difference* than from texts and messages.

        :raises LeftError: more does
        """
        if self.project.catalogs(self.language) / f"{PUBLICATION}.po" in difference.catalogs:
            raise LeftError("the publication's own words changed")
        env = self._env
        names = {env.path2doc(path) or "" for path in difference.texts}
        files = set(map(str, difference.texts))
        if not names <= env.all_docs.keys() or any(files & set(map(str, used)) for used in env.dependencies.values()):
            raise LeftError("a file changed that is part of others")
        return names

    def _read(self, documents: list[str]) -> set[str]:
        """Read *documents*; return them and those that must be written with them."""
        app, builder, events = self._app, self._builder, self._app.events
        builder.phase = BuildPhase.READING
        with navigation.kept(builder):
            previewing.forget_read(app, documents)
            events.emit("env-before-read-docs", self._env, documents)
            builder._read_serial(documents)
            for more in events.emit("env-updated", self._env):
                documents.extend(more or ())
        self._env.toctree_includes = dict(sorted(self._env.toctree_includes.items()))
        return {*documents, *self._env.check_dependents(app, set(documents))}

    def _meanwhile(self, written: set[str], before: dict[str, Any]) -> dict[str, str]:
        """Do what does not wait for the index; return the pages that changed besides *written*."""
        env, builder = self._env, self._builder
        self._held = shown.state(self._app, env)
        if self._held["others"] != before.get("others"):
            raise LeftError("other pages show what changed")
        names = written | shown.changed(before, self._held)
        # Pages that list these in their contents stay as they are: what they list is among what others show.
        builder.phase = BuildPhase.CONSISTENCY_CHECK
        env.check_consistency()
        previewing.forget_root(env)
        data = pickle.dumps(env, pickle.HIGHEST_PROTOCOL)
        write_atomically(Path(self._app.doctreedir, ENV_PICKLE_FILENAME), data)
        changed = self._write(names - written)
        # Style sheets and scripts are not copied again: with another one, all this is left.
        builder.use_index = self._has_other_index()
        builder.finish()
        with navigation.kept(builder):
            self._app.events.emit("build-finished", None)
        self._digest = plan.inputs(self.project, self.language)
        return changed

    def _has_other_index(self) -> bool:
        """Whether the page of the index says something else than when it was written last."""
        before, self._indexed = self._indexed, self._index_entries()
        return self._indexed != before

    def _index_entries(self) -> tuple[object, ...]:
        entries = self._env.domains.index_domain.entries
        return index_entries.kept(self._app), {name: list(held) for name, held in entries.items() if held}

    def _is_recorded(self, digest: str) -> bool:
        return plan.recorded(self.project, self.language).get(self.edition.name) == digest

    # --- pages ----------------------------------------------------------------------------------------

    def _write(self, names: Iterable[str]) -> dict[str, str]:
        """Write the pages *names*; return, by path, those whose text for the search may be another."""
        changed = {}
        for name in sorted(names):
            path = Path(self._builder.get_output_path(name))
            before = path.read_text(encoding="utf-8")
            self._write_page(name)
            after = path.read_text(encoding="utf-8")
            self._has_list |= checklists.CLASS in before + after
            if after != before and (is_searched(before) or is_searched(after)):
                changed[path.relative_to(self._folder).as_posix()] = after
        return changed

    def _write_page(self, name: str) -> None:
        builder = self._builder
        builder.phase = BuildPhase.RESOLVING
        doctree = self._env.get_and_resolve_doctree(name, builder, tags=builder.tags)
        builder.phase = BuildPhase.WRITING
        builder.write_doc_serialized(name, doctree)
        builder.write_doc(name, doctree)

    def _search(self, changed: dict[str, str], meanwhile: Callable[[], dict[str, str]]) -> None:
        """Write the index with the pages *changed*, and do what is done *meanwhile*, which may change others."""
        self._index.begin(changed)
        try:
            more = meanwhile()
        finally:
            self._index.finish()
        self._index.begin(more)
        self._index.finish()


def _keep_checksums(folder: Path) -> None:
    """Let pages name the checksums of style sheets and scripts as they are in *folder*, where they were just copied.

    In a build they are changed after all pages were written: those of the edition are not what pages name.
    """
    find = sphinx_html._file_checksum  # type: ignore[attr-defined]  # imported there, by which pages find it
    found = {path.relative_to(folder).as_posix(): find(folder, path) for path in folder.rglob("*") if path.is_file()}

    def checksum(outdir: Path, filename: str | os.PathLike[str]) -> str:
        name = os.fspath(filename)
        return found[name] if name in found else find(outdir, filename)

    sphinx_html._file_checksum = checksum  # type: ignore[attr-defined]


def _aside(app: Sphinx, project: Project) -> set[Path]:
    """Return what a build reads besides the project's own files: what conf.py names and imports, what texts include."""
    config = app.config
    named = (*config.html_static_path, *config.html_extra_path, *config.templates_path, "docutils.conf",
             *filter(None, (config.html_logo, config.html_favicon)))  # fmt: skip
    found = {Path(app.confdir, name) for name in named}
    modules = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
    found |= {path for name in modules if name and _is_own(path := Path(name), project)}
    used = (Path(path) for paths in app.env.dependencies.values() for path in paths)
    return found | {path for path in used if not path.is_relative_to(project.compiled)}


def _is_own(path: Path, project: Project) -> bool:
    """Whether the module at *path* is the project's own, and no package that is installed in its folder."""
    return path.is_relative_to(project.root) and "site-packages" not in path.parts
