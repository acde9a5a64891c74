"""Decide for each element whether its translation may be shown: the last check before Sphinx translates.

The compiler checked every message by its catalog. Here the element and Sphinx's real settings are known. The text of
the master is shown in three cases: the kind of the text needs other rules and fails them, the text is marked not to be
translated, or Sphinx reads the page by a parser that the compiler did not expect. Where Sphinx has other settings than
the compiler expected, each translation of the page is judged again by those of Sphinx.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import replace
from gettext import NullTranslations
from itertools import islice
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.util import get_filetype, logging
from sphinx.util.i18n import docname_to_domain
from sphinx.util.nodes import extract_messages

from octavo.catalogs.po import Message
from octavo.compiler.guard import Context, Refusal, context_for, kinds, refusals
from octavo.compiler.guard.context.parsing import MARKDOWN, MYST_KEYS, REST, TITLE, UNKNOWN_MYST, Parsing, myst_of
from octavo.compiler.guard.kinds import Kind
from octavo.editions import titles
from octavo.project import Language
from octavo.sphinxext.configuration import project_of
from octavo.sphinxext.doctree.ancestors import is_in_class, with_ancestors
from octavo.text.markup import Dialect

_LOGGER = logging.getLogger(__name__)
#: Text inside an element of this class is not translated.
UNTRANSLATED_CLASS = "notranslate"
#: The kinds of elements. The first match counts.
KINDS: tuple[tuple[type[Any] | tuple[type[Any], ...], Kind], ...] = (
    (nodes.math_block, Kind.MATH),
    (nodes.raw, Kind.RAW),
    (nodes.doctest_block, Kind.DOCTEST),
    (nodes.literal_block, Kind.LITERAL),
    (nodes.image, Kind.ALT),
    (nodes.meta, Kind.META),
    (addnodes.toctree, Kind.TOCTREE),
    (nodes.substitution_definition, Kind.SUBSTITUTION),
    ((nodes.title, nodes.subtitle, nodes.rubric), Kind.TITLE),
    (nodes.term, Kind.TERM),
    (nodes.caption, Kind.CAPTION),
    (nodes.Inline, Kind.PARAGRAPH),
    ((nodes.line, nodes.field_name, nodes.field_body, nodes.attribution, nodes.entry), Kind.CELL_OR_LINE),
    (nodes.paragraph, Kind.PARAGRAPH),
)


def kind_of(node: nodes.Element, message: str) -> Kind | str:
    """Return the kind of *message*, a text of *node*, or the element's name if it has no kind."""
    if isinstance(node, nodes.image) and node.get("alt") != message:
        return Kind.IMAGE
    for element, kind in KINDS:
        if isinstance(node, element):
            return kind
    # Other text elements become inline elements. Fixed text and non-text elements are for programs.
    is_text = isinstance(node, nodes.TextElement) and not isinstance(node, nodes.FixedTextElement)
    return Kind.PARAGRAPH if is_text else str(node.tagname)


def compiled_catalog(env: BuildEnvironment, docname: str) -> Path:
    """Return the path of the compiled catalog of a page, which may have none."""
    folder = Path(env.srcdir, env.config.locale_dirs[0], Language(env.config.language).gettext_name, "LC_MESSAGES")
    return folder / f"{docname_to_domain(docname, env.config.gettext_compact)}.mo"


def translations_of(env: BuildEnvironment, docname: str) -> NullTranslations:
    """Return the compiled translations of a page; none if it has no catalog.

    Sphinx caches the first catalog of a name until its process ends.
    """
    return titles.translations(compiled_catalog(env, docname))


def app_of(env: BuildEnvironment) -> Sphinx:
    """Return the application of *env*."""
    app: Sphinx = vars(env)["_app" if "_app" in vars(env) else "app"]  # "app" before Sphinx 9
    return app


