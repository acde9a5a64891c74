"""Escape the publication's own texts in the context of a page, for any theme.

Sphinx's templates escape nothing by default, and themes differ: one writes the title of the site as HTML, another
escapes it. A text that is escaped here and marked as HTML is escaped exactly once by both.
"""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup, escape
from sphinx.application import Sphinx

from octavo.editions import titles
from octavo.sphinxext.configuration import language_of, project_of

#: Names in the context of a page, and the texts of the publication that they may have.
_NAMES = {"project": "title", "docstitle": "title", "shorttitle": "title", "copyright": "copyright", "author": "author"}
#: HTML that the owner of a conf.py wrote on purpose. The guard prevents translations from adding to it.
_HTML = re.compile(r"<[a-zA-Z/]|&#?\w+;")


def escape_texts(app: Sphinx, context: dict[str, Any]) -> None:
    """Escape the publication's own texts in *context*."""
    project = project_of(app)
    texts = titles.texts(project, language_of(app))
    for name, key in _NAMES.items():
        text = context.get(name)
        is_html = not project.house_style and bool(_HTML.search(project.texts.get(key, "")))
        if isinstance(text, str) and not isinstance(text, Markup) and text == texts.get(key) and not is_html:
            context[name] = escape(text)
