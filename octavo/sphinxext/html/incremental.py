"""Decide which HTML pages to write again: the changed ones, or all of them into an emptied folder.

A page shows its own text and, in menus, contents, links and numbers, data of other pages. If the digest of these data
(:func:`shared_digest`) is unchanged, only pages with a new text are written. Otherwise every page is written into an
empty folder, so that no deleted page remains. In both cases the folder equals that of a clean build. The state of the
written pages is stored beside the doctrees, and deleted while pages are being written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Set
from pathlib import Path
from typing import Any

import sphinx
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.locale import _TranslationProxy

from octavo.cache import fingerprint, package, store
from octavo.cache.hashing import file_hash
from octavo.files import name_below
from octavo.project import source_files
from octavo.project.dates import timestamp
from octavo.sphinxext.configuration import build_of
from octavo.sphinxext.html import chapters

#: Domains whose data are plain values. For other domains, their list of objects is compared.
_PLAIN = frozenset({"std", "citation", "math", "changeset", "rst", "js", "py"})
#: The data about documents in the environment that other pages may show.
_KNOWN = (
    "titles", "longtitles", "tocs", "metadata", "toctree_includes", "numbered_toctrees", "glob_toctrees",
    "toc_secnumbers", "toc_fignumbers", "images", "dlfiles", "found_docs", "files_to_rebuild", "toc_num_entries",
)  # fmt: skip


def docs_to_write(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """Return the documents to write besides those that were just read."""
    if not is_enabled(app):
        return ()
    before = take_state(app)
    state = page_state(app, env)
    _states[str(app.outdir)] = state
    _kept.discard(str(app.outdir))
    if before.get("others") != state["others"]:
        _empty(app)
        return env.found_docs
    _kept.add(str(app.outdir))
    return changed_docs(before, state)


def _empty(app: Sphinx) -> None:
    """Delete what earlier runs wrote. Extensions may have written files since this run began, such as jQuery."""
    for path, state in getattr(app, "octavo_found", {}).items():
        if fingerprint.fingerprint(path) == state:
            Path(path).unlink()
    for folder in sorted((path for path in app.outdir.rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def keeps_pages(app: Sphinx) -> bool:
    """Return whether the pages of no document stay as they are: they show only the data that all pages share."""
    return str(app.outdir) in _kept


def changed_docs(before: Mapping[str, Any], held: Mapping[str, Any]) -> set[str]:
    """Return the documents whose state changed."""
    return {name for name, one in held["pages"].items() if before["pages"].get(name) != one}


def current_digest(app: Sphinx) -> str:
    """Return the digest of the data that all pages share, while pages are written; empty if it is not known."""
    return str(_states.get(str(app.outdir), {}).get("others", ""))


def record_written(app: Sphinx, exception: Exception | None) -> None:
    """Record the state of the written pages."""
    state = _states.pop(str(app.outdir), None)
    if exception is None and state is not None:
        save_state(app, state)


def take_state(app: Sphinx) -> dict[str, Any]:
    """Return the recorded state of the folder of *app* and delete the record; it is written again when all pages are.

    The result is empty if another run wrote the folder after the record.
    """
    state = _read(_record(app))
    _record(app).unlink(missing_ok=True)
    return state if state.get("last") == _last(app) else {}


def save_state(app: Sphinx, held: Mapping[str, Any]) -> None:
    """Store *held* as the state of the written folder."""
    store.save(_record(app), {**held, "last": _last(app)})


def _last(app: Sphinx) -> list[int]:
    """Return a value that identifies the run that wrote the folder last. It may have run on another machine."""
    # Each run writes this file last.
    return list(fingerprint.fingerprint(Path(app.outdir, "objects.inv")) or ())


def is_enabled(app: Sphinx) -> bool:
    """Return whether this module is active: for web pages, in a folder of Octavo's own."""
    return app.builder.name == "html" and app.config.octavo_project is not None and not app.config.octavo_preview


#: The states that are being written, by folder, and the folders that were not emptied before.
_states: dict[str, dict[str, Any]] = {}
_kept: set[str] = set()


def _record(app: Sphinx) -> Path:
    return Path(app.doctreedir) / f"{app.builder.name}.json"


