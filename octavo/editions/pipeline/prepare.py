"""Compile the catalogs of a build and count their coverage, in parallel if several languages were never compiled."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass

from octavo.compiler import cache, compilation
from octavo.findings import Finding
from octavo.project import Language, Project
from octavo.workflow import gate
from octavo.workflow.coverage import Coverage

#: By language, the project as it is published: of today, or a snapshot.
Texts = Mapping[Language, Project]


@dataclass(frozen=True, slots=True)
class PreparedCatalogs:
    """Store the findings of the compiler, and the coverage of each language by domain."""

    findings: tuple[Finding, ...]
    coverage: Mapping[Language, Mapping[str, Coverage]]


def never_compiled(texts: Texts) -> bool:
    """Return whether the catalogs of a language were never compiled: other processes save time then, and memory."""
    return any(not cache.cache_file(project, language).is_file() for language, project in texts.items())


def prepare_catalogs(texts: Texts, executor: Executor | None = None) -> PreparedCatalogs:
    """Compile the catalogs of *texts* and count their coverage, on *executor* if there is one.

    :raises ContentError: a catalog cannot be read
    """
    if executor is None:
        done = [_prepare(project, language) for language, project in texts.items()]
    else:
        waiting = [executor.submit(_prepare, project, language) for language, project in texts.items()]
        done = [future.result() for future in waiting]
    findings = tuple(finding for found, _ in done for finding in found)
    return PreparedCatalogs(findings, {language: covers for language, (_, covers) in zip(texts, done, strict=True)})


def _prepare(project: Project, language: Language) -> tuple[tuple[Finding, ...], dict[str, Coverage]]:
    findings = compilation.compile_catalogs(project, language).findings
    return findings, gate.coverage_by_domain(project, language)
