"""``pyproject.toml`` and a locale → its text with the locale among ``languages``, every other byte as it was."""

from __future__ import annotations

from pathlib import Path

from babel import Locale, UnknownLocaleError

from octavo.errors import OctavoError
from octavo.project.configuration import LOCALE
from octavo.project.values import Project


def with_language(project: Project, locale: str) -> bytes:
    """Return ``pyproject.toml`` of *project* with *locale* as the last of its languages.

    :raises OctavoError: Babel does not know *locale*, or the project has it
    """
    if not _is_known(locale):
        raise OctavoError(
            "unknown-locale",
            f"“{locale}” is not a locale that Babel knows",
            remedy="Use a form like ar, pt_BR or zh_Hant_TW",
        )
    if locale in {language.locale for language in project.languages}:
        raise OctavoError(
            "language-present",
            f"“{locale}” is among the project's languages already",
            remedy=f"Run “octavo update {locale}” to bring its catalogs up to date",
        )
    import tomlkit  # only this needs it, and every command reads the project

    document = tomlkit.parse(file_of(project).read_bytes().decode())
    document["tool"]["octavo"]["languages"].append(locale)  # the configuration was read
    return tomlkit.dumps(document).encode()


def file_of(project: Project) -> Path:
    """Return the file that holds the configuration of *project*."""
    return project.root / "pyproject.toml"


def _is_known(locale: str) -> bool:
    try:
        return bool(LOCALE.fullmatch(locale) and Locale.parse(locale))
    except (UnknownLocaleError, ValueError):
        return False
