"""Test the typographic rules: their examples, idempotence, and unchanged markup."""

from __future__ import annotations

import re

import pytest
from docutils.utils import smartquotes
from hypothesis import example, given
from hypothesis import strategies as st

from octavo.catalogs import po
from octavo.text import markup
from octavo.text.typography import LANGUAGES, TypographyRule, rules_of, typeset
from octavo.text.typography.rules import MARKS
from tests.conftest import ROOT, examples

ALL = [(language, rule) for language in LANGUAGES for rule in rules_of(language)]
LOCALES = {"fr": "fr", "fr_CA": "fr_CA", "fr_CH": "fr_CH", "zh": "zh_CN"}
IDS = [rule.code for _, rule in ALL]


def example_of(rule: TypographyRule, name: str) -> str:
    match = re.search(rf"^{name}:: (.*)$", rule.documentation, re.MULTILINE)
    assert match, f"{rule.code} has no {name} example"
    return match.group(1)


@pytest.mark.parametrize(("language", "rule"), ALL, ids=IDS)
def test_a_rule_corrects_its_bad_example_and_keeps_the_good_one(language: str, rule: TypographyRule) -> None:
    bad, good = example_of(rule, "Bad"), example_of(rule, "Good")
    assert bad != good
    assert rule.apply(bad) == good
    assert rule.apply(good) == good
    assert "Source:" in rule.documentation


@pytest.mark.parametrize(("language", "rule"), ALL, ids=IDS)
def test_all_rules_together_are_idempotent_on_the_good_example(language: str, rule: TypographyRule) -> None:
    good = example_of(rule, "Good")
    assert typeset(good, LOCALES[language]) == typeset(typeset(good, LOCALES[language]), LOCALES[language])


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("fr_CA", "Prêt? Oui! Un; deux\u00a0: «\u00a0trois\u00a0»."),
        ("fr_BE", "Prêt\u202f? Oui\u202f! Un\u202f; deux\u00a0: «\u00a0trois\u00a0»."),
        ("fr_CH", "Prêt\u202f? Oui\u202f! Un\u202f; deux\u00a0: «\u202ftrois\u202f»."),
        ("zh_TW", "Prêt ? Oui ! Un ; deux : « trois »."),
        ("pt_BR", "Prêt ? Oui ! Un ; deux : « trois »."),
    ],
)
def test_a_region_has_rules_of_its_own(locale: str, text: str) -> None:
    assert typeset("Prêt ? Oui ! Un ; deux : « trois ».", locale) == text
    assert typeset(text, locale) == text


def test_an_apostrophe_between_thousands_stays_in_switzerland() -> None:
    assert typeset("10'000 francs", "fr_CH") == "10'000 francs"


@pytest.mark.parametrize(
    ("plain", "typeset_text"),
    [
        ("Prêt ? Oui ! Trois mots : un ; deux.", "Prêt\u202f? Oui\u202f! Trois mots\u00a0: un\u202f; deux."),
        ("Prêt? Oui!", "Prêt\u202f? Oui\u202f!"),
        ("Quoi ?!", "Quoi\u202f?!"),
        ("« Bonjour », dit-il.", "«\u00a0Bonjour\u00a0», dit-il."),
        (
            "Voir :doc:`/a/b` ; puis « :term:`mot <word>` ».",
            "Voir :doc:`/a/b`\u202f; puis «\u00a0:term:`mot <word>`\u00a0».",
        ),
        ("À 06:00, ``a ; b ?`` et https://x.org/?a=1;b", "À 06:00, ``a ; b ?`` et https://x.org/?a=1;b"),
        ("L'été, c'est :term:`l'école <school>`", "L’été, c’est :term:`l’école <school>`"),
        ("1 500 élèves, 20 % en 2020 300 fois", "1\u202f500 élèves, 20\u00a0% en 2020 300 fois"),
        ("le 1er juin", "le 1er\u00a0juin"),
        ("Appuyez sur **?** puis *:* et **«**, **! là**", "Appuyez sur **?** puis *:* et **«**, **! là**"),
        ("Voir :doc:`/a`: suite. **Note:** lire", "Voir :doc:`/a`\u00a0: suite. **Note\u00a0:** lire"),
        ("calme - près - du porte-avions, 10 - 2", "calme – près – du porte-avions, 10 - 2"),
        ("Mlle Lê et MM. X", "Mlle\u00a0Lê et MM.\u00a0X"),
        ("Bonjour, M. Burgos, voir art. 3, chap. IV", "Bonjour, M.\u00a0Burgos, voir art.\u00a03, chap.\u00a0IV"),
        ("Signalez le vol. Souvent, il revient.", "Signalez le vol. Souvent, il revient."),
        ("Nathan, M. J., Daniel, J. M. Keller, M. G. Moore", "Nathan, M. J., Daniel, J. M. Keller, M. G. Moore"),
    ],
)
def test_french(plain: str, typeset_text: str) -> None:
    assert typeset(plain, "fr") == typeset_text


