"""Compute the coverage that ``octavo update`` would leave, without changing any catalog.

This reads the master and merges it in memory. The figures are cached in ``build/`` with the state of all their input
files. ``octavo status`` shows them again until one of these files changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from octavo.cache.fingerprint import InputState, input_state
from octavo.project import Language, Project, file_of, source_files
from octavo.workflow.coverage.cache import load, save
from octavo.workflow.coverage.counts import Coverage, figures_of, of_catalog

#: The coverage by language and domain.
Foreseen = dict[Language, dict[str, Coverage]]


def projected_coverage(project: Project, languages: Iterable[Language]) -> Foreseen:
    """Return the coverage of *languages* that ``octavo update`` would leave, and cache it.

    :raises ContentError: a catalog cannot be read
    :raises OctavoError: Sphinx cannot read the master
    """
    from octavo.catalogs import merge  # they import Sphinx
    from octavo.catalogs.extract import pot

    languages = list(languages)
    before = {language: _state(project, language) for language in languages}
    pot.write_pot_files(project)
    wanted = merge.read_templates(project)
    found = {
        language: {
            domain: of_catalog(content) for domain, content in merge.projected_merge(project, language, wanted).items()
        }
        for language in languages
    }
    held = load(_store(project))
    for language, covers in found.items():
        if before[language].is_settled:
            figures = {name: figures_of(item) for name, item in covers.items()}
            held[language.locale] = [before[language].digest, figures]
    save(_store(project), held)
    return found


def cached_projection(project: Project, languages: Iterable[Language]) -> Foreseen:
    """Return the cached results of :func:`projected_coverage` for those of *languages* that are unchanged."""
    store = _store(project)
    held = load(store) if store.is_file() else {}
    return {
        language: {domain: Coverage(*figures) for domain, figures in held[language.locale][1].items()}
        for language in languages
        if language.locale in held and held[language.locale][0] == _state(project, language).digest
    }


def _store(project: Project) -> Path:
    return project.build / "coverage" / "foreseen.json"


def _state(project: Project, language: Language) -> InputState:
    """Return the state of the master, the configuration and the catalogs."""
    catalogs = sorted(project.catalogs(language).rglob("*.po"))
    paths = (file_of(project), project.configuration, *source_files.files(project), *catalogs)
    return input_state(map(str, paths))
