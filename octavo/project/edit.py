"""Add a language to ``pyproject.toml`` without changing anything else."""

from __future__ import annotations

from pathlib import Path

from octavo.errors import OctavoError
from octavo.project import locales
from octavo.project.values import Project


def with_language(project: Project, locale: str) -> bytes:
    """Return the content of ``pyproject.toml`` with *locale* added to the languages.

    :raises OctavoError: Babel does not know *locale*, or the project already has it
    """
    if not locales.is_known(locale):
        raise OctavoError(
            "unknown-locale",
            f"“{locale}” is not a locale that Babel knows",
            remedy="Use a form like ar, pt_BR, zh_Hant_TW or sr@latin",
        )
    if locale in {language.locale for language in project.languages}:
        raise OctavoError(
            "language-present",
            f"the project already has the language “{locale}”",
            remedy=f"Run “octavo update {locale}” to bring its catalogs up to date",
        )
    import tomlkit  # imported here because every command imports this module

    document = tomlkit.parse(file_of(project).read_bytes().decode())
    document["tool"]["octavo"]["languages"].append(locale)  # valid, because the project was read from it
    return tomlkit.dumps(document).encode()


def file_of(project: Project) -> Path:
    """Return the path of ``pyproject.toml`` of *project*."""
    return project.root / "pyproject.toml"