@pytest.mark.parametrize(
    ("plain", "typeset_text"),
    [
        ("参见 :doc:`/a/b` 。", "参见:doc:`/a/b`。"),
        ("是 **重要** 的", "是**重要**的"),
        ("看 *Multimedia Learning* 一书", "看*Multimedia Learning*一书"),
        (
            "Hodges, C., Moore, S. (2020). *Title*. EDUCAUSE Review.",
            "Hodges, C., Moore, S. (2020). *Title*. EDUCAUSE Review.",
        ),
        ("比例为 3:1，时间 06:00", "比例为3:1，时间06:00"),
        ("用 ``a, b`` 吗?", "用``a, b``吗？"),
        ("第 3 步", "第3步"),
        ("使用EPUB,然后看PDF;好", "使用EPUB，然后看PDF；好"),
        ("**注意**:请看 :doc:`/a`!", "**注意**：请看:doc:`/a`！"),
        ("“Multimedia Learning” (2020), “中文” 版", "“Multimedia Learning” (2020)，“中文”版"),
        ("目标 -- 学习 …… 等", "目标——学习……等"),
        ("见 “a b” , “c d” x", "见“a b” , “c d” x"),
        ("版本 3.1, v2:x", "版本3.1, v2:x"),
        ("**运动。** 5到17岁", "**运动。**\\ 5到17岁"),
        ("见 *the Outbreak*. 北京师范大学。", "见*the Outbreak*. 北京师范大学。"),
        ("*The Outbreak.* 北京；the Outbreak. 北京", "*The Outbreak.* 北京；the Outbreak. 北京"),
        ("Huang (2020). *学习手册*", "Huang (2020). *学习手册*"),
        ("你好. 北京", "你好。北京"),
        ("按CC BY-SA **文本**许可", "按CC BY-SA\\ **文本**许可"),
    ],
)
def test_chinese(plain: str, typeset_text: str) -> None:
    assert typeset(plain, "zh_CN") == typeset_text


@pytest.mark.parametrize(
    ("plain", "printed"),
    [
        ("Dunlosky, J. *Improving Students' Learning*.", "Dunlosky, J. *Improving Students’ Learning*."),
        ("*School Leaders' and Teachers' Preparedness*, l'été", "*School Leaders’ and Teachers’ Preparedness*, l’été"),
        ("les 'bons mots' simples", "les “bons mots” simples"),
        ("les '*bons* mots' d'été", "les “*bons* mots” d’été"),
    ],
)
def test_smart_quotes_get_no_apostrophe_of_an_english_title(plain: str, printed: str) -> None:
    educated = smartquotes.smartyPants(typeset(plain, "fr"), language="fr")  # type: ignore[no-untyped-call]
    assert educated == printed


def test_text_in_a_language_without_rules_is_unchanged() -> None:
    assert typeset("Was ? 'so' ...", "de") == "Was ? 'so' ..."
    assert typeset("「好」 , 是", "zh_TW") == "「好」 , 是"


MESSAGES = st.text("ab1é «»;:?!.'\"%（），。学习\u00a0\u202f-—…()`*:_|<>/#[]\n", max_size=60)


@given(MESSAGES, st.sampled_from(["fr", "zh_CN"]))
def test_typesetting_is_idempotent(text: str, locale: str) -> None:
    once = typeset(text, locale)
    assert typeset(once, locale) == once


def hidden(text: str) -> list[str]:
    """Return the markup, targets, literals and URLs of *text*, without joints, which rules may add."""
    return [token.text for token in markup.tokens(text) if not token.is_text and token.text != markup.JOINT]


@examples(400)
@given(MESSAGES, st.sampled_from(["fr", "zh_CN"]))
@example("**?** *«* **»** *:*", "fr")
@example('x *! a* "*b*" **l\'**', "fr")
@example("学!`;习 |—?_|#`", "zh_CN")
@example("**重要** 2020 *a*,好 |x| !", "zh_CN")
def test_typesetting_does_not_change_the_markup(text: str, locale: str) -> None:
    assert hidden(typeset(text, locale)) == hidden(text)


#: The characters that the rules of a language add or remove.
OWNED = {"fr": " \u00a0\u202f'’\"«».…-–", "zh_CN": ' \u00a0\u3000,;:?!.()"…—-，；：？！。（）“”\\'}


@given(MESSAGES, st.sampled_from(["fr", "zh_CN"]))
def test_only_the_characters_of_the_rules_change(text: str, locale: str) -> None:
    def others(content: str) -> list[str]:
        return [char for char in content if char not in OWNED[locale]]

    assert others(typeset(text, locale)) == others(text)


@pytest.mark.parametrize("locale", ["fr", "zh_CN"])
def test_the_catalogs_of_this_publication_keep_their_markup(locale: str) -> None:
    paths = sorted((ROOT / "locales" / locale).rglob("*.po"))
    assert paths
    for message in (message for path in paths for message in po.read(path)):
        once = typeset(message.msgstr, locale)
        assert hidden(once) == hidden(message.msgstr)
        assert typeset(once, locale) == once


@given(st.text(st.characters(codec="utf-8"), max_size=40), st.sampled_from(["fr", "zh_CN"]))
def test_any_text_keeps_its_letters(text: str, locale: str) -> None:
    letters = [char for char in text if char.isalpha()]
    assert [char for char in typeset(text, locale) if char.isalpha()] == letters


@pytest.mark.parametrize(
    ("language", "rule"), [pair for pair in ALL if pair[1].signs], ids=lambda part: getattr(part, "code", part)
)
@given(text=st.text(alphabet="aéA1 5.,;:!?'\"«»“”()-—…。，你好\u00a0\u3000\u202f" + MARKS, max_size=12))
def test_a_rule_does_not_change_text_without_its_signs(language: str, rule: TypographyRule, text: str) -> None:
    if rule.signs.isdisjoint(text):
        assert rule.apply(text) == text


def test_a_bar_between_chinese_links_keeps_its_spaces() -> None:
    text = "`文档 <https://a.example/>`__ | `问题 <https://b.example/>`__ | `PyPI <https://c.example/>`__"
    assert typeset(text, "zh_CN") == text