def _read(file: Path) -> dict[str, Any]:
    content = store.load(file)
    return content if isinstance(content, dict) else {}


def page_state(app: Sphinx, env: BuildEnvironment) -> dict[str, Any]:
    """Return the state of all pages: for each page its own content, and a digest of the data that all pages share."""
    build = build_of(app)
    project, language = build.project, build.language
    catalogs = _digests(project.catalogs(language).rglob("*.po"))

    def own(name: str) -> str:
        catalog = catalogs.get(project.catalogs(language) / f"{project.domain_of(name)}.po", "")
        places = [locale for locale, names in build.linkable.items() if name in names]
        held = [env.all_docs[name], catalog, places, str(build.changes.get(name, ""))]
        # A page shows the descriptions of others: of the guides, or of the chapters of a guide.
        held += [(catalogs.get(project.catalogs(language) / f"{project.domain_of(other)}.po", ""),
                  env.all_docs[other]) for other in chapters.described(app, name)]  # fmt: skip
        if name == project.colophon:
            # It shows how much of the whole edition is translated.
            held.append(repr(sorted(build.coverage.items())))
        return hashlib.sha256(repr(held).encode()).hexdigest()

    return {"others": shared_digest(app, env), "pages": {name: own(name) for name in sorted(env.found_docs)}}


def shared_digest(app: Sphinx, env: BuildEnvironment) -> str:
    """Return a digest of the data that pages show of other documents and of the whole publication."""
    build = build_of(app)
    project = build.project
    files = [build.publication.root / "pyproject.toml", project.configuration]
    for names in (app.config.html_static_path, app.config.templates_path):
        places = [Path(app.confdir, name) for name in names]
        files += [path for place in places for path in (place.rglob("*") if place.is_dir() else [place])]
    # Extensions of the project, and catalogs of no document: of the publication, of themes.
    files += [path for path in source_files.files(project) if path.suffix == ".py"]
    catalogs = project.compiled_catalogs(build.language)
    domains = {project.domain_of(name) for name in env.found_docs}
    files += [path for path in catalogs.rglob("*.mo") if name_below(catalogs, path) not in domains]
    whole = hashlib.sha256(f"{sphinx.__version__} {package.package_hash()} {timestamp(project)} {app.outdir}".encode())
    whole.update(repr(sorted(_digests(files).items())).encode())
    whole.update(repr([(item.name, canonical(item.value)) for item in app.config if _is_value(item.value)]).encode())
    # If there is any page, search and index are offered too.
    whole.update(repr(sorted((locale, bool(names)) for locale, names in build.linkable.items())).encode())
    for name in _KNOWN:
        held: Any = getattr(env, name, None)
        if name == "metadata" and held:
            # Reading the metadata of a document without metadata adds an empty entry.
            held = {document: values for document, values in held.items() if values}
        whole.update(f"\0{name}\0{canonical(held)}".encode())
    for domain in sorted(env.domains.sorted(), key=lambda item: item.name):
        if domain.name == "index":  # only the index shows it, which is written each time
            continue
        data = domain.data if domain.name in _PLAIN else sorted(map(str, domain.get_objects()))
        whole.update(f"\0{domain.name}\0{canonical(data)}".encode())
    return whole.hexdigest()


def canonical(value: Any) -> str:
    """Return *value* as a text that depends only on its content, not on the order in which it was filled."""
    if isinstance(value, Mapping):
        return f"{{{','.join(sorted(f'{canonical(key)}:{canonical(item)}' for key, item in value.items()))}}}"
    if isinstance(value, Set):
        return f"{{{','.join(sorted(map(canonical, value)))}}}"
    if isinstance(value, list | tuple):
        return f"[{','.join(map(canonical, value))}]"
    if isinstance(value, _TranslationProxy):
        # The order of imports decides whether words are translated at once or when they are shown.
        value = str(value)
    return value.pformat() if isinstance(value, nodes.Node) else repr(value)


def _is_value(value: Any) -> bool:
    """Return whether the text of *value* contains all its data. Other objects show only their address in memory."""
    return isinstance(value, str | int | float | bool | list | tuple | dict | set | frozenset | None)


def _digests(files: Iterable[Path]) -> dict[Path, str]:
    return {path: file_hash(path) for path in files if path.is_file()}
