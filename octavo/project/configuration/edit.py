"""Add a language to ``pyproject.toml`` without changing anything else."""

from __future__ import annotations

from pathlib import Path

from octavo.errors import OctavoError
from octavo.files import FileChangedError, write_atomically
from octavo.project import locales
from octavo.project.values import Project


def check_new_language(project: Project, locale: str) -> None:
    """Check that *locale* can be added to the languages of *project*.

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


def add_language(project: Project, locale: str) -> None:
    """Write *locale* to ``pyproject.toml`` of *project* as the last of its languages.

    :raises OctavoError: somebody saved the file at the same moment
    """
    import tomlkit  # only this needs it, and every command reads the project

    file = file_of(project)
    before = file.read_bytes()
    document = tomlkit.parse(before.decode())
    languages = document["tool"]["octavo"]["languages"]  # the configuration was read
    if locale in languages:
        return
    languages.append(locale)
    replace_configuration(file, tomlkit.dumps(document).encode(), before)


def replace_configuration(file: Path, data: bytes, before: bytes | None) -> None:
    """Write *data* to a configuration file, which must have the content *before*, or must not exist if it is ``None``.

    :raises OctavoError: it has another content; it is unchanged
    """
    try:
        write_atomically(file, data, before=before)
    except FileChangedError as error:
        raise OctavoError(
            "config-changed", "the file was saved while octavo worked, so it was not written",
            remedy="Run the command again", path=file,
        ) from error  # fmt: skip


def file_of(project: Project) -> Path:
    """Return the path of ``pyproject.toml`` of *project*."""
    return project.root / "pyproject.toml"
