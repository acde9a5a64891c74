"""The sandbox: the ``conf.py`` of a stranger can do no harm, and no command runs one that need not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from octavo.cli import main
from octavo.errors import OctavoError
from octavo.project import Project, sandbox
from tests.conftest import ROOT

can_run = shutil.which("bwrap") and not subprocess.run(
    ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev", "true"],
    capture_output=True, check=False,
).returncode  # fmt: skip
needs_bwrap = pytest.mark.skipif(not can_run, reason="bubblewrap cannot run here")

#: Each line is tried by itself; what succeeds is written to build/done.
PROGRAM = """
import contextlib, os, pathlib, socket, subprocess
root = pathlib.Path({root!r})
def tried(name, call):
    try:
        call()
    except Exception:
        return
    with open(root / "build/done", "a") as stream:
        stream.write(name + "\\n")
tried("build", lambda: (root / "build/x").write_text("x"))
tried("network", lambda: socket.create_connection(("127.0.0.1", {port}), timeout=5))
for place in ("source/x.rst", "locales/x.po", ".git/hooks/x", "pyproject.toml", "conf.py"):
    tried(place, lambda: (root / place).open("a").write("x"))
with contextlib.suppress(OSError):  # read-only, or a folder that ends with the sandbox, as /tmp
    (root / "../x").write_text("x")
tried("variable", lambda: os.environ["OCTAVO_SECRET"])
tried("secret", lambda: open({secret!r}).read())
tried("process", lambda: os.kill({pid}, 0))
tried("mount", lambda: subprocess.run(["mount", "-t", "tmpfs", "x", "/mnt"], check=True, capture_output=True))
"""


@pytest.fixture
def secret(small: Project, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A secret in the home folder and one in the environment, and a repository with hooks."""
    home = small.root.parent / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("OCTAVO_SECRET", "token")
    monkeypatch.delenv(sandbox.VARIABLE, raising=False)
    subprocess.run(["git", "init", "-q"], cwd=small.root, check=True)
    path = home / "key"
    path.write_text("secret", encoding="utf-8")
    return path


def program(small: Project, secret: Path, port: int) -> str:
    return PROGRAM.format(root=str(small.root), secret=str(secret), port=port, pid=os.getpid())


def done(small: Project) -> set[str]:
    return set((small.build / "done").read_text(encoding="utf-8").split())


@needs_bwrap
@pytest.mark.parametrize("catalogs", [False, True])
def test_a_program_in_the_sandbox_reaches_the_build_folder_only(
    small: Project, secret: Path, monkeypatch: pytest.MonkeyPatch, catalogs: bool
) -> None:
    import socket

    package = small.root / "build/package"  # run as "python -m octavo", in place of this one
    package.mkdir(parents=True)
    with socket.create_server(("127.0.0.1", 0)) as server:
        (package / "octavo.py").write_text(program(small, secret, server.getsockname()[1]), encoding="utf-8")
        monkeypatch.setenv("PYTHONPATH", str(package))
        monkeypatch.chdir(package)
        assert sandbox.run(small, [], [small.locales] if catalogs else []) == 0
        assert done(small) == ({"build", "locales/x.po"} if catalogs else {"build"})
        assert not (small.root.parent / "x").exists()
        # Outside, all of it succeeds, so the test would see it.
        (small.build / "done").unlink()
        subprocess.run([sys.executable, "-m", "octavo"], check=True)
        wanted = {"build", "network", "source/x.rst", "locales/x.po", ".git/hooks/x", "conf.py", "variable", "secret"}
        assert wanted <= done(small)


@needs_bwrap
@pytest.mark.slow
@pytest.mark.parametrize("by_variable", [False, True])
def test_a_build_in_the_sandbox_is_the_same_and_conf_py_does_no_harm(
    small: Project, secret: Path, by_variable: bool
) -> None:
    variables = {**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "1700000000"}
    command = [sys.executable, "-m", "octavo", "build", "-f", "html", "fr"]
    pages = small.build / "editions/fr/html"
    subprocess.run(command, cwd=small.root, env=variables, check=True)
    before = {path.relative_to(pages): path.read_bytes() for path in pages.rglob("*.html")}
    shutil.rmtree(small.build)
    small.configuration.write_text(
        small.configuration.read_text(encoding="utf-8") + program(small, secret, 1), encoding="utf-8"
    )
    variables |= {sandbox.VARIABLE: "1"} if by_variable else {}
    subprocess.run([*command, *([] if by_variable else ["--sandbox"])], cwd=small.root, env=variables, check=True)
    assert done(small) == {"build"}
    assert before == {path.relative_to(pages): path.read_bytes() for path in pages.rglob("*.html")}


def test_without_bubblewrap_nothing_runs(
    small: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(small.root)
    monkeypatch.setenv("PATH", str(tmp_path))
    small.configuration.write_text("raise SystemExit('it ran')\n", encoding="utf-8")
    for command in ("build", "publish", "update"):
        assert main([command, "--sandbox"]) == 2
        assert "[sandbox-missing]" in capsys.readouterr().err
    (tmp_path / "bwrap").write_text("#!/bin/sh\necho 'bwrap: No permissions' >&2\nexit 1\n", encoding="utf-8")
    (tmp_path / "bwrap").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert main(["build", "--sandbox"]) == 2
    assert "bubblewrap cannot run here: No permissions" in capsys.readouterr().err


def test_a_link_to_a_folder_outside_is_not_opened(small: Project, tmp_path: Path) -> None:
    shutil.rmtree(small.locales)
    small.locales.symlink_to(tmp_path)
    with pytest.raises(OctavoError, match="sandbox-folder"):
        sandbox.run(small, [], [small.locales])


@pytest.mark.slow
@pytest.mark.parametrize("call", ["add-language de", "preview fr --no-open --port 0", "status --after-update"])
def test_a_command_that_would_run_conf_py_outside_is_refused(small: Project, call: str) -> None:
    """In a process of its own: the preview starts processes that would keep the variable for later tests."""
    canary = small.root / "ran"
    small.configuration.write_text(f"open({str(canary)!r}, 'w').close()\n", encoding="utf-8")
    command = [sys.executable, "-m", "octavo", *call.split()]
    variables = os.environ | {sandbox.VARIABLE: "1"}
    done = subprocess.run(command, cwd=small.root, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "[sandbox-command]" in done.stderr
    assert not canary.exists()


@pytest.mark.parametrize(
    "call",
    ["check", "check --fix", "check --format json", "compile", "todo fr", "status", "status --messages",
     "status --trouble", "status --history", "export fr -f csv -o x.csv", "import fr x.csv",
     "review fr two/index --by Ada", "proof fr -f html", "weblate https://a.example/b", "rollback --list", "clean"],
)  # fmt: skip
def test_these_commands_run_no_conf_py(small: Project, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    monkeypatch.chdir(small.root)
    main(["export", "fr", "-f", "csv", "-o", "x.csv"])
    canary = small.root / "ran"
    text = small.configuration.read_text(encoding="utf-8")
    small.configuration.write_text(f"{text}\nopen({str(canary)!r}, 'w').close()\n", encoding="utf-8")
    assert main(call.split()) in (0, 1)
    assert not canary.exists()
