"""Titles are translated by the compiled catalogs."""

from __future__ import annotations

import gettext
import os
from io import BytesIO
from pathlib import Path

import pytest

from octavo.catalogs.po import Message
from octavo.compiler import binary
from octavo.editions import titles
from octavo.project import Language


def test_a_catalog_is_parsed_again_only_if_its_content_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    translations = gettext.GNUTranslations

    def counted(stream: BytesIO) -> gettext.GNUTranslations:
        parsed.append("once")
        return translations(stream)

    monkeypatch.setattr(gettext, "GNUTranslations", counted)
    path = tmp_path / "page.mo"
    for word in ("une", "uno"):  # of one size
        path.write_bytes(binary.content([Message("one", (word,))], Language("fr")))
        os.utime(path, (1, 1))
        assert [titles.translations(path).gettext("one") for _ in range(3)] == [word] * 3
    assert len(parsed) == 2


def test_a_catalog_that_is_missing_translates_nothing(tmp_path: Path) -> None:
    assert titles.translations(tmp_path / "page.mo").gettext("one") == "one"
