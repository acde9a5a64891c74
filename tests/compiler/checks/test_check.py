"""The run of the checks: which catalogs and messages, ignore comments, fixes, and what no rule may call a fault."""

from dataclasses import replace

import pytest

from octavo.catalogs.po import read
from octavo.compiler.checks import RULES, check, fix
from octavo.compiler.checks.rules.values import numbers
from octavo.compiler.checks.term_base import load
from octavo.errors import ContentError, OctavoError
from octavo.findings import Severity


def codes(project, *paths):
    return [finding.code for finding in check(project, paths)]


FAULT = 'msgid "Take 5 of them."\nmsgstr "Prenez-en 6."\n'


def test_a_finding_is_at_the_line_of_the_msgstr_and_comes_once(project, put):
    path = put(project, "# a comment\n#: source/index.rst\n" + FAULT)
    (finding,) = check(project)
    assert (finding.code, finding.location.path, finding.severity) == ("values-number", path, Severity.ERROR)
    assert path.read_text(encoding="utf-8").splitlines()[finding.location.line - 1].startswith("msgstr")


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("Due on Friday at 16:00.", "À rendre vendredi avant 16 h."),
        ("She noted 10:42.", "Elle a noté 10 h 42."),
        ("From 8:00 to 9:30, or at 06:00", "De 8 h à 9 h 30, ou à 6 h"),
        ("For children under thirteen", "Pour les enfants de moins de 13 ans"),
        ("Thirty learners, forty-five minutes", "30 élèves, 45 minutes"),
    ],
)
def test_times_and_number_words_may_be_written_in_the_french_way(project, put, english, french):
    put(project, f'msgid "{english}"\nmsgstr "{french}"\n')
    assert "values-number" not in codes(project)


@pytest.mark.parametrize(
    ("english", "chinese", "found"),
    [
        ("12:07", "12点7分", False), ("09:28", "9点28分", False), ("9:30", "9点半", False), ("At 16:00", "16点", False),
        ("09:28", "9点38分", True), ("9:45", "9点半", True),
    ],
)  # fmt: skip
def test_times_may_be_written_in_the_chinese_way(project, put, english, chinese, found):
    put(project, f'msgid "{english}"\nmsgstr "{chinese}"\n', locale="zh_CN")
    assert ("values-number" in codes(project)) == found


@pytest.mark.parametrize("french", ["Elle a noté 10 h 24.", "Elle a noté 10 h.", "Elle a noté 11 h 42."])
def test_a_wrong_french_time_is_found(project, put, french):
    put(project, f'msgid "She noted 10:42."\nmsgstr "{french}"\n')
    assert "values-number" in codes(project)


@pytest.mark.parametrize(
    "text", ["#, fuzzy\n" + FAULT, 'msgid "Take 5."\nmsgstr ""\n', "#~ " + FAULT.strip().replace("\n", "\n#~ ") + "\n"]
)
def test_only_translated_messages_are_checked(project, text, put):
    put(project, text)
    assert check(project) == []


def test_paths_narrow_the_findings(project, put):
    one, two = put(project, FAULT), put(project, FAULT, name="sub/two")
    assert {finding.location.path for finding in check(project)} == {one, two}
    assert {finding.location.path for finding in check(project, [one])} == {one}
    assert {finding.location.path for finding in check(project, [two.parent])} == {two}


def test_a_path_outside_the_catalogs_is_a_wrong_call(project, tmp_path):
    with pytest.raises(OctavoError) as caught:
        check(project, [tmp_path])
    assert caught.value.exit_status == 2


def test_an_unreadable_catalog_is_a_finding_and_the_others_are_checked(project, put):
    put(project, FAULT)
    put(project, 'msgid "open\n', name="broken")
    assert sorted(codes(project)) == ["catalog-syntax", "values-number"]


