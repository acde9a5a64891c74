"""Test the links with which readers report mistakes and improve translations."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlparse

import pytest

from octavo.catalogs import po
from octavo.errors import OctavoError
from octavo.project import Project, load
from octavo.sphinxext import feedback
from octavo.ui.translations import translator
from tests.conftest import ROOT

FORM = "https://forge.example.org/new?title={title}&text={address}&labels={language},{page}"


def test_without_an_address_there_are_no_links(small: Project) -> None:
    assert feedback.links(small, small.language("fr"), "one/index", "Un") == []
    assert feedback.html(small, small.language("fr"), "one/index", "Un") == ""


def test_mail_has_the_subject_the_page_and_the_language(small: Project) -> None:
    project = replace(small, feedback="mailto:a@example.org")
    (text, address), (improve, _) = feedback.links(project, project.language("fr"), "one/index", "L’école & nous")
    assert (text, improve) == ("Signaler une erreur", "Améliorer cette traduction")
    query = parse_qs(urlparse(address).query)
    assert address.startswith("mailto:a@example.org?subject=")
    assert query == {
        "subject": ["Signaler une erreur – L’école & nous (fr)"],
        "body": ["https://small.example.org/fr/one/index.html"],
    }


def test_a_form_gets_its_fields(small: Project) -> None:
    project = replace(small, feedback=FORM, catalog_url="https://forge.example.org/{path}")
    (_, address), (_, catalog) = feedback.links(project, project.language("zh_CN"), "one/index", "一?")
    assert parse_qs(urlparse(address).query) == {
        "title": ["一?"], "text": ["https://small.example.org/zh-CN/one/index.html"], "labels": ["zh-CN,one/index"],
    }  # fmt: skip
    assert catalog == "https://forge.example.org/locales/zh_CN/LC_MESSAGES/one/index.po"


def test_the_master_has_no_translation_to_improve(small: Project) -> None:
    project = replace(small, feedback="mailto:a@example.org")
    assert [text for text, _ in feedback.links(project, project.master, "one/index", "One")] == ["Report a mistake"]


def test_the_colophon_calls_the_link_what_readers_see() -> None:
    project = load(ROOT)
    assert project.feedback
    master = (ROOT / "source/back/colophon.rst").read_text("utf-8")
    assert translator(project.master)("Report a mistake") in master
    for language in project.languages:
        if language != project.master:
            catalog = po.read(project.catalogs(language) / "back/colophon.po")
            [text] = [message.msgstr for message in catalog if "Report a mistake" in message.msgid]
            assert translator(language)("Report a mistake") in text


@pytest.mark.parametrize(
    ("address", "is_valid"),
    [
        ("mailto:a@example.org", True),
        ("mailto:a@example.org?subject={page}", True),
        (FORM, True),
        ("https://example.org", True),
        ("a@example.org", False),
        ("javascript:alert(1)", False),
        ("https://{title}.example.org/", False),
        ("https://example.org/{pages}", False),
        ("https://example.org/{", False),
        ("mailto:nobody", False),
    ],
)
def test_only_mail_and_web_addresses_with_known_fields_are_taken(small: Project, address: str, is_valid: bool) -> None:
    path = small.root / "pyproject.toml"
    path.write_text(
        path.read_text("utf-8").replace("[tool.octavo]", f'[tool.octavo]\nfeedback = "{address}"', 1), "utf-8"
    )
    if is_valid:
        assert load(small.root).feedback == address
    else:
        with pytest.raises(OctavoError, match="feedback"):
            load(small.root)
