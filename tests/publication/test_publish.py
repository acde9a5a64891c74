"""Test publishing to build/site/: all or nothing, and no change for equal content."""

from __future__ import annotations

import json
import os
import subprocess
import sys
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


def test_files_of_a_killed_run_are_not_published(small: Project, built: list[BuiltEdition]) -> None:
    staging = small.build / "publications" / "staging"
    staging.mkdir(parents=True)
    (staging / "half").write_text("written", encoding="utf-8")
    site = publication.publish(resolve(small), built).site
    assert "half" not in snapshot(site)


def test_the_lock_stops_a_second_run_and_ends_with_a_killed_process(small: Project) -> None:
    code = f"""
import os, signal, sys
sys.path.insert(0, {str(Path(publication.__file__).parents[2])!r})
from pathlib import Path
from octavo import publication
from octavo.project import load
with publication.lock(load(Path({str(small.root)!r}))):
    print("held", flush=True)
    sys.stdin.read()
"""
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=dict(os.environ)
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    with pytest.raises(OctavoError, match="another octavo"), publication.lock(small):
        pass
    process.kill()
    process.communicate()
    with publication.lock(small):
        pass
