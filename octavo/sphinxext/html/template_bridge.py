"""Fix the HTML of Sphinx's templates (:mod:`octavo.editions.formats.html.fixes`), with any theme."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import FileSystemBytecodeCache
from lxml import etree
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.jinja2glue import BuiltinTemplateLoader
from sphinx.locale import get_translation
from sphinx.theming import Theme
from sphinx.util import logging

from octavo.cache import shared
from octavo.editions.formats.html.fixes import fix_html, fix_stylesheet, without_comments
from octavo.editions.formats.html.rtl_css import mirror_css
from octavo.project import RIGHT_TO_LEFT, Language

logger = logging.getLogger(__name__)
#: Style sheets of Sphinx and its themes, which use physical sides (left, right).
_THEMES = ("basic.css", "styles/furo*.css", "css/theme.css")
#: The name of header and footer in the context of a page, for pages that do not show ``body``, such as the index.
SHELL = "octavo_shell"
#: The value of ``template_bridge``.
NAME = "octavo.sphinxext.html.template_bridge.TemplateBridge"


class TemplateBridge(BuiltinTemplateLoader):
    """Load templates like Sphinx's own bridge, and fix the pages when they are rendered."""

    def init(self, builder: Builder, theme: Theme | None = None, dirs: list[str] | None = None) -> None:
        """Prepare the loader, and store the language of text that is not translated."""
        super().init(builder, theme, dirs)
        # A theme's template may change while the preview runs, but not during a build.
        self.environment.auto_reload = bool(builder.config.octavo_preview)
        # Compiling furo's templates takes longer than writing a page.
        folder = shared.folder("templates", Path(builder.doctreedir, "templates"))
        folder.mkdir(parents=True, exist_ok=True)
        self.environment.bytecode_cache = FileSystemBytecodeCache(str(folder), f"{builder.name}-%s")
        self.master = Language(builder.config.octavo_master).tag

    def render(self, template: str, context: dict[str, Any]) -> str:  # type: ignore[override]  # Sphinx's own too
        """Return the fixed page. Other files (an OpenSearch file, a script, a part of a page) are not changed."""
        written = super().render(template, context)
        is_page = "pagename" in context and template.endswith(".html") and "<html" in written
        if not is_page:
            return written
        try:
            return fix_html(written, _words(), self.master, context.get(SHELL, ("", "")))
        except (etree.LxmlError, ValueError, TypeError, AttributeError) as error:
            # An untested theme may write invalid HTML. An unfixed page is better than none.
            logger.warning("the page of %s cannot be mended: %s", context["pagename"], error, type="octavo")
            return written


def _words() -> Callable[[str], str]:
    translate = get_translation("sphinx")
    return lambda text: str(translate(text))


def fix_stylesheets(app: Sphinx, exception: Exception | None) -> None:
    """Adapt furo's style sheet to the fixed pages, and every style sheet to the direction of the language.

    Octavo's own lose their comments: they come before the first text of a page on a slow connection.
    """
    if exception is None and app.builder.name == "html":
        folder = Path(app.outdir, "_static")
        if Language(app.config.language).direction == RIGHT_TO_LEFT:
            for pattern in _THEMES:
                _rewrite(folder, pattern, mirror_css)
        _rewrite(folder, "styles/furo*.css", fix_stylesheet)
        _rewrite(folder, "octavo/*.css", without_comments)


def _rewrite(folder: Path, pattern: str, rule: Callable[[str], str]) -> None:
    for path in folder.glob(pattern):
        text = path.read_text(encoding="utf-8")
        if (written := rule(text)) != text:
            path.write_text(written, encoding="utf-8")
