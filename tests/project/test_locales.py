"""Locales as gettext writes them, with scripts, regions and modifiers."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest

from octavo.errors import OctavoError
from octavo.project import Language, direction_of, load, locales
from octavo.project.configuration import edit


@pytest.mark.parametrize(
    ("locale", "tag"),
    [
        ("fr", "fr"), ("pt_BR", "pt-BR"), ("zh_Hant_TW", "zh-Hant-TW"), ("es_419", "es-419"), ("sr@latin", "sr-Latn"),
        ("sr_RS@latin", "sr-Latn-RS"), ("uz@Cyrl", "uz-Cyrl"), ("ca@valencia", "ca-valencia"),
        ("tt@iqtelif", "tt-iqtelif"),
        ("ca_ES@valencia", "ca-ES-valencia"), ("be@tarask", "be-tarask"), ("de_DE@euro", "de-DE-x-euro"),
        ("en_GB@oxford", "en-GB-oxendict"), ("sr_Cyrl@latin", "sr-Cyrl-latin"),
    ],
)  # fmt: skip
def test_a_locale_has_a_tag_of_bcp_47(locale: str, tag: str) -> None:
    assert locales.is_known(locale)
    assert Language(locale).tag == tag


@pytest.mark.parametrize(
    "locale", ["tlh", "zh-CN", "zh_cn", "sr@", "@latin", "fr_FR.UTF-8", "sr@latin@x", "../fr", "fr@a/b"]
)
def test_what_is_no_locale_is_not_known(locale: str) -> None:
    assert not locales.is_known(locale)


def test_a_script_that_a_modifier_names_is_that_of_babels_data() -> None:
    assert str(locales.parse("sr@latin")) == "sr_Latn"
    assert str(locales.parse("ca@valencia")) == "ca"
    assert Language("uz@Cyrl").name != Language("uz").name
    assert Language("uz@arabic").is_right_to_left
    assert (direction_of("ca-valencia"), direction_of("uz-Arab"), direction_of("nonsense")) == ("ltr", "rtl", "ltr")


@pytest.mark.parametrize(
    "locale",
    [
        "fr", "pt_BR", "zh_CN", "zh_Hant_TW", "es_419", "en_XA", "sr@latin", "sr_RS@latin", "uz@Cyrl", "az@Arab",
        "be@tarask", "ca@valencia", "ca_ES@valencia", "tt@iqtelif", "de_DE@euro", "en_GB@oxford",
        "iw", "in", "no", "nb_NO", "tl", "kk_Arab", "mn_Mong", "sh", "sr_Cyrl@latin",
    ],
)  # fmt: skip
def test_gettext_finds_the_compiled_catalogs_of_every_locale(locale: str, tmp_path: Path) -> None:
    compiled = tmp_path / Language(locale).gettext_name / "LC_MESSAGES/page.mo"
    compiled.parent.mkdir(parents=True)
    compiled.touch()
    assert gettext.find("page", str(tmp_path), [locale]) == str(compiled)


def test_languages_of_one_name_are_told_apart_and_the_others_keep_theirs() -> None:
    names = locales.labels(["en", "fr", "pt", "pt_BR", "zh_CN", "zh_TW", "ca", "ca@valencia"])
    assert "fr" not in names and len(set(names.values())) == len(names)
    assert (names["pt"], names["pt_BR"]) == ("português", "português (Brasil)")
    assert names["ca@valencia"] == "català (valencia)"


def test_a_language_with_a_modifier_can_be_added(small) -> None:  # type: ignore[no-untyped-def]  # a fixture
    edit.check_new_language(small, "sr@latin")
    edit.add_language(small, "sr@latin")
    assert '"sr@latin"' in edit.file_of(small).read_text(encoding="utf-8")


def test_two_locales_of_one_tag_would_have_one_folder_of_the_site(small) -> None:  # type: ignore[no-untyped-def]
    path = edit.file_of(small)
    path.write_text(
        path.read_text(encoding="utf-8").replace('"zh_CN"', '"zh_CN", "sr@latin", "sr_Latn"', 1), encoding="utf-8"
    )
    with pytest.raises(OctavoError, match="sr-Latn"):
        load(small.root)
