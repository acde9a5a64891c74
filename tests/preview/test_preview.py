"""Test the preview: requests, saved files, sidebar, and the command."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from octavo.catalogs.po.message_class import message_class
from octavo.compiler import compilation
from octavo.errors import ContentError, OctavoError
from octavo.preview import access
from octavo.preview.editor.service import EditorService
from octavo.preview.events import EventStreams
from octavo.preview.http import Server, inside
from octavo.preview.origin import is_here
from octavo.preview.sidebar import address, sidebar
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


def title(row: dict[str, object]) -> dict[str, Any]:
    messages: list[dict[str, Any]] = row["messages"]  # type: ignore[assignment]  # as the browser gets them
    return next(message for message in messages if message["mark"] == message_class("Guide one"))


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


# --- only this user -------------------------------------------------------------------------------------

KEY = "k" * 32


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that shows the files of the preview itself; there is no project."""
    with Server(0, None, KEY) as made:  # type: ignore[arg-type]
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield made
        made.shutdown()


def ask(server: Server, path: str, **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    return connection.getresponse()


@pytest.mark.parametrize("path", ["/", "/fr/index.html", "/_octavo/preview.css", "/_octavo/events?language=fr",
                                  "/_octavo/state?language=fr&page=index", "/fr/_images/a.png", "/x?key=", "/x?key=kk",
                                  "/x?Key=" + KEY])  # fmt: skip
def test_without_the_key_nothing_is_shown(server: Server, path: str) -> None:
    """Any user of this machine can reach the port."""
    for cookie in (
        "",
        f"octavo-preview-{server.port}=",
        f"octavo-preview-{server.port}=x{KEY}",
        f"octavo-preview-1={KEY}",
    ):
        answer = ask(server, path, Cookie=cookie)
        assert (answer.status, b"contains the key" in answer.read()) == (403, True)


def test_an_error_of_a_request_is_one_sentence_and_a_closed_connection_is_none(
    server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    """This server has no project, so no page of it can be answered."""
    with pytest.raises(http.client.RemoteDisconnected):
        ask(server, "/fr/index.html", Cookie=f"octavo-preview-{server.port}={KEY}")
    said = capsys.readouterr().err
    assert said.startswith("a request could not be answered: AttributeError: ")
    assert said.count("\n") == 1
    for error in (ConnectionResetError(), TimeoutError()):
        try:
            raise error
        except OSError:
            server.handle_error(None, None)
    assert capsys.readouterr().err == ""


def test_the_key_gives_a_cookie_and_leaves_the_address(server: Server) -> None:
    answer = ask(server, f"/_octavo/preview.css?key={KEY}")
    assert (answer.status, answer.getheader("Location")) == (302, "/_octavo/preview.css")
    cookie = answer.getheader("Set-Cookie") or ""
    assert cookie.endswith("; Path=/; HttpOnly; SameSite=Lax")
    answer = ask(server, "/_octavo/preview.css", Cookie=f"other=1; {cookie.partition(';')[0]}")
    assert (answer.status, answer.read()) == (
        200,
        Path(access.__file__).with_name("browser").joinpath("preview.css").read_bytes(),
    )
    assert ask(server, "/_octavo/preview.css", Cookie=cookie.partition(";")[0], Host="evil.example").status == 403


def test_the_key_leads_to_no_other_server(server: Server) -> None:
    assert ask(server, f"//evil.example/?key={KEY}").getheader("Location") == "/evil.example/"


def test_a_key_is_kept_and_only_its_user_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / ".key"
    key = access.key_of(tmp_path)
    assert len(key) == 32
    assert path.stat().st_mode & 0o777 == 0o600
    assert access.key_of(tmp_path) == key
    path.chmod(0o644)  # others may have read it
    assert access.key_of(tmp_path) != key
    (tmp_path / "else").write_text(KEY, encoding="utf-8")
    for make in (lambda: path.symlink_to(tmp_path / "else"), lambda: path.write_text(""), lambda: os.mkfifo(path)):
        path.unlink()
        make()
        assert access.key_of(tmp_path) not in ("", KEY)
        assert path.stat().st_mode & 0o777 == 0o600


def test_the_arguments_of_the_browser_do_not_show_the_key(tmp_path: Path) -> None:
    with access.opener(tmp_path, f"http://127.0.0.1:1/?key={KEY}") as address:
        path = Path(urllib.request.url2pathname(address.removeprefix("file://")))
        assert KEY not in address
        assert path.stat().st_mode & 0o777 == 0o600
        assert f'url=http://127.0.0.1:1/?key={KEY}"' in path.read_text(encoding="utf-8")
    assert not path.exists()


def test_connections_that_ask_nothing_hold_a_bounded_number_of_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("octavo.preview.http._MOST_CONNECTIONS", 2)
    with Server(0, None, KEY) as server:  # type: ignore[arg-type]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        idle = [socket.create_connection(("127.0.0.1", server.port), timeout=30) for _ in range(2)]
        with socket.create_connection(("127.0.0.1", server.port), timeout=30) as more:
            assert more.recv(1) == b""
        idle.pop().close()
        end = time.monotonic() + 30
        while time.monotonic() < end:
            with suppress(OSError, http.client.HTTPException):
                assert ask(server, "/").status == 403
                break
        else:
            pytest.fail("a closed connection still holds its thread")
        idle.pop().close()
        server.shutdown()


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


def test_the_oldest_of_too_many_streams_is_closed() -> None:
    streams = EventStreams()
    opened = [streams.listen("fr") for _ in range(64)]
    for stream in opened:
        next(stream)
    for number in range(100):  # the oldest takes none of them, so that its queue is full
        streams.send("fr", documents=[number])
    newest = streams.listen("fr")
    next(newest)
    assert streams.count == 64
    assert len(list(opened[0])) < 64
    streams.send("fr", documents=["last"])
    assert "last" in next(newest)
    assert "[0]" in next(opened[1])


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
    message = title(sidebar(EditorService(project, french), PAGE))
    assert message["state"] == "blocked"
    assert any(finding["code"].startswith("guard-") for finding in message["findings"])


def test_a_broken_catalog_keeps_the_compiled_one_and_reports_the_error(project: Project, french: Language) -> None:
    compilation.compile_each(project, french)
    path, compiled = po(project, french), project.compiled_catalogs(french) / f"{PAGE}.mo"
    before = compiled.read_bytes()
    path.write_text(path.read_text() + "\n<<<<<<< HEAD\n")
    with pytest.raises(ContentError):
        compilation.compile_catalog(project, french, path)
    assert list(compilation.compile_each(project, french)) == [path]
    assert compiled.read_bytes() == before
    fault = str(sidebar(EditorService(project, french), PAGE)["fault"])
    assert fault.startswith(f"locales/fr/LC_MESSAGES/{PAGE}.po:")
    assert "catalog-conflict" in fault


def test_the_messages_of_a_broken_catalog_stay_listed(project: Project, french: Language) -> None:
    service, path = EditorService(project, french), po(project, french)
    before = sidebar(service, PAGE)["messages"]
    path.write_text(path.read_text() + '\nmsgid "cut off')
    row = sidebar(service, PAGE)
    assert row["fault"]
    assert row["messages"] == before != []


def test_deleting_a_catalog_deletes_the_compiled_one(project: Project, french: Language) -> None:
    compilation.compile_each(project, french)
    po(project, french).unlink()
    assert compilation.compile_catalog(project, french, po(project, french)) is True
    assert not (project.compiled_catalogs(french) / f"{PAGE}.mo").exists()


def test_the_sidebar_changes_when_the_catalog_changes(project: Project, french: Language) -> None:
    service, editor, path = EditorService(project, french), "vscode://file/{path}:{line}", po(project, french)
    before = title(sidebar(service, PAGE, editor))
    lines = path.read_text().splitlines()
    assert before["state"] == "translated"
    assert lines[before["line"] - 1].startswith("msgstr")
    assert before["editor"].endswith(f"{PAGE}.po:{before['line']}")
    path.write_text(path.read_text().replace('msgid "Guide one"', '#, fuzzy\nmsgid "Guide one"'))
    after = title(sidebar(service, PAGE, editor))
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
    with Server(0, None, "") as taken, pytest.raises(OctavoError, match="preview-port"):  # type: ignore[arg-type]  # nobody asks
        Server(taken.port, None, "")  # type: ignore[arg-type]  # the same


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
