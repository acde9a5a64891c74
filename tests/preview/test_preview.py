"""Test the preview: requests, saved files, sidebar, and the command."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from octavo.catalogs.po.message_class import message_class
from octavo.compiler import compilation
from octavo.errors import ContentError, OctavoError
from octavo.preview.events import EventStreams
from octavo.preview.http import inside, is_here
from octavo.preview.sidebar import Sidebar, address
from octavo.preview.ui_strings import ui_strings
from octavo.preview.watcher import Watcher, is_relevant
from octavo.project import Language, Project, is_editor

PAGE = "one/index"


@pytest.fixture
def project(small: Project) -> Project:
    return small


@pytest.fixture
def french(project: Project) -> Language:
    return project.language("fr")


def po(project: Project, language: Language, page: str = PAGE) -> Path:
    return project.catalogs(language) / f"{page}.po"


# --- only this machine ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8001", "localhost:8001", "localhost", "LocalHost:1", "[::1]:8001", "[::1]"]
)
def test_requests_for_names_of_this_machine_are_accepted(host: str) -> None:
    assert is_here(host)


@pytest.mark.parametrize(
    "host", ["", "evil.example", "evil.example:8001", "127.0.0.1.evil.example", "localhost:x", "[::1]x:1"]
)
def test_requests_for_other_host_names_are_refused(host: str) -> None:
    assert not is_here(host)


@pytest.mark.parametrize(
    "name", ["../secret", "a/../../secret", ".hidden", "a/.hidden", "link", "none", "", "a\0b", "/etc/passwd"]
)
def test_no_file_outside_the_folder_is_served(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "served"
    (folder / "a").mkdir(parents=True)
    for path in (tmp_path / "secret", folder / ".hidden", folder / "a/.hidden"):
        path.write_text("secret")
    (folder / "link").symlink_to(tmp_path / "secret")
    assert inside(folder, name) is None


def test_a_file_in_the_folder_is_served(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/style.css").write_text("")
    assert inside(tmp_path, "a/style.css") == (tmp_path / "a/style.css").resolve()


@pytest.mark.parametrize(
    "text", ["javascript:alert('{path}')", "data:text/html,{path}", "{path}", "vscode://file/", "a b:{path}", 3]
)
def test_an_invalid_editor_url_is_refused(text: object) -> None:
    assert not is_editor(text)


def test_an_editor_url_gets_path_and_line() -> None:
    assert is_editor("vscode://file/{path}:{line}")
    assert address("vscode://file/{path}:{line}", Path("/a b/c.po"), 7) == "vscode://file//a%20b/c.po:7"


# --- saved files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "is_watched"), [("a.po", True), ("a.rst", True), (".a.po.swp", False), ("a.po~", False), ("#a.po", False)]
)
def test_temporary_files_of_editors_are_ignored(name: str, is_watched: bool) -> None:
    assert is_relevant(name) is is_watched


def test_a_burst_of_saves_gives_fewer_callbacks_than_saves(project: Project, french: Language) -> None:
    calls: list[int] = []
    rung = threading.Event()

    def ring() -> None:
        calls.append(1)
        rung.set()

    watch = Watcher(project, ring, lambda: None)
    try:
        path = po(project, french)
        end = time.monotonic() + 20
        # The watcher needs a moment to start, and does not report when it has.
        while not rung.wait(0.1) and time.monotonic() < end:
            path.write_bytes(path.read_bytes())
        calls.clear()
        for _ in range(200):
            path.write_bytes(path.read_bytes())
    finally:
        watch.close()
    assert rung.is_set()
    assert len(calls) < 200


def test_an_event_is_sent_to_every_browser_of_its_language_only() -> None:
    streams = EventStreams()
    french, chinese = streams.listen("fr"), streams.listen("zh_CN")
    assert next(french).startswith("retry") and next(chinese).startswith("retry")
    streams.send("fr", documents=["a"])
    assert '"documents": ["a"]' in next(french)
    streams.close()
    assert list(french) == list(chinese) == []
    assert streams.count == 0


# --- one catalog ----------------------------------------------------------------------------------------


def test_one_catalog_compiles_to_the_same_bytes_as_all(project: Project, french: Language) -> None:
    compilation.compile_catalogs(project, french)
    folder = project.compiled_catalogs(french)
    compiled = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.mo")}
    for path in folder.rglob("*.mo"):
        path.unlink()
    assert compilation.compile_each(project, french) == {}
    assert {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.mo")} == compiled
    assert compilation.compile_catalog(project, french, po(project, french)) is False


def test_the_preview_does_not_show_refused_messages(project: Project, french: Language) -> None:
    path = po(project, french)
    path.write_text(path.read_text().replace("Premier guide", "`Premier guide <javascript:alert(1)>`_"))
    compilation.compile_catalog(project, french, path)
    assert b"javascript" not in (project.compiled_catalogs(french) / f"{PAGE}.mo").read_bytes()
    sidebar = Sidebar(project, french).of(PAGE)
    assert [m["state"] for m in sidebar["messages"] if m["mark"] == message_class("Guide one")] == ["blocked"]  # type: ignore[union-attr, index]
    assert any(str(f["code"]).startswith("guard-") for f in sidebar["findings"])  # type: ignore[union-attr, index]


def test_a_broken_catalog_keeps_the_compiled_one_and_reports_the_error(project: Project, french: Language) -> None:
    compilation.compile_each(project, french)
    path, compiled = po(project, french), project.compiled_catalogs(french) / f"{PAGE}.mo"
    before = compiled.read_bytes()
    path.write_text(path.read_text() + "\n<<<<<<< HEAD\n")
    with pytest.raises(ContentError):
        compilation.compile_catalog(project, french, path)
    assert list(compilation.compile_each(project, french)) == [path]
    assert compiled.read_bytes() == before
    fault = Sidebar(project, french).of(PAGE)["fault"]
    assert str(fault).startswith(f"locales/fr/LC_MESSAGES/{PAGE}.po:")
    assert "catalog-conflict" in str(fault)


def test_deleting_a_catalog_deletes_the_compiled_one(project: Project, french: Language) -> None:
    compilation.compile_each(project, french)
    po(project, french).unlink()
    assert compilation.compile_catalog(project, french, po(project, french)) is True
    assert not (project.compiled_catalogs(french) / f"{PAGE}.mo").exists()


def test_the_sidebar_changes_when_the_catalog_changes(project: Project, french: Language) -> None:
    sidebar, path = Sidebar(project, french, "vscode://file/{path}:{line}"), po(project, french)
    before = next(m for m in sidebar.of(PAGE)["messages"] if m["mark"] == message_class("Guide one"))  # type: ignore[union-attr, attr-defined]
    lines = path.read_text().splitlines()
    assert before["state"] == "translated"
    assert lines[before["line"] - 1].startswith("msgstr")
    assert before["editor"].endswith(f"{PAGE}.po:{before['line']}")
    path.write_text(path.read_text().replace('msgid "Guide one"', '#, fuzzy\nmsgid "Guide one"'))
    after = next(m for m in sidebar.of(PAGE)["messages"] if m["mark"] == message_class("Guide one"))  # type: ignore[union-attr, attr-defined]
    assert (after["state"], after["line"]) == ("fuzzy", before["line"] + 1)


def test_the_ui_texts_are_in_the_language_of_the_page() -> None:
    assert ui_strings(Language("fr"))["preview"] == "Aperçu"
    assert (ui_strings(Language("ar"))["lang"], ui_strings(Language("ar"))["dir"]) == ("ar", "rtl")
    assert ui_strings(Language("de"))["lang"] == "en"


def test_a_symbolic_link_is_not_read_as_a_catalog(project: Project, french: Language) -> None:
    path = po(project, french)
    secret = path.with_suffix(".txt")
    path.rename(secret)
    path.symlink_to(secret)
    with pytest.raises(ContentError, match="catalog-link"):
        compilation.compile_catalog(project, french, path)


# --- the command ----------------------------------------------------------------------------------------


def preview(project: Project, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "octavo", "preview", "--no-open", *arguments]
    return subprocess.Popen(command, cwd=project.root, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["xx"], "unknown-language"),
        (["en_XA"], "preview-catalogs"),
        (["fr", "--editor", "javascript:{path}"], "preview-editor"),
    ],
)
def test_a_wrong_argument_is_an_error_message(arguments: list[str], code: str, project: Project) -> None:
    process = preview(project, *arguments)
    _, output = process.communicate(timeout=60)
    assert process.returncode == 2
    assert f"[{code}]" in output and "Traceback" not in output


def test_a_port_in_use_is_an_error_message(project: Project) -> None:
    from octavo.preview.http import Server

    with Server(0, None) as taken, pytest.raises(OctavoError, match="preview-port"):  # type: ignore[arg-type]  # nobody asks
        Server(taken.server_address[1], None)  # type: ignore[arg-type]  # the same


@pytest.mark.slow
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_the_preview_ends_without_leaving_a_process(ending: signal.Signals, project: Project) -> None:
    process = preview(project, "fr", "zh_CN", "--port", "0")
    assert process.stderr
    for line in process.stderr:
        if "http://127.0.0.1" in line:
            break
    children = _descendants(process.pid)
    assert len(children) >= 2
    process.send_signal(ending)
    assert process.wait(60) == 0
    end = time.monotonic() + 20
    while any(Path(f"/proc/{pid}").exists() for pid in children) and time.monotonic() < end:
        time.sleep(0.05)
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]


def _descendants(pid: int) -> list[int]:
    children: list[int] = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            if parent == pid:
                children += [int(entry.name), *_descendants(int(entry.name))]
    return children
