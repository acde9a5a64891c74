"""``octavo add-language``: add a language with all its catalogs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from octavo.catalogs import merge
from octavo.catalogs.extract import pot
from octavo.cli.console.terminal import locked_project, out
from octavo.project import Language, add_language, check_new_language
from octavo.ui import translations


@click.command()
@click.argument("locale")
@click.option("--dry-run", is_flag=True, help="Show the changes, but write nothing.")
def command(locale: str, dry_run: bool) -> int:
    """Add a language and create its catalogs.

    LOCALE is a form like ar or pt_BR. All messages of the new catalogs are untranslated.
    """
    with locked_project("add-language") as project:
        check_new_language(project, locale)
        language = Language(locale)
        folder = project.catalogs(language).relative_to(project.root)
        if dry_run:
            out.print(f"{_name(language)} would be added to pyproject.toml, its catalogs to {folder}/.")
            return 0
        pot.write_pot_files(project)
        extended = replace(project, languages=(*project.languages, language))
        merged = merge.merge_all(extended, language, merge.read_templates(project))
        # Last: if the run is stopped before this, no language is without catalogs.
        add_language(project, locale)
    out.print(
        f"{_name(language)} was added to pyproject.toml; its {len(merged.written)} catalogs are in {folder}/, at 0 %."
    )
    for sentence in _next(language, folder.parent):
        out.print(f"- {sentence}")
    return 0


def _name(language: Language) -> str:
    written = ", written from right to left," if language.is_right_to_left else ""
    return f"{language.name} ({language.locale}){written}"


def _next(language: Language, folder: Path) -> list[str]:
    sentences = [
        f"“octavo todo {language.locale}” lists the messages to translate.",
        "“octavo publish” builds its editions and marks untranslated text.",
        f"Commit pyproject.toml and {folder.as_posix()}/.",
    ]
    if not translations.ui_messages(language):
        sentences.append(
            f"“octavo interface {language.locale}” writes a catalog of menus and notices, which are in English so far."
        )
    return sentences