def test_slips_are_findings_and_their_messages_are_checked(project, put):
    put(project, FAULT + '\nmsgid "one"\nmsgstr "say "un""\n\n' + FAULT)
    assert {"catalog-syntax", "catalog-duplicate", "values-number"} <= set(codes(project))


@pytest.mark.parametrize("slip", ['msgid "one"\nmsgstr "un" oops\n\n', 'msgid "one"\nmsgstr ""un"\n\n', FAULT + "\n"])
def test_fixes_lose_no_line_of_a_catalog_with_slips(project, put, slip):
    path = put(project, slip + 'msgid "An app\'s name"\nmsgstr "Le nom d\'une appli"\n\n' + FAULT)
    before = path.read_text(encoding="utf-8")
    fix(project)
    after = path.read_text(encoding="utf-8")
    assert after in (before, before.replace("d'une", "d’une"))
    assert ("oops" in slip) == (after == before)


def test_the_words_of_templates_are_checked_and_those_of_other_programs_are_not(project, put):
    put(project, "#: source/_templates/page.html:3\n" + FAULT, name="sphinx")
    put(project, "#: shop/views.py:3\n" + FAULT, name="django")
    (finding,) = check(project)
    assert finding.location.path.name == "sphinx.po"


def test_an_ignore_comment_ignores_its_rule_only(project, put):
    put(project, '# octavo: ignore values-number six is right\nmsgid "Take 5 of them"\nmsgstr "Prenez-en 6."\n')
    assert codes(project) == ["wording-ending"]


def test_what_the_compiler_refuses_cannot_be_without_ignored(project, put):
    put(project, '# octavo: ignore guard-reference really\nmsgid "Now"\nmsgstr "Maintenant |x|"\n')
    assert sorted(codes(project)) == ["guard-reference", "ignore-unused"]


def test_an_unknown_code_in_an_ignore_comment_is_a_finding(project, put):
    put(project, '# octavo: ignore no-such-rule why\nmsgid "Now"\nmsgstr "Maintenant"\n')
    assert codes(project) == ["ignore-unused"]


def test_fixes_are_written_without_touching_other_messages(project, put):
    path = put(project, '#  odd   comment\nmsgid "An app\'s name"\nmsgstr "Le nom d\'une appli"\n\n' + FAULT)
    before = path.read_text(encoding="utf-8")
    assert fix(project) == [path]
    assert path.read_text(encoding="utf-8") == before.replace("d'une", "d’une")


def test_an_ignored_fix_is_not_made(project, put):
    path = put(project, '# octavo: ignore french-apostrophe it is code\nmsgid "An a\'b"\nmsgstr "Un a\'b"\n')
    assert fix(project) == []
    assert read(path).messages[1].msgstr == "Un a'b"


def test_codes_have_one_subject_and_are_never_taken_twice():
    assert all("-" in code and code == code.lower() for code in RULES)
    with pytest.raises(ValueError, match="taken"):
        from octavo.compiler.checks.registry import rule

        rule("values-number", Severity.NOTE)(lambda subject: iter(()))


