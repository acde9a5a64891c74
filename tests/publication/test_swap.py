"""Editions → build/site/: whole at any moment, and the same content changes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from octavo import publication
from octavo.editions.pipeline import plan
from octavo.editions.pipeline.run import BuiltEdition
from octavo.errors import OctavoError
from octavo.project import Format, Project
from octavo.workflow.language_build import resolve


@pytest.fixture
def made(small: Project) -> list[BuiltEdition]:
    """Editions that stand on the disk, without Sphinx having made them."""
    found = []
    for edition in small.editions():
        path = plan.output_path(small, edition)
        if edition.format is Format.HTML:
            path.mkdir(parents=True)
            (path / "index.html").write_text(f"<p>{edition.name}", encoding="utf-8")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(edition.name.encode())
        found.append(BuiltEdition(edition, path))
    return found


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_site_holds_every_edition_its_manifest_and_its_checksums(small: Project, made: list[BuiltEdition]) -> None:
    published = publication.publish(resolve(small), made)
    files = snapshot(published.site)
    manifest = json.loads(files["manifest.json"])
    assert len(manifest["editions"]) == len(made)
    for entry in manifest["editions"]:
        assert entry["path"] in files
        if entry["size"]:
            assert entry["size"] == len(files[entry["path"]])
            assert f"{entry['sha256']}  {entry['path']}\n" in files["SHA256SUMS"].decode()


def test_the_same_content_leaves_every_file_as_it_was(small: Project, made: list[BuiltEdition]) -> None:
    site = publication.publish(resolve(small), made).site
    before = {p: p.stat().st_mtime_ns for p in site.resolve().rglob("*")}
    again = publication.publish(resolve(small), made)
    assert not again.changed
    assert {p: p.stat().st_mtime_ns for p in site.resolve().rglob("*")} == before


@pytest.mark.slow
def test_new_content_replaces_the_site_and_keeps_the_last_one(small: Project, made: list[BuiltEdition]) -> None:
    old = publication.publish(resolve(small), made).site.resolve()
    for text in ("second", "third"):
        made[-1].path.write_text(text, encoding="utf-8")
        last = small.site.resolve()
        assert publication.publish(resolve(small), made).changed
        assert last.is_dir()
    assert not old.exists(), "only one earlier publication is kept"


def test_a_publication_that_fails_leaves_the_last_one(
    small: Project, made: list[BuiltEdition], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = snapshot(publication.publish(resolve(small), made).site)

    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(publication.landing, "write", full)
    made[-1].path.write_text("changed", encoding="utf-8")
    with pytest.raises(OSError, match="No space"):
        publication.publish(resolve(small), made)
    assert snapshot(small.site) == before


def test_what_a_killed_run_left_is_cleared_away(small: Project, made: list[BuiltEdition]) -> None:
    staging = small.build / "publications" / "staging"
    staging.mkdir(parents=True)
    (staging / "half").write_text("written", encoding="utf-8")
    site = publication.publish(resolve(small), made).site
    assert "half" not in snapshot(site)


def test_a_publication_that_lost_files_is_not_taken_for_whole(small: Project, made: list[BuiltEdition]) -> None:
    site = publication.publish(resolve(small), made).site
    whole = snapshot(site)
    (site / "fr" / "index.html").unlink()
    assert publication.publish(resolve(small), made).changed
    assert snapshot(site) == whole
    first = site.resolve()
    made[-1].path.write_text("second", encoding="utf-8")
    publication.publish(resolve(small), made)
    (first / "fr" / "index.html").write_text("half", encoding="utf-8")
    made[-1].path.write_bytes(made[-1].edition.name.encode())
    publication.publish(resolve(small), made)
    assert snapshot(site) == whole


def test_rollback_shows_no_publication_that_lost_files(small: Project, made: list[BuiltEdition]) -> None:
    first = publication.publish(resolve(small), made).site.resolve()
    made[-1].path.write_text("second", encoding="utf-8")
    second = publication.publish(resolve(small), made).site.resolve()
    (first / "fr" / "index.html").unlink()
    with pytest.raises(OctavoError, match="no earlier publication"):
        publication.rollback(small)
    assert small.site.resolve() == second


def test_a_publication_that_is_being_deleted_is_none(
    small: Project, made: list[BuiltEdition], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that is killed while it deletes the oldest publication leaves nothing that looks like one."""
    for text in ("first", "second"):
        made[-1].path.write_text(text, encoding="utf-8")
        publication.publish(resolve(small), made)
    folder = small.build / "publications"
    kept = {path.name for path in folder.iterdir()}
    made[-1].path.write_text("third", encoding="utf-8")

    def killed(path: Path) -> None:
        if (path / "manifest.json").exists():
            (path / "manifest.json").unlink()
            raise KeyboardInterrupt

    monkeypatch.setattr("shutil.rmtree", killed)
    with pytest.raises(KeyboardInterrupt):
        publication.publish(resolve(small), made)
    assert publication.rollback(small).name in kept
    assert (small.site / "manifest.json").is_file()
