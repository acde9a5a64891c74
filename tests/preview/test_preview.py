"""The preview: what was saved is on the page, and only this machine sees it."""

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
def test_names_of_this_machine_are_answered(host: str) -> None:
    assert is_here(host)


@pytest.mark.parametrize(
    "host", ["", "evil.example", "evil.example:8001", "127.0.0.1.evil.example", "localhost:x", "[::1]x:1"]
)
def test_a_name_that_was_made_to_lead_here_is_refused(host: str) -> None:
    assert not is_here(host)


@pytest.mark.parametrize(
    "name", ["../secret", "a/../../secret", ".hidden", "a/.hidden", "link", "none", "", "a\0b", "/etc/passwd"]
)
def test_no_path_leads_out_of_the_folder(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "served"
    (folder / "a").mkdir(parents=True)
    for path in (tmp_path / "secret", folder / ".hidden", folder / "a/.hidden"):
        path.write_text("secret")
    (folder / "link").symlink_to(tmp_path / "secret")
    assert inside(folder, name) is None


def test_a_file_of_the_folder_is_found(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/style.css").write_text("")
    assert inside(tmp_path, "a/style.css") == (tmp_path / "a/style.css").resolve()


@pytest.mark.parametrize(
    "text", ["javascript:alert('{path}')", "data:text/html,{path}", "{path}", "vscode://file/", "a b:{path}", 3]
)
def test_what_opens_no_editor_is_no_address_of_one(text: object) -> None:
    assert not is_editor(text)


def test_an_editor_is_given_path_and_line() -> None:
    assert is_editor("vscode://file/{path}:{line}")
    assert address("vscode://file/{path}:{line}", Path("/a b/c.po"), 7) == "vscode://file//a%20b/c.po:7"


# --- what was saved -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "is_worth"), [("a.po", True), ("a.rst", True), (".a.po.swp", False), ("a.po~", False), ("#a.po", False)]
)
def test_what_editors_keep_for_themselves_is_not_looked_at(name: str, is_worth: bool) -> None:
    assert is_relevant(name) is is_worth


def test_a_burst_of_saves_rings_and_rings_less_often_than_there_are_saves(project: Project, french: Language) -> None:
    calls: list[int] = []
    rung = threading.Event()

    def ring() -> None:
        calls.append(1)
        rung.set()

    watch = Watcher(project, ring, lambda: None)
    try:
        path = po(project, french)
        end = time.monotonic() + 20
        # The watch needs a moment to begin, which nothing tells.
        while not rung.wait(0.1) and time.monotonic() < end:
            path.write_bytes(path.read_bytes())
        calls.clear()
        for _ in range(200):
            path.write_bytes(path.read_bytes())
    finally:
        watch.close()
    assert rung.is_set()
    assert len(calls) < 200


def test_every_browser_of_a_language_is_told_and_no_other() -> None:
    telling = EventStreams()
    french, chinese = telling.listen("fr"), telling.listen("zh_CN")
    assert next(french).startswith("retry") and next(chinese).startswith("retry")
    telling.tell("fr", documents=["a"])
    assert '"documents": ["a"]' in next(french)
    telling.close()
    assert list(french) == list(chinese) == []
    assert telling.count == 0


# --- one catalog ----------------------------------------------------------------------------------------


def test_one_catalog_is_compiled_as_all_of_them_are(project: Project, french: Language) -> None:
    compilation.compile_catalogs(project, french)
    folder = project.compiled_catalogs(french)
    whole = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.mo")}
    for path in folder.rglob("*.mo"):
        path.unlink()
    assert compilation.compile_each(project, french) == {}
    assert {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.mo")} == whole
    assert compilation.compile_catalog(project, french, po(project, french)) is False


def test_what_the_guard_refuses_does_not_get_in_by_the_preview(project: Project, french: Language) -> None:
    path = po(project, french)
    path.write_text(path.read_text().replace("Premier guide", "`Premier guide <javascript:alert(1)>`_"))
    compilation.compile_catalog(project, french, path)
    assert b"javascript" not in (project.compiled_catalogs(french) / f"{PAGE}.mo").read_bytes()
    said = Sidebar(project, french).of(PAGE)
    assert [m["state"] for m in said["messages"] if m["mark"] == message_class("Guide one")] == ["blocked"]  # type: ignore[union-attr, index]
    assert any(str(f["code"]).startswith("guard-") for f in said["findings"])  # type: ignore[union-attr, index]


def test_a_broken_catalog_leaves_what_was_compiled_and_says_why(project: Project, french: Language) -> None:
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


def test_a_catalog_that_is_gone_leaves_no_compiled_one(project: Project, french: Language) -> None:
    compilation.compile_each(project, french)
    po(project, french).unlink()
    assert compilation.compile_catalog(project, french, po(project, french)) is True
    assert not (project.compiled_catalogs(french) / f"{PAGE}.mo").exists()


def test_the_state_follows_the_file(project: Project, french: Language) -> None:
    said, path = Sidebar(project, french, "vscode://file/{path}:{line}"), po(project, french)
    before = next(m for m in said.of(PAGE)["messages"] if m["mark"] == message_class("Guide one"))  # type: ignore[union-attr, attr-defined]
    lines = path.read_text().splitlines()
    assert before["state"] == "translated"
    assert lines[before["line"] - 1].startswith("msgstr")
    assert before["editor"].endswith(f"{PAGE}.po:{before['line']}")
    path.write_text(path.read_text().replace('msgid "Guide one"', '#, fuzzy\nmsgid "Guide one"'))
    after = next(m for m in said.of(PAGE)["messages"] if m["mark"] == message_class("Guide one"))  # type: ignore[union-attr, attr-defined]
    assert (after["state"], after["line"]) == ("fuzzy", before["line"] + 1)


def test_the_words_are_in_the_language_of_the_page() -> None:
    assert ui_strings(Language("fr"))["preview"] == "Aperçu"
    assert (ui_strings(Language("ar"))["lang"], ui_strings(Language("ar"))["dir"]) == ("ar", "rtl")
    assert ui_strings(Language("de"))["lang"] == "en"


def test_the_preview_takes_catalogs_from_the_project_alone(project: Project, french: Language) -> None:
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


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["xx"], "unknown-language"),
        (["en_XA"], "preview-catalogs"),
        (["fr", "--editor", "javascript:{path}"], "preview-editor"),
    ],
)
def test_a_wrong_call_is_one_sentence(arguments: list[str], code: str, project: Project) -> None:
    process = preview(project, *arguments)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 2
    assert f"[{code}]" in said and "Traceback" not in said


def test_a_taken_port_is_one_sentence(project: Project) -> None:
    from octavo.preview.http import Server

    with Server(0, None) as taken, pytest.raises(OctavoError, match="preview-port"):  # type: ignore[arg-type]  # nobody asks
        Server(taken.server_address[1], None)  # type: ignore[arg-type]  # the same


@pytest.mark.slow
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_without_leaving_a_process(ending: signal.Signals, project: Project) -> None:
    process = preview(project, "fr", "zh_CN", "--port", "0")
    assert process.stderr
    for line in process.stderr:
        if "http://127.0.0.1" in line:
            break
    children = _below(process.pid)
    assert len(children) >= 2
    process.send_signal(ending)
    assert process.wait(60) == 0
    end = time.monotonic() + 20
    while any(Path(f"/proc/{pid}").exists() for pid in children) and time.monotonic() < end:
        time.sleep(0.05)
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]


def _below(pid: int) -> list[int]:
    found: list[int] = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            if parent == pid:
                found += [int(entry.name), *_below(int(entry.name))]
    return found
