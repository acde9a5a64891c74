"""The languages of a build → their catalogs compiled and counted; side by side where none of it was done before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor

from octavo.compiler import cache, compilation
from octavo.findings import Finding
from octavo.project import Language, Project
from octavo.workflow import gate


def never_compiled(project: Project, languages: Iterable[Language]) -> bool:
    """Whether the catalogs of several of *languages* were never compiled, so that other processes save time."""
    return sum(not cache.cache_file(project.of(language), language).is_file() for language in languages) > 1


def prepare_catalogs(
    project: Project, languages: Sequence[Language], executor: Executor | None = None
) -> list[Finding]:
    """Compile the catalogs of *languages*, on *executor* if there is one, and return what is wrong with them.

    :raises ContentError: a catalog cannot be read
    """
    if executor is None:
        return [finding for language in languages for finding in _prepare(project, language)]
    waiting = [executor.submit(_prepare, project, language) for language in languages]
    return [finding for future in waiting for finding in future.result()]


def _prepare(project: Project, language: Language) -> tuple[Finding, ...]:
    findings = compilation.compile_catalogs(project, language).findings
    # The plan asks for it next; it is remembered.
    gate.coverage_by_domain(project, language)
    return findings
