"""The user's folder for what is the same in every project."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.cache import shared


def test_the_folder_follows_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "own"))
    assert shared.folder("templates", tmp_path / "other") == tmp_path / "own/octavo/templates"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert shared.folder("templates", tmp_path / "other") == tmp_path / "home/.cache/octavo/templates"


def test_without_a_folder_of_the_user_the_project_keeps_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert shared.folder("templates", tmp_path / "other") == tmp_path / "other"
