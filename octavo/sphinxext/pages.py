"""HTML page context → the same with the language switcher, alternates and descriptions, in any theme."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx

from octavo import pages
from octavo.interface import interface
from octavo.sphinxext.configuration import language_of, project_of


def complete(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add what every page of the site carries; themes show ``metatags`` and ``body``, so no theme is patched."""
    project, language = project_of(app), language_of(app)
    path = f"{pagename}.html"
    alternates = [(other, f"{project.base_url}/{other.tag}/{path}") for other in project.languages]
    values = {
        "project": project,
        "language": language,
        "path": path,
        "up": "../" * (path.count("/") + 1),
        "alternates": alternates,
        "title": context.get("title") or project.texts["title"],
        "description": _description(doctree) if doctree is not None else "",
        "site_title": app.config.html_title,
        "word": interface(language),
    }
    if doctree is not None:
        context["metatags"] = context.get("metatags", "") + pages.render("html/head.html", **values)
    context["body"] = Markup(pages.render("html/switcher.html", **values)) + Markup(context.get("body", ""))


def _description(doctree: nodes.document) -> str:
    for node in doctree.findall(nodes.meta):
        if node.get("name") == "description":
            return str(node["content"])
    return ""
