"""Whether a file is unchanged is decided by one rule, which does not trust a file that changed a moment before."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from octavo.cache import command_cache, fingerprint, hashing
from octavo.cache.command_cache import CachedResult, Sources
from octavo.cache.fingerprint import FileFingerprint
from octavo.editions.live.file_state import FileState
from octavo.preview.editor.service import EditorService
from octavo.preview.sidebar import sidebar
from octavo.project import Project
from octavo.workflow import coverage
from octavo.workflow.coverage import projected

SECOND = 1_000_000_000
#: A time in whole seconds, as a coarse clock gives.
MOMENT = 1_600_000_000 * SECOND
PAGE = "one/index"
#: Two lines of a catalog that are as long: a comment, and the flag that makes a message fuzzy.
COMMENT = b"#. the next sentence is a joke"
FUZZY = b"#, fuzzy".ljust(len(COMMENT))


@pytest.fixture
def coarse_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """A file system on which all changes look as if they were made at the same time; return what sets the clock.

    Two files of the same size and inode have the same fingerprint then, whatever they contain.
    """
    monkeypatch.setattr(
        fingerprint, "of_status", lambda status: FileFingerprint(status.st_size, MOMENT, MOMENT, status.st_ino)
    )

    def set_clock(now: int) -> None:
        monkeypatch.setattr(fingerprint, "clock", lambda: now)

    set_clock(MOMENT + SECOND)
    hashing._remembered.cache_clear()
    return set_clock


def swap(path: Path, old: bytes, new: bytes) -> None:
    """Replace *old* by *new*, which is as long, in the same file."""
    data = path.read_bytes()
    assert old in data
    assert len(old) == len(new)
    path.write_bytes(data.replace(old, new))


@pytest.mark.parametrize(
    ("age", "is_settled"),
    [(0, False), (fingerprint.STEP, False), (fingerprint.STEP + 1, True), (-SECOND, False)],
)
def test_a_file_has_settled_after_a_step_of_the_clock(age: int, is_settled: bool) -> None:
    found = FileFingerprint(1, 5, MOMENT + 1, 7)
    assert found.is_settled(MOMENT + 1 + age) is is_settled


def test_a_clock_of_whole_seconds_has_longer_steps() -> None:
    found = FileFingerprint(1, MOMENT, MOMENT, 7)
    assert not found.is_settled(MOMENT + fingerprint.COARSE_STEP)
    assert found.is_settled(MOMENT + fingerprint.COARSE_STEP + 1)


def test_a_change_of_content_or_of_the_file_changes_the_fingerprint(tmp_path: Path) -> None:
    path = tmp_path / "file"
    assert fingerprint.fingerprint(path) is None
    path.write_bytes(b"first")
    first = fingerprint.fingerprint(path)
    assert fingerprint.fingerprint(path) == first
    while time.time_ns() < path.stat().st_ctime_ns + fingerprint.STEP:
        time.sleep(0.01)
    path.write_bytes(b"other")
    os.utime(path, ns=(path.stat().st_atime_ns, first.mtime))  # type: ignore[union-attr]  # it exists
    second = fingerprint.fingerprint(path)
    assert second != first, "ctime tells, although size and mtime are the same"
    other = tmp_path / "other"
    other.write_bytes(b"other")
    other.replace(path)
    assert fingerprint.fingerprint(path) != second


def test_a_hash_sees_a_change_within_a_step_of_the_clock(tmp_path: Path, coarse_clock: Callable[[int], None]) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"first")
    before = hashing.file_hash(path)
    path.write_bytes(b"other")
    assert hashing.file_hash(path) != before
    # The proof that the fixture hides the change: after a while, only the fingerprint is looked at.
    coarse_clock(MOMENT + 10 * SECOND)
    before = hashing.file_hash(path)
    path.write_bytes(b"third")
    assert hashing.file_hash(path) == before


def test_a_command_is_not_cached_if_an_input_changed_a_moment_before(
    tmp_path: Path, coarse_clock: Callable[[int], None]
) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.octavo]\n")
    source = tmp_path / "index.rst"
    source.write_text("first")
    sources = Sources(str(tmp_path), (str(source),), ())
    file = tmp_path / "build" / command_cache.FILE
    for now, is_cached in ((MOMENT + SECOND, False), (MOMENT + 10 * SECOND, True)):
        coarse_clock(now)
        before = command_cache.fingerprint(sources)
        command_cache.store(("build",), CachedResult("out", "", 0), sources, before, file)
        assert (command_cache.lookup(("build",), tmp_path) is not None) is is_cached


def test_coverage_sees_a_change_within_a_step_of_the_clock(small: Project, coarse_clock: Callable[[int], None]) -> None:
    french = small.language("fr")
    path = small.catalogs(french) / f"{PAGE}.po"
    before = coverage.of_language(small, french)[PAGE]
    swap(path, COMMENT, FUZZY)
    assert coverage.of_language(small, french)[PAGE].translated == before.translated - 1


def test_the_preview_sees_a_change_within_a_step_of_the_clock(
    small: Project, coarse_clock: Callable[[int], None]
) -> None:
    french = small.language("fr")
    catalog, text = small.catalogs(french) / f"{PAGE}.po", small.source / f"{PAGE}.rst"
    state, service = FileState(small, french), EditorService(small, french)
    before = sidebar(service, PAGE)
    assert not state.look()
    swap(catalog, b"Premier guide", b"Premier GUIDE")
    swap(text, b"Guide one", b"GUIDE one")
    found = state.look()
    assert (found.catalogs, found.sources) == ((catalog,), (text,))
    swap(catalog, COMMENT, FUZZY)
    assert state.look().catalogs == (catalog,)
    assert not state.look()
    assert sidebar(service, PAGE) != before
    # It is seen once more after the file has settled, and then by its fingerprint alone.
    swap(catalog, FUZZY, COMMENT)
    coarse_clock(MOMENT + 10 * SECOND)
    assert state.look().catalogs == (catalog,)
    assert not state.look()


def test_a_projection_is_not_stored_if_an_input_changed_a_moment_before(
    small: Project, coarse_clock: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    french = small.language("fr")
    monkeypatch.setattr("octavo.catalogs.extract.pot.write_pot_files", lambda project: None)
    monkeypatch.setattr("octavo.catalogs.merge.read_templates", lambda project: {})
    monkeypatch.setattr("octavo.catalogs.merge.projected_merge", lambda project, language, templates: {})
    projected.projected_coverage(small, [french])
    assert projected.cached_projection(small, [french]) == {}
    coarse_clock(MOMENT + 10 * SECOND)
    projected.projected_coverage(small, [french])
    assert projected.cached_projection(small, [french]) == {french: {}}
