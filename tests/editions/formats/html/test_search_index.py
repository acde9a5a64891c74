"""Test the search index: it equals Pagefind's own, without its interface."""

import subprocess
import sys
from pathlib import Path

import pytest

from octavo.editions.formats import whole
from octavo.editions.formats.html import search_index
from octavo.errors import OctavoError

PAGE = (
    '<html lang="{lang}"><head><title>{title}</title></head><body><main data-pagefind-body>{text}</main></body></html>'
)


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    folder = tmp_path / "html"
    folder.mkdir()
    for number, text in enumerate(("Des élèves apprennent.", "L’école est fermée.", "Un cours en ligne.")):
        page = PAGE.format(lang="fr", title=f"Page {number}", text=f"<p>{text}</p>")
        (folder / f"page-{number}.html").write_text(page, encoding="utf-8")
    return folder


def files(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_the_index_equals_that_of_the_python_package(
    edition: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = [sys.executable, "-m", "pagefind", "--site", str(edition), "--output-path", str(tmp_path / "theirs")]
    subprocess.run(command, check=True, capture_output=True)
    # The program is run directly, without a second Python.
    monkeypatch.setattr(sys, "executable", "/nowhere")
    search_index.build_search_index(edition, tmp_path / "log")
    theirs, ours = files(tmp_path / "theirs"), files(edition / search_index.FOLDER)
    unused = theirs.keys() - ours.keys()
    assert unused and all("ui." in name or "highlight" in name for name in unused)
    assert ours == {name: data for name, data in theirs.items() if name not in unused}
    assert any(name.endswith(".pf_meta") for name in ours)


def test_files_of_an_older_index_are_deleted(edition: Path, tmp_path: Path) -> None:
    search_index.build_search_index(edition, tmp_path / "log")
    before = files(edition / search_index.FOLDER)
    page = edition / "page-1.html"
    page.write_text(page.read_text("utf-8").replace("fermée", "ouverte"), "utf-8")
    search_index.build_search_index(edition, tmp_path / "log")
    after = files(edition / search_index.FOLDER)
    assert len(after) == len(before) and after.keys() != before.keys()


def test_a_missing_program_is_an_error(edition: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(tmp_path / "none"))
    with pytest.raises(OctavoError) as caught:
        search_index.build_search_index(edition, tmp_path / "log")
    assert caught.value.code == "search-index"
    assert "none: No such file" in caught.value.sentence


def test_a_failing_program_is_an_error_that_names_the_log(
    edition: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = tmp_path / "failing"
    failing.write_text("#!/bin/sh\necho it hurts >&2\nexit 3\n")
    failing.chmod(0o755)
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(failing))
    with pytest.raises(OctavoError) as caught:
        search_index.build_search_index(edition, tmp_path / "log")
    assert str(tmp_path / "log") in caught.value.sentence
    assert "it hurts" in (tmp_path / "log").read_text()


def test_an_index_of_which_any_file_is_cut_off_or_lost_is_not_taken(edition: Path, tmp_path: Path) -> None:
    """A full disk: the program exits with 0, and the search of the edition would be dead for good."""
    search_index.build_search_index(edition, tmp_path / "log")
    folder = edition / search_index.FOLDER
    assert whole.search_index_fault(folder) == ""
    for name, data in files(folder).items():
        (folder / name).write_bytes(data[: len(data) // 2])
        assert whole.search_index_fault(folder), f"half of {name}"
        (folder / name).write_bytes(b"")
        assert whole.search_index_fault(folder), f"{name}, empty"
        (folder / name).unlink()
        if name != "wasm.unknown.pagefind":  # of pages in a language that Pagefind does not know
            assert whole.search_index_fault(folder), f"no {name}"
        (folder / name).write_bytes(data)


def test_a_program_that_leaves_half_an_index_is_a_fault(
    edition: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lying = tmp_path / "lying"
    half = edition / "pagefind" / "pagefind-entry.json"
    lying.write_text(f"#!/bin/sh\nmkdir -p {half.parent}\necho '{{' > {half}\n")
    lying.chmod(0o755)
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(lying))
    with pytest.raises(OctavoError, match="space on the disk"):
        search_index.build_search_index(edition, tmp_path / "log")
    assert not (edition / "pagefind").exists()
