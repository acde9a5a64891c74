"""``octavo update`` reads the master only if a file changed that was read for the templates."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from octavo.cache import fingerprint
from octavo.catalogs import po
from octavo.catalogs.extract import inputs, pot, sphinx_run
from octavo.cli import main
from octavo.project import Project

Write = Callable[[], bool]


@pytest.fixture
def written(small: Project, monkeypatch: pytest.MonkeyPatch) -> Write:
    """A function that writes the templates of the small project, and says whether Sphinx was run for it."""
    runs: list[None] = []
    run = sphinx_run.run_sphinx

    def counted(*arguments: object, **named: object) -> object:
        runs.append(None)
        return run(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(sphinx_run, "run_sphinx", counted)

    def write() -> bool:
        time.sleep(fingerprint.STEP / 10**9)  # what was changed a moment ago is not trusted
        before = len(runs)
        pot.write_pot_files(small)
        return len(runs) > before

    return write


def texts(project: Project) -> set[str]:
    return {message.msgid for path in project.templates.rglob("*.pot") for message in po.read(path)}


@pytest.mark.slow
def test_every_file_that_was_read_counts(small: Project, written: Write) -> None:
    outside = small.root / "outside"
    outside.mkdir()
    (outside / "part.txt").write_text("An included text.\n", encoding="utf-8")
    (outside / "module.py").write_text('"""A docstring."""\n', encoding="utf-8")
    (outside / "title.txt").write_text("A title from a file\n", encoding="utf-8")
    conf = small.configuration
    code = (
        f"\nimport sys\nsys.path.insert(0, {str(outside)!r})\nextensions += ['sphinx.ext.autodoc']\n"
        f"html_short_title = open({str(outside / 'title.txt')!r}).read().strip()\n"
    )
    conf.write_text(conf.read_text(encoding="utf-8") + code, encoding="utf-8")
    page = small.source / "one/index.rst"
    more = "\n.. include:: ../../outside/part.txt\n\n.. automodule:: module\n"
    page.write_text(page.read_text(encoding="utf-8") + more, encoding="utf-8")
    assert written()
    written()  # Python has compiled the module into its folder, which is settled now
    assert not written()
    for path, text in ((outside / "part.txt", "Another text."), (outside / "title.txt", "Another title"), (page, "")):
        path.write_text(text or page.read_text(encoding="utf-8") + "\nA new sentence.\n", encoding="utf-8")
        assert written(), path
        assert (text or "A new sentence.") in texts(small)
        assert not written(), path
    assert str(outside / "module.py") in inputs.places(small)
    next(small.templates.rglob("*.pot")).unlink()
    assert written()
    assert not written()
    (small.source / "one/new.rst").write_text("New\n===\n\nA new page.\n", encoding="utf-8")
    assert written()


@pytest.mark.slow
def test_a_program_may_read_anything(small: Project, written: Write) -> None:
    conf = small.configuration
    code = "\nimport subprocess\nsubprocess.run(['true'], check=True)\n"
    conf.write_text(conf.read_text(encoding="utf-8") + code, encoding="utf-8")
    assert written()
    assert written()


@pytest.mark.slow
def test_update_prints_its_output_again(
    small: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(small.root)
    outputs = []
    for _ in range(3):
        time.sleep(fingerprint.STEP / 10**9)
        assert main(["update"]) == 0
        outputs.append(capsys.readouterr())
    assert outputs[1] == outputs[2]
    monkeypatch.setattr("octavo.cli.commands.call", lambda *_, **__: 7)
    assert main(["update"]) == 0
    assert capsys.readouterr() == outputs[2]
    page = next(small.source.rglob("*.rst"))
    page.write_text(page.read_text(encoding="utf-8") + "\nA new sentence.\n", encoding="utf-8")
    assert main(["update"]) == 7


def test_what_is_written_is_no_input(tmp_path: Path) -> None:
    (tmp_path / "read").write_text("", encoding="utf-8")
    with inputs.reads() as noted:
        (tmp_path / "read").read_text(encoding="utf-8")
        (tmp_path / "written").write_text("", encoding="utf-8")
        list(tmp_path.iterdir())
    assert {path for path in noted.paths if path.startswith(str(tmp_path))} == {f"{tmp_path}/read", f"{tmp_path}/."}
