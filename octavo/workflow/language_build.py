"""Resolve what a run knows of each language, once: its text, its coverage, its links and the hash of its inputs.

A run calls :func:`resolve` after the catalogs are compiled. Everything after that takes the value: the plan, the tasks
in other processes, Sphinx, and the publication.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from octavo.cache import package
from octavo.cache.hashing import file_hash
from octavo.project import Language, Project, file_of, source_files
from octavo.project.dates import timestamp
from octavo.workflow import gate
from octavo.workflow.coverage import Coverage
from octavo.workflow.snapshot_changes import ChangesSince, changes_since


@dataclass(frozen=True)
class LanguageBuild:
    """Store the facts of a run about a language.

    :ivar publication: the current project
    :ivar project: the project as *language* publishes it, current or a snapshot. Its folders contain the editions
    :ivar coverage: by domain, of the text that is published; empty for the master, and before there are catalogs
    :ivar linkable: by locale, the documents of every language to which other pages may link
    :ivar changes: how each document of a snapshot changed since; empty for the current text
    :ivar input_hash: the hash of everything that the editions are made from; empty if the run does not build them
    """

    publication: Project
    language: Language
    project: Project
    coverage: Mapping[str, Coverage] = field(default_factory=dict, hash=False)
    linkable: Mapping[str, frozenset[str]] = field(default_factory=dict, hash=False)
    changes: Mapping[str, ChangesSince] = field(default_factory=dict, hash=False)
    input_hash: str = ""


@dataclass(frozen=True)
class LanguageBuilds:
    """Store the languages of a run.

    :ivar project: the current project
    """

    project: Project
    by_language: Mapping[Language, LanguageBuild] = field(default_factory=dict, hash=False)

    def __getitem__(self, language: Language) -> LanguageBuild:
        return self.by_language[language]


def resolve(
    project: Project,
    snapshots: Mapping[str, Project] | None = None,
    languages: Iterable[Language] = (),
    coverage: Mapping[Language, Mapping[str, Coverage]] | None = None,
) -> LanguageBuilds:
    """Return what a run knows of all languages of *project*. Compile the catalogs before.

    :param snapshots: by locale, the project as it was, for languages that do not publish the current text
    :param languages: those whose editions are built: only their inputs are hashed
    :param coverage: the coverage of languages for which it was already computed
    :raises ContentError: a catalog cannot be read
    """
    wanted, covers_of = set(languages), dict(coverage or {})
    everything = (*project.languages, *sorted(wanted - set(project.languages)))
    texts = {language: (snapshots or {}).get(language.locale, project) for language in everything}
    covers_of |= gate.later_coverage({item: texts[item] for item in everything if item not in {*wanted, *covers_of}})
    builds: dict[Language, LanguageBuild] = {}
    for language, text in texts.items():
        covers = covers_of[language] if language in covers_of else gate.coverage_by_domain(text, language)
        builds[language] = LanguageBuild(project, language, text, covers, changes=changes_since(text, project))
    linkable = gate.linkable_documents(builds[language] for language in project.languages)
    for language, draft in builds.items():
        build = replace(draft, linkable=linkable)
        builds[language] = replace(build, input_hash=input_hash(build)) if language in wanted else build
    return LanguageBuilds(project, builds)


def input_hash(build: LanguageBuild) -> str:
    """Return one hash of everything that the editions of a language are made from.

    That is the text (its commit, and on which pages the master changed since), the compiled catalogs, the
    configuration, this package, the publication's time, the coverage, and the pages of other languages to link to.
    """
    text = build.project
    whole = hashlib.sha256(f"{package.package_hash()} {timestamp(text)} {text.snapshot}".encode())
    whole.update(repr(build.language.words).encode())
    whole.update(repr(sorted(build.coverage.items())).encode())
    whole.update(repr(sorted((locale, sorted(names)) for locale, names in build.linkable.items())).encode())
    whole.update(repr(sorted((name, state.value) for name, state in build.changes.items())).encode())
    # A snapshot is laid out by the configuration of today.
    files = [file_of(build.publication), file_of(text), text.configuration]
    files.append(build.publication.search_words(build.language))
    files += source_files.files(text)  # everything below the folder of the master counts
    files += sorted(text.compiled_catalogs(build.language).rglob("*"))
    for file in files:
        if file.is_file():
            whole.update(f"\0{file.relative_to(build.publication.root)}\0{file_hash(file)}".encode())
    return whole.hexdigest()
