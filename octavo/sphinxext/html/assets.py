"""Write the files of the web edition that follow from the design tokens: style sheet, icon and web fonts."""

from __future__ import annotations

from sphinx.application import Sphinx

from octavo.editions.formats.html import web_fonts
from octavo.files import write_if_changed
from octavo.sphinxext.configuration import ASSETS, language_of, project_of
from octavo.ui import jinja, tokens

#: Folder of Octavo's files below ``_static``, so that none takes the place of a file of the project.
FOLDER = "octavo"
STYLES = "octavo-tokens.css"
ICON = "octavo-icon.svg"


def write(app: Sphinx) -> None:
    """Write the files that changed."""
    if app.builder.name != "html":
        return
    project, language = project_of(app), language_of(app)
    target = project.build / ASSETS / language.locale / FOLDER
    own = tokens.shades(project, project.set_book)
    icon = jinja.render("html/icon.svg", colour=own.solid, highlight=tokens.tokens()["highlight"]["colour"])
    fonts = {} if app.config.octavo_preview else web_fonts.files(language)
    faces = web_fonts.rules(language, fonts)
    texts = {STYLES: (faces + tokens.css(project, language)).encode(), ICON: icon.encode(), **fonts}
    for name, data in texts.items():
        write_if_changed(target / name, data)
    for path in target.iterdir():
        if path.name not in texts and path.is_file():
            path.unlink()
