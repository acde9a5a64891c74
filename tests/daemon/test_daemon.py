"""A language that is kept ready: its builds leave what other builds leave, and whatever happens to it, none is wrong.

A longer run: ``OCTAVO_EDITS=200 OCTAVO_SEED=7 OCTAVO_KILLS=50 pytest tests/daemon``.
"""

import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from octavo import answers
from octavo.cli import main
from octavo.daemon import client
from tests.editions.test_incremental import EDITS, LOCALE, SEED, Edits, generated

KILLS = int(os.environ.get("OCTAVO_KILLS", "5"))
BUILD = ["build", "-l", LOCALE, "-f", "html"]
PAGE = "part-0/page-002"


class Guide:
    """A generated guide that was built, and its daemon."""

    def __init__(self, root: Path) -> None:
        self.root = root
        generated.write(root, generated.Shape(pages=6, words=1_800, languages=2, seed=SEED))

    def run(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, **more}
        command = [sys.executable, "-m", "octavo", *arguments]
        return subprocess.run(command, cwd=self.root, env=environment, capture_output=True, text=True, check=False)

    def build(self, *more: str) -> str:
        done = self.run(*BUILD, *more)
        assert done.returncode == 0, done.stderr + self.log()
        return done.stderr + done.stdout

    def start(self, *more: str) -> None:
        done = self.run("daemon", LOCALE, *more)
        assert done.returncode == 0, done.stderr + self.log()

    @property
    def socket(self) -> Path:
        return self.root / "build" / "daemon" / f"{LOCALE}.socket"

    def is_ready(self) -> bool:
        """Whether it answers; it waits for one that begins anew."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if not self.is_running():
                return False
            if client.ask(self.socket, {"question": ["status"]}) is not None:
                client.release()
                return True
            time.sleep(0.05)
        return False

    def pid(self) -> int:
        """The process that keeps the language."""
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                words = (folder / "cmdline").read_bytes().split(b"\0")
                if b"octavo.cli.daemon" in words and (folder / "cwd").resolve() == self.root.resolve():
                    return int(folder.name)
            except OSError:
                continue
        return 0

    def is_running(self) -> bool:
        return self.pid() > 0

    def log(self) -> str:
        log = self.socket.with_suffix(".log")
        return log.read_text() if log.is_file() else ""

    def catalog(self, page: str = PAGE) -> Path:
        return self.root / "locales" / LOCALE / "LC_MESSAGES" / f"{page}.po"

    def translate(self, word: str, page: str = PAGE) -> None:
        """Put *word* at the end of the longest translation of *page*."""
        path = self.catalog(page)
        text = path.read_text("utf-8")
        longest = max(re.findall(r'^msgstr "(.*)\."$', text, re.MULTILINE), key=len)
        path.write_text(text.replace(f'"{longest}."', f'"{longest} {word}."'), "utf-8")

    def title(self) -> None:
        """Change the title of the text that the glossary has."""
        path = self.root / "source" / "glossary.rst"
        title, under, *rest = path.read_text("utf-8").split("\n")
        path.write_text("\n".join([f"{title} anew", f"{under}=====", *rest]), "utf-8")

    def text(self, page: str = PAGE) -> str:
        return (self.root / "build" / "editions" / LOCALE / "html" / f"{page}.html").read_text("utf-8")

    def made(self) -> dict[str, bytes]:
        """All files of the edition, and what says of what it was made."""
        folder = self.root / "build" / "editions" / LOCALE
        found = (path for path in folder.rglob("*") if path.is_file())
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}

    def assert_is_clean(self, told: object = "") -> None:
        """Compare with a build of a copy that was never built before."""
        copy = Guide.__new__(Guide)
        copy.root = self.root.with_name("clean")
        shutil.rmtree(copy.root, ignore_errors=True)
        shutil.copytree(self.root, copy.root, ignore=shutil.ignore_patterns("build"))
        copy.build()
        found, expected = self.made(), copy.made()
        assert found.keys() == expected.keys(), told
        assert not [name for name in found if found[name] != expected[name]], told


@pytest.fixture
def guide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Guide]:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    monkeypatch.delenv("CI", raising=False)
    made = Guide(tmp_path / "guide")
    yield made
    if pid := made.pid():
        os.kill(pid, signal.SIGKILL)


# --- what is made ---------------------------------------------------------------------------------------


@pytest.mark.slow
def test_whatever_was_edited_the_edition_is_that_of_a_clean_build(guide: Guide) -> None:
    guide.start()
    edits = Edits(guide.root, random.Random(SEED))
    told = []
    for _ in range(EDITS):
        # Two of three rounds change what the daemon does itself; the others, anything.
        told.append(edits.one() if edits.rng.random() < 0.3 else edits.translation())
        guide.build()
        guide.assert_is_clean(told)
        assert guide.is_ready(), guide.log()
    left = guide.log().count("left:")
    assert left < EDITS, guide.log()
    # Without it, there is nothing to do.
    guide.run("daemon", "--stop")
    (guide.root / "build" / answers.FILE).unlink()
    assert "up to date" in guide.build()


@pytest.mark.slow
def test_a_changed_message_writes_its_page_and_what_is_printed_is_what_a_build_prints(guide: Guide) -> None:
    guide.start()
    printed, written = [], []
    for number in range(2):
        folder = guide.root / "build" / "editions" / LOCALE / "html"
        before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.html")}
        guide.translate(f"davantage{number}")
        said = guide.run(*BUILD)
        assert said.returncode == 0
        printed.append([re.sub(r"\d+\.\d", "0.0", text) for text in (said.stdout, said.stderr)])
        written.append(
            {path.relative_to(folder).as_posix() for path in before if path.stat().st_mtime_ns != before[path]}
        )
        assert f"davantage{number}" in guide.text()
        guide.run("daemon", "--stop")  # the second round is an ordinary build
    assert printed[0] == printed[1]
    # Where nothing that other pages show has changed, the contents and the index are as they were.
    assert written[0] == {f"{PAGE}.html", "search.html"}
    assert written[1] == written[0] | {"part-0/index.html", "genindex.html"}
    assert guide.log() == ""


@pytest.mark.slow
def test_what_it_made_is_known_without_it(guide: Guide) -> None:
    """The next call, with or without it, has nothing to do; and so it says as JSON what a build says."""
    guide.start()
    guide.translate("davantage")
    said = json.loads(guide.run(*BUILD, "--json").stdout)
    assert (said[0]["language"], said[0]["error"], said[0]["warnings"]) == (LOCALE, "", [])
    assert "up to date" in guide.build()
    guide.run("daemon", "--stop")
    time.sleep(0.1)
    assert answers.known([*BUILD, "--json"], guide.root) is not None
    environment = json.loads(guide.run(*BUILD, "--json").stdout)[0]
    assert environment["log"] is None and environment["seconds"] == 0
    assert guide.log() == ""


@pytest.mark.slow
def test_what_it_keeps_goes_on_in_no_environment_of_another_build(guide: Guide) -> None:
    """The captions of the menu come from a document that Sphinx keeps while it writes."""
    guide.start()
    guide.translate("davantage")
    guide.build()
    path = guide.catalog("index")
    path.write_text(re.sub(r'^msgid "([^"]+)"\nmsgstr "([^"]+)"$', r'msgid "\1"\nmsgstr "\2 bis"',
                           path.read_text("utf-8"), flags=re.MULTILINE), "utf-8")  # fmt: skip
    guide.build()
    assert " bis</span></p>" in guide.text()
    guide.assert_is_clean()


@pytest.mark.slow
def test_what_is_saved_is_made_before_anybody_asks_and_told_to_who_asks(guide: Guide) -> None:
    guide.start()
    guide.translate("davantage")
    record = guide.root / "build" / "editions" / LOCALE / "made.json"
    before, end = record.read_bytes(), time.monotonic() + 60
    while record.read_bytes() == before and time.monotonic() < end:
        time.sleep(0.05)
    assert "davantage" in guide.text()
    assert "fr-html: " in guide.build()
    assert "up to date" in guide.build()
    assert guide.log() == ""
    guide.assert_is_clean()


@pytest.mark.slow
def test_nothing_is_made_while_another_build_runs(guide: Guide) -> None:
    guide.start()
    assert client.hand_over(["publish", "--no-strict"], guide.root) is None
    before = guide.made()
    guide.translate("davantage")
    time.sleep(1)
    assert guide.made() == before
    client.release()
    guide.build()
    guide.assert_is_clean()


@pytest.mark.slow
def test_a_refused_message_is_reported_each_time_and_counts_under_strict(guide: Guide) -> None:
    guide.start()
    path = guide.catalog()
    text = path.read_text("utf-8")
    longest = max(re.findall(r'^msgstr "(.*)\."$', text, re.MULTILINE), key=len)
    path.write_text(text.replace(f'"{longest}."', f'"{longest} `x <https://evil.example>`__."'), "utf-8")
    first, second = guide.run(*BUILD), guide.run(*BUILD)
    strict = guide.run(*BUILD, "--strict")
    guide.run("daemon", "--stop")
    ordinary = guide.run(*BUILD)
    assert "guard-" in ordinary.stderr and ordinary.returncode == 0
    assert ordinary.stderr in first.stderr and second.stderr == ordinary.stderr
    assert strict.returncode == 1
    assert "octavo-untranslated" in guide.text()
    guide.assert_is_clean()


@pytest.mark.slow
def test_a_broken_catalog_is_told_as_ever_and_mended(guide: Guide) -> None:
    guide.start()
    before, whole = guide.made(), guide.catalog().read_bytes()
    guide.catalog().write_bytes(whole + b'\nmsgid "x\n')
    first, second = guide.run(*BUILD), guide.run(*BUILD)
    assert (first.returncode, second.returncode) == (1, 1)
    assert first.stderr == second.stderr and f"{PAGE}.po" in first.stderr
    assert guide.made() == before
    guide.catalog().write_bytes(whole)
    guide.translate("davantage")
    guide.build()
    guide.assert_is_clean()


@pytest.mark.slow
@pytest.mark.parametrize(
    "change",
    [
        lambda guide: (guide.root / "pyproject.toml").write_text(
            (guide.root / "pyproject.toml").read_text().replace("Nobody at all", "Somebody")
        ),
        lambda guide: (guide.root / "conf.py").write_text((guide.root / "conf.py").read_text() + "html_title = 'T'\n"),
        lambda guide: (guide.root / "source" / "new.rst").write_text(":orphan:\n\nNew\n===\n"),
        lambda guide: guide.catalog("part-0/page-001").unlink(),
        # It begins when they are saved, and must not take for done what it began.
        lambda guide: (guide.translate("Autre titre", "publication"), time.sleep(2)),
        lambda guide: (guide.title(), time.sleep(2)),
        lambda guide: guide.run(*BUILD[:1], "-f", "html"),
        lambda guide: os.environ.__setitem__("SOURCE_DATE_EPOCH", "1600000000"),
    ],
    ids=["pyproject", "conf", "new page", "no catalog", "publication", "title", "another build", "variable"],
)  # fmt: skip
def test_what_it_cannot_do_a_build_does(guide: Guide, change) -> None:
    guide.start()
    guide.translate("davantage")
    change(guide)
    guide.build()
    guide.assert_is_clean()
    if "SOURCE_DATE_EPOCH" in os.environ and os.environ["SOURCE_DATE_EPOCH"] == "1700000000":
        assert guide.is_ready(), guide.log()
        log = guide.log()
        guide.translate("encore")
        guide.build()
        assert guide.log() == log, "it was not handed over"
        guide.assert_is_clean()


# --- what may happen to it ------------------------------------------------------------------------------


@pytest.mark.slow
def test_killed_at_any_moment_the_next_build_is_right(guide: Guide) -> None:
    rng = random.Random(SEED)
    for number in range(KILLS):
        guide.start()
        guide.translate(f"mot{number}")
        pid = guide.pid()
        with subprocess.Popen(
            [sys.executable, "-m", "octavo", *BUILD], cwd=guide.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        ) as build:
            time.sleep(rng.uniform(0.05, 0.4))
            os.kill(pid, signal.SIGKILL)
            build.communicate()
        # Whoever asked it builds itself; what it left behind is in nobody's way.
        assert build.returncode == 0
        guide.build()
        guide.assert_is_clean(number)


@pytest.mark.slow
def test_ctrl_c_ends_the_call_and_the_daemon_goes_on(guide: Guide) -> None:
    guide.start()
    guide.translate("davantage")
    os.kill(guide.pid(), signal.SIGSTOP)
    with subprocess.Popen(
        [sys.executable, "-m", "octavo", *BUILD], cwd=guide.root, stderr=subprocess.PIPE, text=True
    ) as build:
        time.sleep(1)
        build.send_signal(signal.SIGINT)
        _, said = build.communicate()
    assert build.returncode == 130 and said == "Stopped; the last publication stands.\n"
    os.kill(guide.pid(), signal.SIGCONT)
    guide.build()
    assert "davantage" in guide.text()
    guide.assert_is_clean()


@pytest.mark.slow
def test_two_calls_at_once_both_end_well(guide: Guide) -> None:
    guide.start()
    guide.translate("davantage")
    command = [sys.executable, "-m", "octavo", *BUILD]
    calls = [subprocess.Popen(command, cwd=guide.root, stdout=subprocess.DEVNULL) for _ in range(3)]
    assert [call.wait() for call in calls] == [0, 0, 0]
    assert guide.log() == ""
    guide.assert_is_clean()


@pytest.mark.slow
def test_it_ends_by_itself_when_told_to_and_with_clean(guide: Guide) -> None:
    guide.start("--idle", "0.02")
    end = time.monotonic() + 60
    while guide.is_running() and time.monotonic() < end:
        time.sleep(0.1)
    assert not guide.is_running() and not guide.socket.exists()
    guide.start()
    assert "kept ready: fr" in guide.run("daemon").stderr
    assert "stopped: fr" in guide.run("daemon", "--stop").stderr
    assert "No language" in guide.run("daemon").stderr
    guide.start()
    assert guide.run("clean").returncode == 0
    end = time.monotonic() + 30
    while guide.is_running() and time.monotonic() < end:
        time.sleep(0.1)
    assert not guide.is_running() and not guide.socket.exists()


@pytest.mark.slow
def test_only_its_user_reaches_it_and_there_is_one_a_language(guide: Guide) -> None:
    guide.start()
    assert guide.socket.stat().st_mode & 0o777 == 0o600
    assert guide.socket.parent.stat().st_mode & 0o777 == 0o700
    pid = guide.pid()
    again = guide.run("daemon", LOCALE)
    assert again.returncode == 2 and "[daemon-start]" in again.stderr
    assert guide.pid() == pid


# --- without one ----------------------------------------------------------------------------------------


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of which nothing was made."""
    (tmp_path / "pyproject.toml").write_text("[tool.octavo]\n")
    (tmp_path / "build" / client.FOLDER).mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_socket_that_was_left_behind_is_in_nobodys_way(root: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"build/{client.FOLDER}/fr.socket")
    assert client.hand_over(BUILD, root) is None


