"""Find the settings with which Sphinx will parse a translation, without running ``conf.py``.

The guard must parse with the settings of the build, or it judges another text than the one that is published. A value
that ``conf.py`` computes is unknown here: the guard then tries every possibility, and
:mod:`octavo.sphinxext.doctree.translation_filter` compares what was assumed with what Sphinx has.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from configparser import ConfigParser, Error
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from octavo.cache import project_cache
from octavo.cache.hashing import file_hash
from octavo.files import text_or_empty
from octavo.project import Project, files
from octavo.project.configuration import conf_literals
from octavo.project.configuration.conf_literals import Conf
from octavo.text.markup import DEFAULT, Dialect

#: The parsers that may read a file.
REST, MARKDOWN = "restructuredtext", "markdown"
#: The role that docutils uses where none is named.
TITLE = "title-reference"
#: Bases of a role (``.. role:: name(base)``) whose text is more than words: markup of another language, or code.
_BASES_OF_CODE = frozenset(("raw", "code", "code-block", "math"))
_DEFINED = re.compile(
    r"^[ \t]*(?:\.\. (?:role::|(default-role::))|(?:`{3,}|:{3,})\{role\})[ \t]*([\w.+-]*)"
    r"[ \t]*(?:\([ \t]*([\w.:+-]+))?",
    re.MULTILINE,
)
#: Every extension of MyST's syntax; tried where ``conf.py`` computes which ones are enabled.
ALL_EXTENSIONS = (
    "amsmath", "attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath", "fieldlist", "html_admonition",
    "html_image", "linkify", "replacements", "smartquotes", "strikethrough", "substitution", "tasklist",
)  # fmt: skip
#: MyST's settings that change how a text is cut into tokens.
MYST_KEYS = (
    "commonmark_only", "gfm_only", "enable_extensions", "disable_syntax", "linkify_fuzzy_links", "dmath_allow_labels",
    "dmath_allow_space", "dmath_allow_digits", "dmath_double_inline", "sub_delimiters", "colon_fence_exact_match",
)  # fmt: skip
_YES = frozenset(("1", "on", "yes", "true"))

#: Name and value of each of MyST's settings that is given; hashable.
Myst = tuple[tuple[str, Any], ...]
#: Where nothing is known of a project: MyST without extensions, and with all of them.
UNKNOWN_MYST: tuple[Myst, ...] = ((), (("enable_extensions", ALL_EXTENSIONS),))


@dataclass(frozen=True, slots=True)
class Parsing:
    """Store the settings of a project that the guard needs.

    :ivar dialect: docutils' own settings
    :ivar default_role: the role of a text in single backquotes; ``None`` where it cannot be known
    :ivar shown: roles of the project that only show their words
    :ivar pointing: roles of the project whose words come before a ``<target>``
    :ivar code: roles of the project whose text is code or markup of another language
    :ivar myst: each set of MyST's settings that Sphinx may have
    :ivar free_formulas: whether a formula may be another one than the master's, of the same macros
    """

    dialect: Dialect = DEFAULT
    default_role: str | None = TITLE
    shown: frozenset[str] = frozenset()
    pointing: frozenset[str] = frozenset()
    code: frozenset[str] = frozenset()
    myst: tuple[Myst, ...] = UNKNOWN_MYST
    free_formulas: bool = False

    @property
    def cache_key(self) -> str:
        """Return all settings as a text. Equal settings give equal texts."""
        sets = (sorted(self.shown), sorted(self.pointing), sorted(self.code))
        return repr((self.dialect, self.default_role, sets, self.myst, self.free_formulas))


def parsing_of(project: Project) -> Parsing:
    """Return the settings with which the text of *project* is parsed; read once for each ``Project``."""
    store = project_cache.cache_of(project)
    if "parsing" not in store:
        store["parsing"] = _parsing_of(project)
    found: Parsing = store["parsing"]
    return found


def _parsing_of(project: Project) -> Parsing:
    conf = _conf(project)
    values, text = conf.values, conf.text
    prologs = [_text_of(values, "rst_prolog"), _text_of(values, "rst_epilog")]
    shown, code, has_default_role = _roles([*prologs, *map(text_or_empty, _texts(project))])
    links = values.get("extlinks")
    return Parsing(
        dialect=dialect_of(project.configuration.parent),
        default_role=None if has_default_role else _default_role(conf),
        shown=(shown | _generic_roles(text) | project.translatable_roles) - code,
        pointing=frozenset(map(str.lower, links)) if isinstance(links, dict) else frozenset(),
        code=code,
        myst=_myst(conf),
        free_formulas=project.free_formulas,
    )


def parsers_of(project: Project, suffix: str) -> frozenset[str]:
    """Return the parsers with which Sphinx may read a file that ends in *suffix*; both where it cannot be known."""
    conf = _conf(project)
    values: Mapping[str, Any] = conf.values
    text = conf.text
    both = frozenset((REST, MARKDOWN))
    # nbsphinx writes the text of a notebook as reStructuredText, MyST-NB reads it as Markdown.
    notebook = REST if "nbsphinx" in text else MARKDOWN
    own = {".rst": frozenset((REST,)), ".md": frozenset((MARKDOWN,)), ".ipynb": frozenset((notebook,))}
    given = values.get("source_suffix")
    if given is None:
        # Computed, or set by an extension: only the usual meaning of a suffix is known.
        return own.get(suffix, both if "source_suffix" in text else frozenset((REST,)))
    kinds = given if isinstance(given, dict) else dict.fromkeys([given] if isinstance(given, str) else given)
    name = str(kinds.get(suffix) or "").lower()
    if name == REST or (not name and suffix in kinds):
        # An extension may take over a suffix that conf.py names without a parser.
        return own.get(suffix, both if "add_source_suffix" in text else frozenset((REST,)))
    if name == MARKDOWN or "myst" in name:
        return frozenset((MARKDOWN,))
    return both if name else own.get(suffix, both)


@lru_cache(maxsize=64)
def _dialect(path: Path, _content_hash: str) -> Dialect:
    values: dict[str, str] = {}
    reader = ConfigParser(interpolation=None)
    try:
        reader.read(path, encoding="utf-8")
    except (Error, UnicodeDecodeError, OSError):
        return Dialect(character_level=True, pep_references=True, rfc_references=True)
    for section in ("general", "parsers", "restructuredtext parser"):
        if reader.has_section(section):
            values |= {name.replace("-", "_"): value for name, value in reader.items(section)}
    names = ("character_level_inline_markup", "pep_references", "rfc_references")
    return Dialect(*(values.get(name, "").strip().lower() in _YES for name in names))


def dialect_of(folder: Path) -> Dialect:
    """Return docutils' settings of the project whose ``conf.py`` is in *folder*, as Sphinx takes them."""
    path = folder / "docutils.conf"
    return _dialect(path, file_hash(path)) if path.is_file() else DEFAULT


