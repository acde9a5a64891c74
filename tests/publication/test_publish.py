"""Test publishing to build/site/: all or nothing, and no change for equal content."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from octavo import publication
from octavo.editions.pipeline import plan
from octavo.editions.pipeline.run import BuiltEdition
from octavo.errors import OctavoError
from octavo.project import Format, Project
from octavo.publication.site import landing
from octavo.workflow.language_build import resolve


@pytest.fixture
def built(small: Project) -> list[BuiltEdition]:
    """Write files for all editions without running Sphinx."""
    editions = []
    for edition in small.editions():
        path = plan.output_path(small, edition)
        if edition.format is Format.HTML:
            path.mkdir(parents=True)
            (path / "index.html").write_text(f"<p>{edition.name}", encoding="utf-8")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(edition.name.encode())
        editions.append(BuiltEdition(edition, path))
    return editions


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_site_contains_every_edition_the_manifest_and_the_checksums(
    small: Project, built: list[BuiltEdition]
) -> None:
    published = publication.publish(resolve(small), built)
    files = snapshot(published.site)
    manifest = json.loads(files["manifest.json"])
    assert len(manifest["editions"]) == len(built)
    for entry in manifest["editions"]:
        assert entry["path"] in files
        if entry["size"]:
            assert entry["size"] == len(files[entry["path"]])
            assert f"{entry['sha256']}  {entry['path']}\n" in files["SHA256SUMS"].decode()


def test_publishing_the_same_content_changes_no_file(small: Project, built: list[BuiltEdition]) -> None:
    site = publication.publish(resolve(small), built).site
    before = {p: p.stat().st_mtime_ns for p in site.resolve().rglob("*")}
    again = publication.publish(resolve(small), built)
    assert not again.changed
    assert {p: p.stat().st_mtime_ns for p in site.resolve().rglob("*")} == before


@pytest.mark.slow
def test_new_content_replaces_the_site_and_keeps_one_previous_publication(
    small: Project, built: list[BuiltEdition]
) -> None:
    old = publication.publish(resolve(small), built).site.resolve()
    for text in ("second", "third"):
        built[-1].path.write_text(text, encoding="utf-8")
        last = small.site.resolve()
        assert publication.publish(resolve(small), built).changed
        assert last.is_dir()
    assert not old.exists(), "only one earlier publication is kept"


def test_a_failed_publication_leaves_the_site_unchanged(
    small: Project, built: list[BuiltEdition], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = snapshot(publication.publish(resolve(small), built).site)

    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(landing, "write", full)
    built[-1].path.write_text("changed", encoding="utf-8")
    with pytest.raises(OSError, match="No space"):
        publication.publish(resolve(small), built)
    assert snapshot(small.site) == before


def test_a_folder_in_the_place_of_the_site_is_left_alone(small: Project, built: list[BuiltEdition]) -> None:
    small.site.mkdir(parents=True)
    (small.site / "mine.html").write_text("mine", encoding="utf-8")
    with pytest.raises(OctavoError, match="site-folder"):
        publication.publish(resolve(small), built)
    assert [path.name for path in small.site.iterdir()] == ["mine.html"]
    assert not (small.build / "publications").exists()


def test_files_of_a_killed_run_are_not_published(small: Project, built: list[BuiltEdition]) -> None:
    staging = small.build / "publications" / "staging"
    staging.mkdir(parents=True)
    (staging / "half").write_text("written", encoding="utf-8")
    site = publication.publish(resolve(small), built).site
    assert "half" not in snapshot(site)


def test_a_publication_that_lost_files_is_not_taken_for_whole(small: Project, built: list[BuiltEdition]) -> None:
    site = publication.publish(resolve(small), built).site
    whole = snapshot(site)
    (site / "fr" / "index.html").unlink()
    assert publication.publish(resolve(small), built).changed
    assert snapshot(site) == whole
    first = site.resolve()
    built[-1].path.write_text("second", encoding="utf-8")
    publication.publish(resolve(small), built)
    (first / "fr" / "index.html").write_text("half", encoding="utf-8")
    built[-1].path.write_bytes(built[-1].edition.name.encode())
    publication.publish(resolve(small), built)
    assert snapshot(site) == whole


def test_rollback_shows_no_publication_that_lost_files(small: Project, built: list[BuiltEdition]) -> None:
    first = publication.publish(resolve(small), built).site.resolve()
    built[-1].path.write_text("second", encoding="utf-8")
    second = publication.publish(resolve(small), built).site.resolve()
    (first / "fr" / "index.html").unlink()
    with pytest.raises(OctavoError, match="no-previous"):
        publication.rollback(small)
    assert small.site.resolve() == second


def test_a_publication_that_is_being_deleted_is_none(
    small: Project, built: list[BuiltEdition], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that is killed while it deletes the oldest publication leaves nothing that looks like one."""
    for text in ("first", "second"):
        built[-1].path.write_text(text, encoding="utf-8")
        publication.publish(resolve(small), built)
    folder = small.build / "publications"
    kept = {path.name for path in folder.iterdir()}
    built[-1].path.write_text("third", encoding="utf-8")

    def killed(path: Path) -> None:
        if (path / "manifest.json").exists():
            (path / "manifest.json").unlink()
            raise KeyboardInterrupt

    monkeypatch.setattr("shutil.rmtree", killed)
    with pytest.raises(KeyboardInterrupt):
        publication.publish(resolve(small), built)
    assert publication.rollback(small).path.name in kept
    assert (small.site / "manifest.json").is_file()
