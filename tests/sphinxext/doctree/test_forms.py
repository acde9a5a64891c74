"""Test that the blanks and answers of forms are marked."""

from __future__ import annotations

import pytest
from docutils import nodes
from docutils.core import publish_doctree

from octavo.sphinxext.doctree import forms


def read(text: str) -> nodes.document:
    whole: nodes.document = publish_doctree(text)  # type: ignore[no-untyped-call]
    return whole


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Internet: none / mobile data / radio", "Internet: ☐\u00a0none ☐\u00a0mobile data ☐\u00a0radio"),
        ("网络：没有／自费流量", "网络：☐\u00a0没有 ☐\u00a0自费流量"),
        ("Teachers: yes / no. Others: yes / no", "Teachers: ☐\u00a0yes ☐\u00a0no. Others: ☐\u00a0yes ☐\u00a0no"),
        ("Power: always / to ____ / other: ____", "Power: ☐\u00a0always ☐\u00a0to ____ ☐\u00a0other: ____"),
        ("By message / call: ____", "By message / call: ____"),
        ("Speed: 5 km/h", "Speed: 5 km/h"),
    ],
)
def test_each_answer_to_choose_has_a_box_and_the_question_none(text: str, expected: str) -> None:
    item = nodes.list_item("", nodes.paragraph("", text))
    box = nodes.admonition("", nodes.bullet_list("", item), classes=["checklist"])
    whole = read("")
    whole += box
    forms.MarkBlanks(whole).apply()
    forms.MarkChoices(whole).run()
    assert item.astext() == expected
    assert (forms.CLASS in item["classes"]) is (text != "Speed: 5 km/h")


def test_a_blank_of_a_form_is_an_element_of_its_own_in_html() -> None:
    whole = read("- Name: ____ and ``a____b`` and *class: ____*\n- Name: ____")
    whole.next_node(nodes.list_item)["classes"].append(forms.CLASS)
    forms.MarkLines(whole).run()
    lines = [node.astext() for node in whole.findall(nodes.inline) if forms.LINE in node["classes"]]
    assert lines == ["____", "____"]
    assert "a____b" in whole.astext()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("到____：手机给____，其他人做____", ["____：", "____，"]),
        ("Lundi\u00a0: ____\u202f; le ____.", ["____\u202f;", "____."]),
        ("Day ____ (or ____) and ____", ["____)"]),
    ],
)
def test_a_blank_and_the_mark_after_it_stay_together_in_html(text: str, expected: list[str]) -> None:
    whole = read(f"- {text}")
    whole.next_node(nodes.list_item)["classes"].append(forms.CLASS)
    forms.MarkLines(whole).run()
    pairs = [node for node in whole.findall(nodes.inline) if forms.WITH_MARK in node["classes"]]
    assert [pair.astext() for pair in pairs] == expected
    assert all(forms.LINE in pair[0]["classes"] for pair in pairs)
    assert whole.astext() == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Name: ____", ["Name: ____"]),
        ("From ____ to ____, or until ____", ["From ____", "to ____,", "or until ____"]),
        ("From *one* day ____ the rest is free.", ["From one day ____"]),
        ("到____：手机给____，其他人做____", ["到____：", "手机给____，", "其他人做____"]),
        ("____ \\(____)", ["____", "(____)"]),
        ("Teachers: yes / no. Others: ____", ["Others: ____"]),
    ],
)
def test_a_label_and_its_blank_are_one_element_in_html(text: str, expected: list[str]) -> None:
    whole = read(f"- {text}")
    whole.next_node(nodes.list_item)["classes"].append(forms.CLASS)
    forms.MarkChoices(whole).run()
    forms.MarkLines(whole).run()
    fields = [node for node in whole.findall(nodes.inline) if forms.FIELD in node["classes"]]
    assert [field.astext() for field in fields] == expected
    assert whole.astext().startswith(text[:4])


@pytest.mark.parametrize(
    ("text", "is_whole"),
    [("Name: ____", True), ("Name: ____.", True), ("For ____ minutes", False), ("From ____ to ____", False)],
)
def test_only_the_line_of_a_label_alone_goes_on_to_the_margin(text: str, is_whole: bool) -> None:
    whole = read(f"- {text}")
    whole.next_node(nodes.list_item)["classes"].append(forms.CLASS)
    forms.MarkLines(whole).run()
    assert any(forms.WHOLE in node["classes"] for node in whole.findall(nodes.inline)) is is_whole
