"""octavo preview in projects that Octavo has adopted: their folders, compact catalogs, themes and MyST."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from octavo.workflow import init
from tests.workflow.init import shapes

PAGES = {
    # theme: text of the translation, what it becomes, a page that stays
    "furo": ("Un gadget pour **tous**.", "Un objet pour **tous**.", "guide/start"),
    "sphinx_rtd_theme": ("Un gadget pour **tous**.", "Un objet pour **tous**.", "guide/start"),
    "alabaster": ("Le retourner.", "Tourner autour.", "contents"),
    "pydata_sphinx_theme": ("Un gadget pour **tous**.", "Un objet pour **tous**.", "guide/start"),
    "sphinx_book_theme": ("打开它。", "请打开它。", "index"),
}


@contextmanager
def preview(root: Path, locale: str) -> Iterator[str]:
    """Give the address of the preview of *locale*."""
    command = [sys.executable, "-m", "octavo", "preview", "--no-open", "--port", "0", locale]
    process = subprocess.Popen(command, cwd=root, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        assert process.stderr
        said = ""
        for line in process.stderr:
            said += line
            if found := re.search(r"(http://127\.0\.0\.1:\d+)/\S*", line):
                break
        else:
            pytest.fail(said)
        # The address contains the key of the preview; it answers with a cookie.
        get(found[0])
        yield found[1]
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)


BROWSER = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())


def get(address: str) -> str:
    with BROWSER.open(address, timeout=60) as answer:
        text: str = answer.read().decode()
        return text


@pytest.mark.slow
@pytest.mark.parametrize("shape", shapes.SHAPES, ids=[shape.name for shape in shapes.SHAPES])
def test_a_saved_catalog_changes_its_page_and_leaves_the_others(shape: shapes.Shape, tmp_path: Path) -> None:
    root = shapes.make(shape, tmp_path)
    init.apply_init(init.plan_init(root))
    before, after, other = PAGES[shape.name]
    (path,) = (path for path in root.rglob("*.po") if before in path.read_text(encoding="utf-8"))
    tag = shape.locale.replace("_", "-")
    with preview(root, shape.locale) as address:
        page, another = f"{address}/{tag}/{shape.page}.html", f"{address}/{tag}/{other}.html"
        first, second = (re.sub(r"\*+", "", text).split(" pour")[0] for text in (before, after))
        assert first in get(page)
        kept = get(another)
        path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
        shown = get(page)
        assert second in shown
        assert second == f"请{first}" or first not in shown
        assert (first in kept, second in kept) == (first in get(another), False)
        # The panel of the page speaks of the page's own catalog.
        state = get(f"{address}/_octavo/state?language={tag}&page={shape.page}")
        assert path.relative_to(root).as_posix() in state
