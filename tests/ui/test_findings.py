"""Findings are said in the languages of the interface, with the words that differ in their places."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from octavo.project import Language
from octavo.ui.translations import sentence_translator
from tests.conftest import ROOT

#: Rules for one language are not said in the others.
_OWN = {"french.py": "fr", "chinese.py": "zh_CN"}


@cache
def sentences() -> tuple[tuple[Path, str], ...]:
    return tuple(_sentences())


def _sentences() -> Iterator[tuple[Path, str]]:
    """Yield each sentence that is written in a rule or in the guard, with {0}, {1} … in the place of values."""
    for path in sorted((ROOT / "octavo/compiler").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in (
                "Problem",
                "Refusal",
                "_problem",
                "_refusal",
            ):
                first = {"Refusal": 1, "_problem": 2}.get(node.func.id, 0)  # type: ignore[attr-defined]
                yield from ((path, text) for value in node.args[first : first + 2] if (text := template(value)))
    yield from catalog_errors()


def catalog_errors() -> Iterator[tuple[Path, str]]:
    """Yield each sentence that says why a catalog cannot be read, and what to do."""
    for path in (ROOT / "octavo/catalogs/po/reader.py", ROOT / "octavo/catalogs/po/catalog_file.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            values = [keyword.value for keyword in node.keywords if keyword.arg == "remedy"]
            if getattr(node.func, "id", "") == "ContentError":
                values.append(node.args[1])
            elif getattr(node.func, "attr", "") in ("error", "_slip"):
                values += node.args[1:3]
            yield from ((path, text) for value in values if (text := template(value)))


def template(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        numbers = iter(range(10))
        parts = [value.value if isinstance(value, ast.Constant) else f"<{next(numbers)}>" for value in node.values]
        return "".join(map(str, parts))
    return ""


@pytest.mark.parametrize("locale", ["fr", "zh_CN"])
def test_the_sentences_of_findings_are_translated(locale: str) -> None:
    """A sentence that is not is shown in English, marked as English. Add it to findings.po of the language."""
    translate = sentence_translator(Language(locale))
    found = {text for path, text in sentences() if _OWN.get(path.name, locale) == locale}
    assert len(found) > 120
    missing = sorted(text for text in found if not translate(text)[1])
    assert len(missing) <= len(found) // 20, missing


@pytest.mark.parametrize("locale", ["fr", "zh_CN"])
def test_the_reason_of_a_broken_catalog_is_translated(locale: str) -> None:
    translate = sentence_translator(Language(locale))
    found = {text for _, text in catalog_errors()}
    assert len(found) > 30
    assert sorted(text for text in found if not translate(text)[1]) == []


@pytest.mark.parametrize("locale", ["fr", "zh_CN"])
def test_no_value_of_a_sentence_is_lost(locale: str) -> None:
    translate = sentence_translator(Language(locale))
    for path, text in sentences():
        if _OWN.get(path.name, locale) == locale:
            assert sorted(re.findall(r"<\d>", translate(text)[0])) == sorted(re.findall(r"<\d>", text)), text


def test_values_are_put_in_as_they_are() -> None:
    translate = sentence_translator(Language("fr"))
    assert (
        translate("“{1}\\1 <b>” is not in the dictionary")[0] == "«\xa0{1}\\1 <b>\xa0» n’est pas dans le dictionnaire"
    )
    assert translate("Nobody says this") == ("Nobody says this", False)
    assert sentence_translator(Language("de"))("Delete it") == ("Delete it", False)