# --- conf.py ------------------------------------------------------------------------------------------


def _conf(project: Project) -> Conf:
    store = project_cache.cache_of(project)
    if "conf" not in store:
        store["conf"] = conf_literals.conf(project.configuration)
    found: Conf = store["conf"]
    return found


def _text_of(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    return f"\n{value}\n" if isinstance(value, str) else ""


def _default_role(conf: Conf) -> str | None:
    if "default_role" not in conf.text:
        return TITLE
    if "default_role" not in conf.values or "default_role" in conf.uncertain:
        return None
    return str(conf.values["default_role"] or TITLE).lower()


def _myst(conf: Conf) -> tuple[Myst, ...]:
    names = {f"myst_{key}" for key in MYST_KEYS}
    named = {name for name in names if re.search(rf"\b{name}\b", conf.text)}
    if conf.is_open or named - conf.values.keys() or named & conf.uncertain:
        return UNKNOWN_MYST
    return (myst_of({key: conf.values[f"myst_{key}"] for key in MYST_KEYS if f"myst_{key}" in named}),)


def myst_of(values: Mapping[str, object]) -> Myst:
    """Return MyST's settings *values*, by name without the prefix, as the guard keeps them."""
    return tuple((key, _hashable(value)) for key, value in values.items())


def _hashable(value: Any) -> Any:
    if isinstance(value, set | frozenset):
        return tuple(sorted(map(str, value)))
    return (
        tuple(map(str, value)) if isinstance(value, list | tuple) else value if isinstance(value, bool) else str(value)
    )


def _generic_roles(text: str) -> frozenset[str]:
    """Return the roles for which ``conf.py``, *text*, calls ``add_generic_role``: they only show their words."""
    try:
        calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    return frozenset(
        str(call.args[0].value).lower()
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr == "add_generic_role"
        and call.args and isinstance(call.args[0], ast.Constant)
    )  # fmt: skip


# --- the master's files -------------------------------------------------------------------------------


def _texts(project: Project) -> Iterator[Path]:
    suffixes = (*project.suffixes, ".rst", ".txt", ".inc", ".md")
    return (path for path in files(project) if path.name.endswith(suffixes)) if project.source.is_dir() else iter(())


def _roles(texts: Iterable[str]) -> tuple[frozenset[str], frozenset[str], bool]:
    """Return the roles that the master defines to show words, those for code, and whether it sets a default role."""
    bases: dict[str, set[str]] = {}
    has_default_role = False
    for text in texts:
        for is_default, name, base in _DEFINED.findall(text) if "role" in text else ():
            if is_default:
                has_default_role = True
            elif name:
                bases.setdefault(name.lower(), set()).add(base.lower())
    code = {name for name, found in bases.items() if found & _BASES_OF_CODE}
    # A role that is made of another one of the project is as that one is.
    while grown := {name for name, found in bases.items() if name not in code and found & code}:
        code |= grown
    return frozenset(bases) - code, frozenset(code), has_default_role
