"""Set Sphinx's configuration from ``[tool.octavo]`` and the publication's catalog, in the language of the build."""

from __future__ import annotations

import gettext
import os
from pathlib import Path
from weakref import WeakKeyDictionary

from sphinx import package_dir
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError
from sphinx.locale import translators

import octavo
from octavo.compiler import compilation
from octavo.editions import titles
from octavo.editions.formats.pdf import html_printer
from octavo.errors import OctavoError
from octavo.project import Language, Project, load
from octavo.project.dates import date_of
from octavo.sphinxext.html import template_bridge
from octavo.sphinxext.latex import settings
from octavo.text import dates
from octavo.workflow.language_build import LanguageBuild, resolve

#: Values of conf.py for EPUB, and the texts of the publication in whose place they are.
_EPUB = {
    "epub_title": "title", "epub_author": "author", "epub_publisher": "publisher", "epub_description": "description",
    "epub_copyright": "copyright",
}  # fmt: skip
#: Values of conf.py that readers see, and that translators translate.
_TEXTS = ("project", "author", "copyright", "project_copyright", "html_title", "html_short_title", *_EPUB)
#: Folder in the build folder with the static files that follow from the design tokens.
ASSETS = "assets"
_projects: WeakKeyDictionary[Sphinx, Project] = WeakKeyDictionary()
_builds: WeakKeyDictionary[Sphinx, LanguageBuild] = WeakKeyDictionary()


def project_of(app: Sphinx) -> Project:
    """Return the project whose text *app* builds: the present one, or a snapshot. It is read once."""
    if app not in _projects:
        _projects[app] = app.config.octavo_project or load(Path(app.confdir))
    return _projects[app]


def is_published(app: Sphinx) -> bool:
    """Return whether the project has the language that *app* builds.

    :raises ConfigError: the project cannot be read
    """
    try:
        project_of(app).language(app.config.language or "en")
    except OctavoError as error:
        if error.code == "unknown-language":
            return False
        raise ConfigError(error.sentence) from error
    return True


def language_of(app: Sphinx) -> Language:
    """Return the language that *app* builds."""
    return project_of(app).language(app.config.language)


def build_of(app: Sphinx) -> LanguageBuild:
    """Return the ``LanguageBuild`` of *app*. Octavo's own runs pass it; otherwise it is resolved here."""
    if app.config.octavo_preview:  # catalogs change while the preview runs
        return resolve(project_of(app))[language_of(app)]
    if app not in _builds:
        project, language = project_of(app), language_of(app)
        # The pseudo-locale is none of the project's languages.
        extra = () if language in project.languages else (language,)
        _builds[app] = app.config.octavo_build or resolve(project, languages=extra)[language]
    return _builds[app]


def configure(app: Sphinx, config: Config) -> None:
    """Set the values that follow from the project. Values from the command line are never changed."""
    project = project_of(app)
    language = language_of(app)
    if config.octavo_compile and language != project.master:
        # A plain sphinx-build goes through the compiler too: Sphinx never sees a .po.
        compilation.compile_catalogs(project, language)
    _say_themes_words(app, project.locale_dir(language), language)
    own = titles.texts(project, language)
    title = own["title"]
    values: dict[str, object] = {
        "octavo_master": project.master.locale,
        "octavo_house_style": project.house_style,
        "octavo_stable_ids": project.stable_ids,
        "octavo_prints_checklists": not html_printer.lacking(),
        "project": title,
        "author": own.get("author", ""),
        "copyright": own.get("copyright", ""),
        "html_theme": project.theme,
        "today": dates.written(date_of(project), language.conventions),
        **(_house_style(project, language, title) if project.house_style else {}),
    }
    for name, value in values.items():
        if name not in config._overrides and name not in config._raw_config:
            config[name] = value
    for name, value in (_needed(project, language, config) | _translated(project, language, config)).items():
        if name not in config._overrides:
            config[name] = value


def _needed(project: Project, language: Language, config: Config) -> dict[str, object]:
    """Return the values that a multilingual publication requires, even if ``conf.py`` sets other values."""
    aside = (project.build, project.locales) if project.house_style else (project.build,)
    folders = [os.path.relpath(folder, project.source) for folder in aside]
    assets = project.build / ASSETS / language.locale
    assets.mkdir(parents=True, exist_ok=True)  # filled when the builder is known
    return {
        # The compiler's, and no other: Sphinx would run the content of an unchecked catalog.
        "locale_dirs": [os.path.relpath(project.locale_dir(language), project.source)],
        "gettext_compact": project.compact,
        "gettext_additional_targets": _targets(project, config),
        "gettext_auto_build": False,
        "html_static_path": [
            *config.html_static_path,
            str(Path(octavo.__file__).parent / "ui" / "static"),
            os.path.relpath(assets, project.configuration.parent),
        ],
        "html_baseurl": f"{project.base_url}/{language.tag}/",
        "exclude_patterns": [*config.exclude_patterns, *(name for name in folders if not name.startswith(".."))],
        "template_bridge": config._raw_config.get("template_bridge", template_bridge.NAME),
        **({} if project.house_style else settings.merged(project, language, config)),
    }


def _targets(project: Project, config: Config) -> list[str]:
    """Return the additional targets of translation: those of ``conf.py``, and the index if the layout is Octavo's."""
    own = ["index"] if project.house_style else []
    return list(dict.fromkeys([*config.gettext_additional_targets, *own]))


def given(config: Config) -> dict[str, str]:
    """Return, by name, the texts of the publication that ``conf.py`` itself sets."""
    return {name: text for name in _TEXTS if isinstance(text := config._raw_config.get(name), str) and text}


def texts_for_epub(app: Sphinx) -> dict[str, str]:
    """Return the publication's own texts in the language of the build, those that ``conf.py`` has for EPUB first."""
    words = {key: getattr(app.config, name) for name, key in _EPUB.items() if name in given(app.config)}
    return titles.texts(project_of(app), language_of(app)) | words


def _translated(project: Project, language: Language, config: Config) -> dict[str, object]:
    """Return the texts of ``conf.py``, translated into the language of the build."""
    return {
        name: said
        for name, text in given(config).items()
        if (said := titles.translated(project, language, titles.PUBLICATION, text)) != text
    }


def _house_style(project: Project, language: Language, title: str) -> dict[str, object]:
    """Return Octavo's default layout, for values that ``conf.py`` does not set."""
    return {
        "html_title": title,
        "html_show_sphinx": False,
        "html_show_sourcelink": False,
        "html_copy_source": False,
        "html_math_renderer": "octavo-mathml",
        "numfig_secnum_depth": 0,
        "smartquotes": language.code not in ("zh", "ja", "ko"),
        **settings.values(project, language),
    }


def _say_themes_words(app: Sphinx, folder: Path, language: Language) -> None:
    """Load the compiled words of themes before Sphinx's own, and no unchecked catalog.

    Sphinx looks for a project's catalog of this name before it reads any extension, where only conf.py's folders count.
    """
    words = gettext.translation("sphinx", package_dir / "locale", [language.locale], fallback=True)
    if gettext.find("sphinx", folder, [language.locale]):
        own = gettext.translation("sphinx", folder, [language.locale])
        own.add_fallback(words)
        words = own
    translators["general", "sphinx"] = app.translator = words
