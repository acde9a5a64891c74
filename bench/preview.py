"""Seconds from a save to the changed text on screen: ``octavo preview`` beside ``sphinx-autobuild``, in the same run.

``python bench/preview.py FOLDER`` takes a project with French catalogs, such as ``bench/generated.py`` makes
up, and saves one of its catalogs again and again while Chromium shows the page. sphinx-autobuild (PyPI) gets what it
needs to see catalogs at all: a plain ``conf.py`` with the same theme, compiling of ``.po`` by Sphinx, and the folder of
the catalogs to watch.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from octavo.catalogs import po as catalog
from octavo.catalogs.po import State
from octavo.preview.supervisor import running
from octavo.project import Project, load
from tests.preview.browser import Browser, chromium

LOCALE = "fr"
#: Seconds between the change on screen and the next save: what runs behind the page is done then.
PAUSE = 0.5


def largest(project: Project) -> Path:
    """Return the largest catalog."""
    folder = project.catalogs(project.language(LOCALE))
    return max(folder.rglob("*.po"), key=lambda path: (path.stat().st_size, path))


def saves(po: Path, count: int, prefix: str) -> Iterator[tuple[str, str]]:
    """Yield words and the catalog with each in another of its messages."""
    text = po.read_text(encoding="utf-8")
    plain = [m for m in catalog.read(po) if m.state is State.TRANSLATED and m.msgstr.endswith(".") and m.raw]
    for number in range(count):
        message = plain[number % len(plain)]
        word = f"{prefix}{number}z"
        last = message.raw[-1]
        yield word, text.replace("\n".join(message.raw), "\n".join((*message.raw[:-1], f'{last[:-1]} {word}"')), 1)


def measure(browser: Browser, po: Path, count: int, prefix: str) -> list[float]:
    """Return the seconds from each save to its word on screen."""
    before = po.read_text(encoding="utf-8")
    found = []
    try:
        for word, text in saves(po, count, prefix):
            start = time.time()
            po.write_text(text, encoding="utf-8")
            painted = browser(page=prefix, wait=word, timeout=60000)
            found.append(painted / 1000 - start if painted else float("inf"))
            time.sleep(PAUSE)
    finally:
        po.write_text(before, encoding="utf-8")
    return found


def said(name: str, found: list[float]) -> str:
    """Return median and 95th percentile in words."""
    ordered = sorted(found)
    late = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return f"{name:18} median {statistics.median(ordered):6.3f} s   95 % within {late:6.3f} s   {len(found)} saves"


@contextmanager
def autobuild(project: Project) -> Iterator[str]:
    """Give the address of sphinx-autobuild on the same source and catalogs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as made:
        configuration = Path(made, "conf.py")
        configuration.write_text(
            f"language = {LOCALE!r}\nroot_doc = 'index'\nhtml_theme = {project.theme!r}\n"
            f"locale_dirs = [{str(project.locales)!r}]\ngettext_compact = False\n"
        )
        command = [
            sys.executable, "-m", "sphinx_autobuild", "-q", "-c", made, "--port", str(port),
            "--watch", str(project.locales), "--ignore", "*.mo", "--delay", "0",
            str(project.source), str(Path(made, "out")),
        ]  # fmt: skip
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            address = f"http://127.0.0.1:{port}/"
            while process.poll() is None:
                try:
                    urllib.request.urlopen(f"{address}index.html", timeout=5).close()
                    break
                except OSError:
                    time.sleep(0.5)
            yield address
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
            for path in project.locales.rglob("*.mo"):
                path.unlink()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--saves", type=int, default=60)
    parser.add_argument("--others", type=int, default=15, help="saves for sphinx-autobuild")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        project = load(Path(shutil.copytree(given.folder, Path(folder, "project"))))
        po, language = largest(project), project.language(LOCALE)
        page = po.relative_to(project.catalogs(language)).with_suffix("").as_posix()
        with chromium() as browser:
            with running(project, [language]) as (_, server):
                browser(page="Oo", open=server.link(f"{language.tag}/{page}.html"))
                time.sleep(2)
                ours = measure(browser, po, given.saves, "Oo")
                print(said("octavo preview", ours), flush=True)
            with autobuild(project) as address:
                browser(page="Aa", open=f"{address}{page}.html")
                time.sleep(2)
                theirs = measure(browser, po, given.others, "Aa")
        print(said("sphinx-autobuild", theirs))
        print(f"ratio of the medians: {statistics.median(theirs) / statistics.median(ours):.1f}")


if __name__ == "__main__":
    main()