class TranslationFilter(SphinxTransform):
    """Hide translations from Sphinx that may not be shown in this page, before it translates."""

    default_priority = 18  # type: ignore[assignment]  # docutils leaves it to subclasses; after Sphinx keeps the messages (10), before it translates them (20)

    def apply(self, **kwargs: object) -> None:
        """Mark the messages of the document that are not to be translated."""
        if self.config.language == self.config.octavo_master:
            return
        _note_terms(self.env, self.document)
        docname = self.env.current_document.docname
        translate = translations_of(self.env, docname).gettext
        domain = docname_to_domain(docname, self.config.gettext_compact)
        context = context_for(project_of(app_of(self.env)), self.config.language, domain)
        if why := self._unknown_parser(context):
            _LOGGER.warning("guard-parsing: this page stays in the master’s language: %s", why, location=docname)
        # The messages that the compiler judged by another markup than this page has.
        others = context.rest_only if self._is_markdown() else context.markdown_only
        context = replace(context, rest_only=frozenset(), markdown_only=frozenset())
        real = self._real_parsing(context.parsing, is_markdown=context.is_markdown and self._is_markdown())
        is_real = real == context.parsing
        context = context if is_real else replace(context, parsing=real)
        marked = set(map(id, _marked(self.document)))
        for node, message in list(extract_messages(self.document)):
            text = translate(message)
            if why or _is_left(node, marked):
                _leave(node)
            elif text != message:
                is_other = message in others or not is_real
                for refusal in _refusals(kind_of(node, message), message, text, context, is_other=is_other):
                    _LOGGER.warning("%s: %s. %s.", refusal.code, refusal.message, refusal.remedy, location=node)
                    _leave(node)
        for title in self._taken(translate):
            words = title.astext()[:60]
            _LOGGER.warning(
                "guard-reference: the title “%s” would take the name of another target of its page",
                words,
                location=title,
            )
            _leave(title)

    def _is_markdown(self) -> bool:
        parser = get_filetype(self.config.source_suffix, self.document["source"])
        return parser == MARKDOWN or "myst" in parser

    def _unknown_parser(self, context: Context) -> str:
        """Return why the guard did not judge the markup of this page; empty if it did."""
        parser = get_filetype(self.config.source_suffix, self.document["source"])
        judged = {name for name, is_read in ((MARKDOWN, context.is_markdown), (REST, context.is_rest)) if is_read}
        if {parser, MARKDOWN if "myst" in parser else REST if "jupyter" in parser else parser}.isdisjoint(judged):
            return f"it is read as {parser}; name its suffix in source_suffix of conf.py"
        return ""

    def _real_parsing(self, assumed: Parsing, *, is_markdown: bool) -> Parsing:
        """Return *assumed* with the settings that Sphinx has for this page, where they are others."""
        config, settings = self.config, self.document.settings
        names = ("character_level_inline_markup", "pep_references", "rfc_references")
        dialect = Dialect(*(bool(getattr(settings, name, False)) for name in names))
        real = replace(assumed, dialect=dialect)
        if assumed.default_role is not None:
            real = replace(real, default_role=str(config.default_role or TITLE).lower())
        if is_markdown and assumed.myst != UNKNOWN_MYST and hasattr(config, "myst_enable_extensions"):
            given = dict(assumed.myst[0])
            values = {key: getattr(config, f"myst_{key}") for key in MYST_KEYS if hasattr(config, f"myst_{key}")}
            expected = {key: given.get(key, config.values[f"myst_{key}"].default) for key in values}
            if {key: _plain(value) for key, value in values.items()} != {k: _plain(v) for k, v in expected.items()}:
                real = replace(real, myst=(myst_of(values),))
        return real

    def _taken(self, translate: Any) -> Iterator[nodes.title]:
        """Yield each title whose translation is the name of another target to which this page refers."""
        for section in self.document.findall(nodes.section):
            title = next(iter(section.children), None)
            if isinstance(title, nodes.title) and title.get("translatable", True):
                name = nodes.fully_normalize_name(translate(" ".join(title.rawsource.split())))
                owner = self.document.nameids.get(name)
                if name in self.document.refnames and owner and owner not in section["ids"]:
                    yield title


