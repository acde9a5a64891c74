"""Every rule finds its own Bad and leaves its own Good alone, and nothing else is found in either."""

import pkgutil
import re
from pathlib import Path

import pytest

from docs.generate.checks import documentation, page
from octavo.compiler.checks import RULES, check, fix, rules, run
from octavo.compiler.checks.rules.spelling import unknown
from octavo.project import Project

LOCALES = {"zh": "zh_CN", "": "fr"}
#: ``# terms: english = translation; except "msgid…"`` in an example sets up the term base.
TERMS = re.compile(
    r"# terms: (?P<en>[^=]+) = (?P<fr>[^;\n]+)"
    r'(?:; except "(?P<text>[^"]+)"|; avoid (?P<avoid>.+)|; first (?P<first>.+))?\n'
)

#: ``# phrases: wrong = better`` sets up the list of phrases to avoid.
PHRASES = re.compile(r"# (?P<table>phrases|address): (?P<wrong>[^=]+) = (?P<better>[^\n]+)\n")


def put_example(project: Project, put, example: str, rule) -> Path:
    terms = TERMS.search(example)
    if terms:
        exception = (
            f', except = [{{ language = "fr", text = "{terms["text"]}", reason = "x" }}]' if terms["text"] else ""
        )
        exception += f', avoid = {{ fr = ["{terms["avoid"]}"] }}' if terms["avoid"] else ""
        exception += f', first = {{ fr = "{terms["first"]}" }}' if terms["first"] else ""
        row = f'{{ en = "{terms["en"]}", fr = ["{terms["fr"]}"]{exception} }}'
        project.term_base.parent.mkdir(parents=True, exist_ok=True)
        project.term_base.write_text(f"term = [ {row} ]\n", encoding="utf-8")
        example = TERMS.sub("", example)
    phrases = PHRASES.search(example)
    if phrases:
        file = project.locales / "fr" / "phrases.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f'[{phrases["table"]}]\n"{phrases["wrong"]}" = "{phrases["better"]}"\n', encoding="utf-8")
        example = PHRASES.sub("", example)
    name = "publication" if "# in publication.po\n" in example else "index"
    locale = LOCALES[rule.languages[0] if rule.languages and rule.languages[0] == "zh" else ""]
    return put(project, example.replace("# in publication.po\n", ""), locale, name)


def skip_without_dictionary(code):
    if code == "french-spelling" and not unknown({"consinge"}):
        pytest.skip("hunspell has no French dictionary here")


@pytest.mark.parametrize("code", RULES)
def test_a_rule_finds_its_bad_example_and_no_other_rule_does(project, code, put):
    skip_without_dictionary(code)
    put_example(project, put, documentation(RULES[code]).bad, RULES[code])
    assert {finding.code for finding in check(project)} == {code}


@pytest.mark.parametrize("code", RULES)
def test_nothing_is_found_in_a_good_example(project, code, put):
    put_example(project, put, documentation(RULES[code]).good, RULES[code])
    assert check(project) == []


@pytest.mark.parametrize("code", RULES)
def test_a_fix_leaves_nothing_to_fix(project, code, put):
    """Where a rule offers a fix, the fixed catalog has no finding of the rule, and fixing again changes nothing."""
    put_example(project, put, documentation(RULES[code]).bad, RULES[code])
    offered = [finding for finding in check(project) if finding.fixed is not None]
    assert bool(fix(project)) == bool(offered)
    if offered:
        assert [finding for finding in check(project) if finding.code == code] == []
        assert fix(project) == []


def test_every_rule_is_documented_and_the_page_is_current():
    """Made by: make reference."""
    path = Path(__file__).parents[3] / "docs/reference/checks.md"
    assert path.read_text(encoding="utf-8") == page(RULES.values())


def test_all_faults_of_a_file_are_found_and_none_else(project, put):
    """One planted fault a rule, all in one catalog a language."""
    planted: dict[str, set[str]] = {"fr": set(), "zh": set()}
    texts = {"fr": "", "zh": ""}
    for code, rule in RULES.items():
        example = documentation(rule).bad
        alone = (
            "msgctxt" in example
            or TERMS.search(example)
            or PHRASES.search(example)
            or "# in publication.po" in example
            or rule.scope.value == "file"
        )
        if alone or code == "french-spelling":
            continue
        language = "zh" if "zh" in rule.languages and "fr" not in rule.languages else "fr"
        # The same English stands in several examples: a context of its own keeps them apart.
        texts[language] += re.sub(r"(?m)^msgid ", f'msgctxt "{code}"\nmsgid ', example, count=1) + "\n"
        planted[language].add(code)
    put(project, texts["fr"])
    put(project, texts["zh"], "zh_CN")
    found = {"fr": set(), "zh": set()}
    for finding in check(project):
        found["zh" if "zh_CN" in finding.location.path.parts else "fr"].add(finding.code)
    assert {
        language: codes - {"wording-consistency", "french-spelling"} for language, codes in found.items()
    } == planted


def test_good_examples_have_no_spelling_mistakes(project, put) -> None:
    """Other tests do not start hunspell."""
    skip_without_dictionary("french-spelling")
    texts = (re.sub(r"(?m)^msgid ", f'msgctxt "{code}"\nmsgid ', documentation(rule).good, count=1)
             for code, rule in RULES.items() if rule.concerns("fr") and rule.scope.value != "file")  # fmt: skip
    plain = [text for text in texts if text.count("msgctxt") == 1 and not TERMS.search(text) and "# in " not in text]
    assert len(plain) > 20
    put(project, "\n".join(PHRASES.sub("", text) for text in plain))
    assert "french-spelling" not in {finding.code for finding in check(project)}


def test_every_module_of_rules_is_in_use() -> None:
    """A module that the run of the checks does not import would register no rule, and no test would miss it."""
    names = {module.name for module in pkgutil.iter_modules(rules.__path__)}
    assert {name for name in names if hasattr(run, name)} == names


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("C’est la :term:`pratique en mémoire <recall>` en mémoire.", "“en mémoire”"),
        ("Utilisé pour des motifs des motifs différents.", "“des motifs”"),
        ("Elle porte sur le bit à bit à deux valeurs.", None),
        ("Lisez la page ``a`` la page ``b``.", None),
    ],
)
def test_two_words_are_repeated_across_markup_and_not_across_code(project, put, text, words):
    put(project, f'msgid "Read :term:`recall` in ``a`` and ``b``."\nmsgstr "{text}"\n')
    messages = [finding.message for finding in check(project) if finding.code == "wording-repeated"]
    assert messages == ([f"{words} is repeated"] if words else [])
