"""Catalogs are compiled side by side when there is much to compile, and the same comes out."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.editions import executors
from octavo.editions.pipeline import prepare
from octavo.errors import ContentError
from octavo.project import Project

pytestmark = pytest.mark.slow


def compiled(project: Project) -> dict[str, bytes]:
    folders = ("catalogs", "compiled")
    files = [path for name in folders for path in (project.build / name).rglob("*") if path.is_file()]
    return {path.relative_to(project.build).as_posix(): path.read_bytes() for path in files}


def refuse_one(project: Project) -> None:
    path = project.catalogs(project.language("fr")) / "one" / "index.po"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        f'{text}\nmsgid "A text of its own."\nmsgstr "Un `piège <javascript:alert(1)>`_."\n', encoding="utf-8"
    )


def test_the_same_is_compiled_and_found(small: Project) -> None:
    refuse_one(small)
    texts = dict.fromkeys(small.translations, small)
    assert prepare.never_compiled(texts)
    findings = prepare.prepare_catalogs(texts)
    alone = compiled(small)
    assert not prepare.never_compiled(texts)
    for path in small.build.rglob("*"):
        if path.is_file():
            path.unlink()
    with executors.forked_executor(2) as pool:
        assert prepare.prepare_catalogs(texts, pool) == findings
    assert findings.findings
    assert findings.coverage.keys() == texts.keys()
    assert {path: alone[path] for path in alone if path.endswith(".mo")} == {
        path: data for path, data in compiled(small).items() if path.endswith(".mo")
    }
    assert compiled(small).keys() == alone.keys()


def test_a_broken_catalog_is_told_of_by_name(small: Project) -> None:
    path: Path = small.catalogs(small.language("fr")) / "one" / "index.po"
    path.write_text('msgid "never closed\n', encoding="utf-8")
    with executors.forked_executor(2) as pool, pytest.raises(ContentError, match=r"one/index\.po:1"):
        prepare.prepare_catalogs(dict.fromkeys(small.translations, small), pool)


def test_a_language_is_compiled_in_a_process_of_its_own_only_the_first_time(small: Project) -> None:
    texts = dict.fromkeys(small.translations[:1], small)
    assert prepare.never_compiled(texts)
    prepare.prepare_catalogs(texts)
    assert not prepare.never_compiled(texts)