def _refusals(kind: Kind | str, message: str, text: str, context: Context, *, is_other: bool) -> list[Refusal]:
    """Return why *text* may not replace *message* in an element of *kind*.

    :param is_other: whether the compiler judged it by another markup, or by other settings
    """
    reasons = kinds.refusals(kind, message, text, free_formulas=context.parsing.free_formulas)
    if not reasons and is_other:
        reasons = refusals(Message(message, (text,)), context)
    if not reasons and message in context.literals and kind not in (Kind.LITERAL, Kind.DOCTEST):
        # The compiler checked it as a literal block, because the same text is one elsewhere.
        reasons = refusals(Message(message, (text,)), replace(context, literals=frozenset()))
    return reasons


def _plain(value: Any) -> Any:
    return sorted(map(str, value)) if isinstance(value, list | tuple | set | frozenset) else str(value)


def _marked(document: nodes.document) -> Iterator[nodes.Node]:
    """Yield each element to which docutils will move the class of a directive before it, after the translation."""
    for pending in document.findall(nodes.pending):
        if UNTRANSLATED_CLASS in pending.details.get("class", ()):
            following = pending.findall(include_self=False, descend=False, siblings=True, ascend=True)
            kept = (node for node in following if not isinstance(node, nodes.Invisible | nodes.system_message))
            yield from islice(kept, 1)


def _is_left(node: nodes.Element, marked: Set[int]) -> bool:
    return is_in_class(node, UNTRANSLATED_CLASS) or any(id(place) in marked for place in with_ancestors(node))


def _leave(node: nodes.Element) -> None:
    """Mark *node* so that Sphinx does not translate it."""
    node["translatable"] = False
    node["translated"] = False
    if isinstance(node, nodes.image) and "alt" in node:
        node["octavo_alt"] = node.attributes.pop("alt")
    elif isinstance(node, nodes.meta):
        node["octavo_content"] = node["content"]


class Restore(SphinxTransform):
    """Restore the texts that :class:`TranslationFilter` hid from Sphinx."""

    default_priority = 21  # type: ignore[assignment]  # docutils leaves it to subclasses; after Sphinx translates (20)

    def apply(self, **kwargs: object) -> None:
        """Restore alternative texts and metadata."""
        for node in self.document.findall(lambda item: isinstance(item, nodes.image | nodes.meta)):
            assert isinstance(node, nodes.Element)
            for name in ("alt", "content"):
                if (kept := node.attributes.pop(f"octavo_{name}", None)) is not None:
                    node[name] = kept


# --- terms --------------------------------------------------------------------------------------------


def _note_terms(env: BuildEnvironment, document: nodes.document) -> None:
    """Record the master's terms of *document*: a translated term of the same name would take over their links."""
    terms = {
        term.astext(): str(term["ids"][0])
        for term in document.findall(nodes.term)
        if term["ids"] and isinstance(term.parent.parent.parent, addnodes.glossary)
    }
    vars(env).setdefault("octavo_terms", {})[env.current_document.docname] = terms


def setup(app: Sphinx) -> None:
    """Register the transforms, and the handlers that keep the terms of glossaries."""
    app.add_transform(TranslationFilter)
    app.add_transform(Restore)
    app.connect("env-merge-info", merge_terms)
    app.connect("env-purge-doc", purge_terms)
    # Before references are resolved; both may be asked for.
    app.connect("env-updated", restore_terms)


def merge_terms(_app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
    """Merge the terms that another process recorded."""
    own = vars(env).setdefault("octavo_terms", {})
    own.update({name: terms for name, terms in vars(other).get("octavo_terms", {}).items() if name in docnames})


def purge_terms(_app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Forget a document that is read again or was deleted."""
    vars(env).get("octavo_terms", {}).pop(docname, None)


def restore_terms(_app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Restore the links of the master's terms, which the names of translated terms do not change."""
    domain: Any = env.domains.standard_domain
    for docname, terms in sorted(vars(env).get("octavo_terms", {}).items()):
        for term, identifier in terms.items():
            domain.objects["term", term] = (docname, identifier)
            domain._terms[term.lower()] = (docname, identifier)
    return []