@pytest.mark.parametrize(
    ("locale", "msgid", "msgstr"),
    [
        ("fr", "It is the default '@everyone' role.", "C’est le rôle @everyone par défaut."),
        ("fr", "A decimal number [001,366].", "Nombre décimal [001,366]."),
        ("fr", "See :index:`wind <pair: wind; gale>`.", "Voir :index:`vent <pair: vent; tempête>`."),
        ("fr", "Edit :file:`{user}/a.txt`.", "Modifiez :file:`{utilisateur}/a.txt`."),
        ("fr", "Type :samp:`print {words}`.", "Tapez :samp:`print {mots}`."),
        ("fr", "It takes 1,500 people and 2.5 hours.", "Il faut 1 500 personnes et 2,5 heures."),
        ("fr", "Nous means we. You and you.", "Nous nous voyons. Vous vous voyez."),
        ("fr", "At 3 p.m. on 3 June 2020.", "À 15 h, le 3 juin 2020."),
        ("fr", "Come at 9.30 or 10:15.", "Venez à 9 h 30 ou 10 h 15."),
        ("fr", "I can work from 6 to 8 in the evening.", "Je peux travailler le soir de 18 h à 20 h."),
        ("fr", "No.", "N°"),
        ("fr", "Take 2 or 3.", "Prenez-en deux ou trois."),
        ("fr", "One of twelve.", "1 sur 12."),
        ("fr", "Read *The New Meaning of Educational Change* now.", "Lisez *The New Meaning of Educational Change*."),
        ("fr", "Licence: CC BY-SA 4.0", "Licence : CC BY-SA 4.0"),
        ("fr", "Use ``it's`` and ``a - b``.", "Utilisez ``it's`` et ``a - b``."),
        ("fr", "Say “well done”.", "Dites « bien joué »."),
        ("fr", "Coexist, work", "Coexister, œuvrer"),
        ("fr", "Open the file .txt", "Ouvrez le fichier .txt"),
        ("fr", "See `the site <https://a.org/en/x>`__.", "Voyez `le site <https://a.org/fr/x>`__."),
        ("fr", "Is it good?", "Est-ce bon ?"),
        ("fr", "A list:", "Une liste :"),
        (
            "fr",
            "Hodges, C., Moore, S. (2020). *A Title*. EDUCAUSE.",
            "Hodges, C., Moore, S. (2020). *A Title*. EDUCAUSE.",
        ),
        ("zh_CN", "Take 2 of 15, at 10:30.", "15个中取两个，10:30开始。"),
        ("zh_CN", "Ten years", "十年"),
        ("zh_CN", "Use PDF (version 2) now.", "现在使用PDF (version 2)。"),
        ("zh_CN", "*Guidance* for all.", "面向所有人的《指南》。"),
        ("zh_CN", "Really, of course.", "的的确确，当然。"),
        ("zh_CN", "Work with :term:`captions <captions>`.", "使用:term:`字幕 <captions>`。"),
        ("zh_CN", "Discuss, then wait…", "讨论讨论，然后等一等……"),
        ("zh_CN", "Call it 3:2, or 1,000.", "说成3:2或1,000。"),
        ("zh_CN", "The COVID-19 pandemic, MP3 files", "新冠疫情，音频文件"),
        ("zh_CN", "Overwrite it, to the object", "覆盖它，对对象"),
        ("fr", "Type “-”, then “.”", "Tapez « - », puis « . »"),
        ("zh_CN", "Famous later, dry queens", "著名的后来，皇后干净"),
    ],
)
def test_a_fair_translation_has_no_finding(project, locale, msgid, msgstr, put):
    put(project, f'msgid "{msgid}"\nmsgstr "{msgstr}"\n', locale)
    assert [finding.message for finding in check(project)] == []


def test_a_message_that_the_compiler_repairs_is_a_warning_in_both_runs(project, put):
    put(project, 'msgid "Read ``this``."\nmsgstr "Lisez ``ceci ``."\n\nmsgid "No link."\nmsgstr "Un lien_."\n')
    project = replace(project, house_style=False)
    for _ in range(2):
        found = {finding.code: finding.severity for finding in check(project)}
        assert found["guard-syntax"] is Severity.WARNING
        assert found["guard-reference"] is Severity.WARNING
    put(project, f'msgid "Read."\nmsgstr "{"Lisez. " * 99}"\n')
    assert [finding.severity for finding in check(project)] == [Severity.ERROR]


@pytest.mark.parametrize(("name", "found"), [("index", []), ("sphinx", ["guard-plain", *["values-placeholder"] * 2])])
def test_a_page_of_others_may_translate_what_sphinx_intl_flags_as_a_format(project, put, name, found):
    put(project, '#, python-brace-format\nmsgid "In {name} now"\nmsgstr "Dans {nom}"\n', name=name)
    assert codes(replace(project, house_style=False)) == found


