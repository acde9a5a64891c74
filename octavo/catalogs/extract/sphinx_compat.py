"""Call the parts of Sphinx that differ between the supported versions, 8.2 to 9.2."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.builders import Builder
    from sphinx.util.build_phase import BuildPhase


def enter_phase(builder: Builder, phase: BuildPhase) -> None:
    """Say that a build of *builder* is now in *phase*."""
    # Until 8.2 the application has the phase; since 9.0 the builder does, and the application's is read from there.
    holder: Any = builder if hasattr(builder, "phase") else builder.app
    holder.phase = phase


def resolved_doctree(builder: Builder, docname: str, doctree: nodes.document | None = None) -> nodes.document:
    """Return the doctree of a document with its references resolved, as *builder* writes it.

    :param doctree: the document as it was read; taken from the disk by default
    """
    # Until 8.2 the environment takes the tags from the builder.
    tags: dict[str, Any] = {"tags": builder.tags} if hasattr(builder, "phase") else {}
    return builder.env.get_and_resolve_doctree(docname, builder, doctree=doctree, **tags)


def forget_earlier_run() -> None:
    """Reset what a run of Sphinx leaves for the next one in the same process.

    Its translations stay in a global variable (sphinx#13448). The suffixes that its extensions added stay in the
    default of ``source_suffix``, which Sphinx changes in place.
    """
    from sphinx.config import Config
    from sphinx.locale import translators

    translators.clear()
    default = Config.config_values["source_suffix"].default
    if isinstance(default, dict):
        default.clear()
        default[".rst"] = "restructuredtext"


def stop_words(language: str) -> list[str]:
    """Return the words of *language*, a code such as ``en``, that say nothing of a page, such as “the”."""
    import sphinx.search

    found: object = sphinx.search.languages.get(language)
    if isinstance(found, str):
        module, _, name = found.rpartition(".")
        found = getattr(import_module(module), name)
    return sorted(getattr(found, "stopwords", ()))