def test_one_that_does_not_answer_is_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "PATIENCE", 0.1)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"build/{client.FOLDER}/fr.socket")
        listener.listen()
        assert main(BUILD) == 2


def test_a_socket_of_another_user_is_not_asked(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "PATIENCE", 0.1)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"build/{client.FOLDER}/fr.socket")
        listener.listen()
        monkeypatch.setattr(os, "getuid", lambda: 12345)
        assert client.hand_over(BUILD, root) is None


def test_what_differs_between_terminals_only_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    before = client.environment()
    monkeypatch.setenv("TERM", "other")
    monkeypatch.setenv("SSH_TTY", "/dev/pts/99")
    assert client.environment() == before
    monkeypatch.setenv("SOMETHING", "that conf.py may read")
    assert client.environment() != before


def test_a_name_that_is_too_long_for_a_socket_is_said(tmp_path: Path, monkeypatch, capsys) -> None:
    root = tmp_path / ("x" * 100)
    shutil.copytree(Path(__file__).parent.parent / "projects" / "small", root, ignore=shutil.ignore_patterns("build"))
    monkeypatch.chdir(root)
    assert main(["daemon", "fr"]) == 2
    assert "[daemon-path]" in capsys.readouterr().err
    assert not (root / "build" / "editions").exists()


def test_a_build_that_is_handed_over_imports_the_standard_library_only() -> None:
    """A line of a terminal that takes a tenth of a second waits for nothing else."""
    said = subprocess.run(
        [sys.executable, "-c", "import octavo.cli, sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    allowed = {"octavo", "octavo.cli", "octavo.answers", "octavo.errors", "octavo.daemon", "octavo.daemon.client"}
    ours = {
        name for name in said if name.partition(".")[0] in ("octavo", "click", "rich", "sphinx", "docutils", "jinja2")
    }
    assert ours == allowed