def test_the_words_of_the_project_are_no_faults(project, put):
    put(project, 'msgid "A pad for all"\nmsgstr "Un clavardoire pour tous"\n')
    (project.locales / "fr" / "words.txt").write_text("# ours\nclavardoire\n", encoding="utf-8")
    assert codes(project) == []


TERMS = """
[[term]]
en = "learning"
fr = ["apprentissage"]
[[term]]
en = "blended learning"
forms = ["blended lessons"]
zh_CN = ["混合式学习"]
fr = ["apprentissage hybride"]
[[term]]
en = "assistive technology"
fr = ["technologie d’assistance"]
"""


@pytest.mark.parametrize(
    ("msgid", "msgstr", "found"),
    [
        ("Blended learning works", "L’apprentissage hybride marche", False),
        ("Blended learning works", "La formation hybride marche", True),
        ("Blended Lessons work", "La formation hybride marche", True),
        ("Unlearning works", "Désapprendre marche", False),
        ("Assistive technology", "Technologie d'assistance", False),
        (":term:`blended learning`", ":term:`apprentissage hybride <blended learning>`", False),
        (":term:`blended learning`", ":term:`cours <blended learning>`", True),
        ("See *Blended Learning for All*.", "Voyez *Blended Learning for All*.", False),
        ("See *blended learning* now.", "Voyez *cela*.", True),
        ("The **blended learning** of today", "L’**apprentissage hybride** d’aujourd’hui", False),
    ],
)
def test_terms_are_whole_words_the_longest_first_in_any_case(project, msgid, msgstr, found, put):
    project.term_base.parent.mkdir(parents=True)
    project.term_base.write_text(TERMS, encoding="utf-8")
    put(project, f'msgid "{msgid}"\nmsgstr "{msgstr}"\n')
    assert ("terms-missing" in codes(project)) is found


@pytest.mark.parametrize("text", ["[[term]]\nfr = ['x']\n", "[[term]]\nen = 'x'\nfr = 'y'\n", "[[", "term = 3", "\xff"])
def test_a_broken_term_base_is_one_sentence(tmp_path, text):
    path = tmp_path / "terms.toml"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(ContentError) as caught:
        load(path)
    assert caught.value.code == "terms-syntax"


def test_the_term_base_of_the_publication_is_read():
    from pathlib import Path

    base = load(Path(__file__).parents[3] / "locales" / "terms.toml")
    assert base.terms
    # A key word that is no term of the glossary has only forms to avoid.
    assert all({"fr", "zh_CN"} <= set(term.accepted) or (term.avoided and not term.accepted) for term in base.terms)


def test_numbers_are_compared_without_the_signs_between_their_digits():
    assert numbers("1,500 and 2.5 and 10:30") == numbers("1 500, 2,5, １０:３０")


def test_the_header_that_example_tests_use_is_no_fault_itself(project, put):
    put(project, "")
    assert check(project) == []


@pytest.mark.parametrize(
    ("named", "found"),
    [
        ("fr", False), ("fr_FR", False), ("fr-CA", False), ("de", True), ("de_DE", True), ("fr@latin", True),
    ],
)  # fmt: skip
def test_a_header_may_name_the_country_that_the_folder_does_not(project, put, named, found):
    header = f'msgid ""\nmsgstr ""\n"Language: {named}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    put(project, header)
    assert ("syntax-language" in codes(project)) == found


@pytest.mark.parametrize(
    ("named", "found"), [("zh_CN", False), ("zh_Hans", False), ("zh-Hans", False), ("zh_TW", True)]
)
def test_a_header_may_name_the_script_of_chinese(project, put, named, found):
    put(
        project, f'msgid ""\nmsgstr ""\n"Language: {named}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n', "zh_CN"
    )
    assert ("syntax-language" in codes(project)) == found
