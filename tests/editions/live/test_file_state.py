"""What was saved is found on disk, and read only when it is whole."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from octavo.editions.live.file_state import FileState, wait_until_written
from octavo.project import Project


def test_one_look_finds_what_was_saved_and_removed(small: Project) -> None:
    project, french = small, small.language("fr")
    saved = FileState(project, french)
    assert not saved.look()
    path = project.catalogs(french) / "one/index.po"
    other = path.with_name("new")
    other.write_bytes(path.read_bytes() + b"\n")
    other.replace(path)  # as Poedit saves
    (project.source / "two/index.rst").unlink()
    (project.source / "two/.index.rst.swp").write_text("")
    found = saved.look()
    assert found.catalogs == (path,)
    assert found.sources == (project.source / "two/index.rst",)
    assert not saved.look()


def test_a_file_that_is_being_written_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_text("")

    def write() -> None:
        with path.open("w") as stream:
            for _ in range(10):
                stream.write("x")
                stream.flush()
                time.sleep(0.004)

    thread = threading.Thread(target=write)
    thread.start()
    wait_until_written([path])
    assert path.stat().st_size
    thread.join()
