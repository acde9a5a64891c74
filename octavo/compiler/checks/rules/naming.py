"""Check that names of terms and titles, and the words of links, stay apart in the translation."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations, pairwise
from pathlib import Path

from octavo.compiler.checks.registry import RuleScope, rule
from octavo.compiler.checks.subject import Problem, Subject
from octavo.compiler.guard.context.names import LONGEST, head
from octavo.compiler.guard.deceit import hosts_in
from octavo.findings import Severity
from octavo.text.markup import Inventory

#: Words between the items of a list, which keeps its order in the translation, and languages that seldom turn links.
_BETWEEN = frozenset(
    ["and", "or", "nor", "&", "+", "/", ",", ";", "und", "oder", "et", "ou", "y", "o", "e", "i", "og", "och"]
)
_SAME_ORDER = frozenset(("ca", "es", "fr", "gl", "it", "oc", "pt", "ro"))
_ARTICLE = re.compile(r"(?:the|an?) ")
#: The longest ending that makes another form of a word: “importing” of “import”.
_ENDING = 3
#: The part of equal letters from which two words are one word in two languages.
_ALIKE = 0.6
_MOST_LINKS = 12


@rule("names-taken", Severity.WARNING, scope=RuleScope.LANGUAGE)
def taken(subjects: Sequence[Subject]) -> Iterator[Problem]:
    """A term or a title has the name of another one, to which links lead.

    A reader who follows such a link, or looks the name up, may end at the wrong text.

    Bad::

        msgid "Latency delays :term:`bandwidth`."
        msgstr "La latence retarde la :term:`bande passante <bandwidth>`."

        msgid "bandwidth"
        msgstr "bande passante"

        msgid "latency"
        msgstr "bande passante"

    Good::

        msgid "Latency delays :term:`bandwidth`."
        msgstr "La latence retarde la :term:`bande passante <bandwidth>`."

        msgid "bandwidth"
        msgstr "bande passante"

        msgid "latency"
        msgstr "latence"

    Source: ISO 704, Terminology work: one term for one concept; reStructuredText specification, "Reference Names".
    """
    everywhere: set[str] = set()
    pages: dict[Path, set[str]] = defaultdict(set)
    for subject in subjects:
        shared, own = subject.fact("names", _names) if "`" in subject.msgid or "_" in subject.msgid else ((), ())
        everywhere.update(shared)
        pages[subject.path].update(own)
    everywhere.update(head(form) for form in (subjects[0].terms.by_form if subjects else ()))
    texts: dict[Path, list[Subject]] = defaultdict(list)
    for subject in subjects:
        if max(len(subject.msgid), len(subject.msgstr)) <= LONGEST and not subject.is_verbatim:
            texts[subject.path].append(subject)
    for path, here in texts.items():
        yield from _taken(here, everywhere, pages[path])


def _names(subject: Subject) -> tuple[list[str], list[str]]:
    """Return the names to which the original of *subject* links: in all pages, and in its own page."""
    pairs = [(role.name.rpartition(":")[2], role.target.rpartition(":")[2]) for role in subject.master.roles]
    # The label of a title is its text, perhaps after its page (sphinx.ext.autosectionlabel). Other labels are no names.
    found = [name for kind, name in pairs if kind == "term" or (kind == "ref" and re.search(r"[\sA-Z]", name))]
    return [head(name) for name in found], [head(name) for name in subject.master.references]


def _taken(subjects: list[Subject], everywhere: set[str], own: set[str]) -> Iterator[Problem]:
    heads = {head(subject.msgid) for subject in subjects}
    # Those that are not translated yet are in the template only.
    heads.update(head(text) for text in subjects[0].context.known or () if len(text) <= LONGEST)
    # A term has its entry in this page, or it is another word here.
    names = own | (everywhere & heads)
    translations: dict[str, list[tuple[str, Subject]]] = defaultdict(list)
    for subject in subjects:
        translations[head(subject.msgstr)].append((head(subject.msgid), subject))
    for said, group in translations.items():
        owner = next((name for name, _ in group if name in names), "")
        if said in names and said not in (name for name, _ in group):
            owner = said
        for name, subject in group if owner else ():
            if not _is_one_word(name, owner):
                yield Problem(
                    f"“{subject.msgstr[:60]}” is the name of “{owner[:60]}” too, to which links lead",
                    "Give each its own name",
                    about=subject,
                )


def _is_one_word(one: str, other: str) -> bool:
    """Return whether two names are forms of one word: “packages”, “the package”."""
    short, long = sorted((_ARTICLE.sub("", one), _ARTICLE.sub("", other)), key=len)
    return long.startswith(short) and len(long) - len(short) <= _ENDING


@rule("links-swapped", Severity.WARNING)
def swapped(subject: Subject) -> Iterator[Problem]:
    """Two links of a message have each other's address.

    Links may change their order if their words do.

    Bad::

        msgid "Read `the guide <https://example.org/guide>`__ or `the source <https://example.org/source>`__."
        msgstr "Lisez `le guide <https://example.org/source>`__ ou `la source <https://example.org/guide>`__."

    Good::

        msgid "Read `the guide <https://example.org/guide>`__ or `the source <https://example.org/source>`__."
        msgstr "Lisez `le guide <https://example.org/guide>`__ ou `la source <https://example.org/source>`__."

    Source: a reader who follows a link trusts its words.
    """
    if _is_refused(subject):
        return
    master, found = _links(subject.master), _links(subject.found)
    targets = [target for target in master if target in found]
    places = {target: place for place, target in enumerate(found)}
    # Of very many links only neighbours, so that the time grows with their number only.
    for one, other in combinations(targets, 2) if len(targets) <= _MOST_LINKS else pairwise(targets):
        words, said = (master[one], master[other]), (found[one], found[other])
        own = _alike(subject, words[0], said[0]), _alike(subject, words[1], said[1])
        crossed = _alike(subject, words[0], said[1]) + _alike(subject, words[1], said[0])
        is_turned = places[one] > places[other]
        if len(set(map(head, words))) == len(set(map(head, said))) == 2 and (
            # A name that is the same in both has its own address.
            (crossed > sum(own) and 1 not in own)
            or (is_turned and crossed == sum(own) and _keeps_order(subject, words))
        ):
            yield Problem(
                f"The links “{said[0][:40]}” and “{said[1][:40]}” seem to have each other’s address",
                "Put each address behind the words that it belongs to",
            )
            return


def _links(found: Inventory) -> dict[tuple[str, str], str]:
    """Return the words of each link by the role and the address, in order, without addresses that are used twice."""
    rows = [(("", uri), words) for words, uri in found.titles]
    rows += [((role.name, role.target), role.title) for role in found.roles if role.title]
    uses = Counter(key for key, _ in rows)
    return {key: words for key, words in rows if uses[key] == 1}


def _keeps_order(subject: Subject, words: tuple[str, str]) -> bool:
    """Return whether the translation of the links with *words* is expected to have them in the same order."""
    between = subject.texts[0].partition(words[0])[2].partition(words[1])[0]
    is_list = _BETWEEN.issuperset(between.replace(",", " , ").replace(";", " ; ").casefold().split())
    return is_list or (subject.house_style and subject.language in _SAME_ORDER)


def _alike(subject: Subject, words: str, said: str) -> float:
    """Return how much speaks for *said* as the translation of *words*, from 0 to 1."""
    if head(words) == head(said) or head(words) in subject.context.names.masters(said):
        return 1
    if max(len(words), len(said)) > LONGEST:
        return 0
    ratio = SequenceMatcher(None, _letters(words), _letters(said), autojunk=False).ratio()
    return ratio if ratio >= _ALIKE else 0


def _letters(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", text.casefold()) if char.isalnum())


@rule("links-other-address", Severity.WARNING)
def other_address(subject: Subject) -> Iterator[Problem]:
    """The words of a link name another address than the one to which it leads.

    Bad::

        msgid "Not example.net, but `our own site <https://example.org/>`__."
        msgstr "Pas cet autre site, mais `example.net <https://example.org/>`__."

    Good::

        msgid "Not example.net, but `our own site <https://example.org/>`__."
        msgstr "Pas example.net, mais `notre propre site <https://example.org/>`__."

    Source: CWE-451, User Interface Misrepresentation of Critical Information.
    """
    if _is_refused(subject):
        return
    own = {(name, target) for words, target in subject.master.all_titles for name in hosts_in(words)}
    for words, target in subject.found.all_titles:
        for name in hosts_in(words):
            if name not in target.lower() and (name, target) not in own:
                yield Problem(
                    f"The words of the link name {name[:80]}, but it leads to {target[:120]}",
                    "Let the words say where the link leads",
                )


def _is_refused(subject: Subject) -> bool:
    """Return whether the guard says it already."""
    return any(refusal.code == "guard-link" for refusal in subject.refusals)
