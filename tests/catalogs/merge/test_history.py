"""Whatever authors and translators do: no update loses a translation, and a second update changes nothing."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from octavo.catalogs import merge, po
from octavo.catalogs.po import State
from octavo.files import remove_leftovers
from octavo.workflow import coverage
from tests.catalogs.merge.conftest import Tree, make_tree
from tests.catalogs.merge.history import Master, review, translate

EDITS = 200
KILLS = 100


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32))
def test_no_update_loses_a_translation(seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        rng = random.Random(seed)
        tree, master = make_tree(Path(folder) / "project"), Master.of_size(rng, 3, 5)
        for _ in range(8):
            tree.update_pages(master.templates)
            translate(tree, rng, share=0.8)
            review(tree, rng)
            before = tree.pairs()
            steps = [master.step() for _ in range(rng.randint(1, 4))]
            tree.update_pages(master.templates)
            assert before <= tree.pairs(), steps
            files = tree.files()
            assert tree.update_pages(master.templates).written == (), steps
            assert tree.files() == files


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32))
def test_every_text_that_was_ever_translated_is_translated_while_nobody_overwrites_it(seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        rng = random.Random(seed)
        tree, master = make_tree(Path(folder) / "project"), Master.of_size(rng, 3, 5)
        tree.update_pages(master.templates)
        translate(tree, rng)
        known = {text for texts in master.pages.values() for text in texts}
        for _ in range(25):
            step = master.step()
            tree.update_pages(master.templates)
            assert lost(tree, master, known) == [], step


def lost(tree: Tree, master: Master, known: set[str]) -> list[str]:
    """Return the texts in the master that once had a translation and now have none, or one to be reviewed."""
    done = {
        (name, message.msgid)
        for name in master.pages
        for message in tree.read(name)
        if message.state is State.TRANSLATED
    }
    return [t for name, texts in master.pages.items() for t in set(texts) if t in known and (name, t) not in done]


def words_lost(tree: Tree, master: Master, known: set[str]) -> int:
    return sum(map(coverage.words, lost(tree, master, known)))


@pytest.mark.slow
def test_200_edits_lose_no_word_where_sphinx_intl_loses_many(tmp_path: Path) -> None:
    """After each of 200 edits the master's texts that were once translated still are; plain sphinx-intl is counted."""
    rng = random.Random(7)
    ours, theirs = make_tree(tmp_path / "ours"), make_tree(tmp_path / "theirs")
    master = Master.of_size(rng, 12, 12)
    ours.update_pages(master.templates)
    translate(ours, random.Random(1))
    shutil.copytree(ours.project.locales, theirs.project.locales)
    known = {text for texts in master.pages.values() for text in texts}
    for number in range(1, EDITS + 1):
        master.step()
        ours.update_pages(master.templates)
        assert words_lost(ours, master, known) == 0
        if number % 20 == 0:
            sphinx_intl_update(theirs, master)
    words = words_lost(theirs, master, known)
    print(f"\ntranslated words lost after {EDITS} edits: octavo 0, sphinx-intl {words}")
    assert words > 0


def sphinx_intl_update(tree: Tree, master: Master) -> None:
    shutil.rmtree(tree.project.templates, ignore_errors=True)
    for content in tree.templates(master.templates).values():
        po.write(po.Catalog(content.path, (po.header({"Content-Type": "text/plain; charset=UTF-8"}), *content)))
    subprocess.run(
        [Path(sys.executable).with_name("sphinx-intl"), "update", "-l", "fr", "-j", "1",
         "-p", tree.project.templates, "-d", tree.project.locales],
        check=True, capture_output=True,
    )  # fmt: skip


@pytest.mark.slow
def test_killed_at_any_moment_every_catalog_is_whole_and_every_translation_is_in_one(tmp_path: Path) -> None:
    """100 updates are killed with SIGKILL at random moments; the next update then ends as if nothing had happened."""
    rng = random.Random(3)
    start, master = make_tree(tmp_path / "start"), Master.of_size(rng, 12, 8)
    start.update_pages(master.templates)
    translate(start, rng)
    old, pairs = start.files(), start.pairs()
    for _ in range(25):
        master.step()
    whole = _copy(start, tmp_path / "whole")
    began = time.perf_counter()
    whole.update_pages(master.templates)
    seconds = time.perf_counter() - began
    new = whole.files()
    stopped = 0
    for number in range(KILLS):
        tree = _copy(start, tmp_path / f"run{number}")
        stopped += _update_and_kill(tree, master, rng.random() * seconds)
        for name, data in tree.files().items():
            if name.endswith(".po") and "retired" not in name:
                assert data in (old.get(name), new.get(name)), name
        assert pairs <= tree.pairs()
        # As every command does after one that was killed.
        remove_leftovers([tree.project.locales])
        tree.update_pages(master.templates)
        assert pairs <= tree.pairs()
        assert tree.pairs() == whole.pairs()
        assert not list(tree.project.locales.rglob(".*"))
        shutil.rmtree(tree.project.root)
    assert stopped > KILLS / 2


def _copy(tree: Tree, target: Path) -> Tree:
    made = make_tree(target)
    shutil.copytree(tree.project.locales, made.project.locales)
    return made


def _update_and_kill(tree: Tree, master: Master, after: float) -> bool:
    """Update *tree* in a process of its own that is killed *after* so many seconds; return whether it was in time."""
    ready, go = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.read(ready, 1)
            tree.update_pages(master.templates)
        finally:
            os._exit(0)
    os.write(go, b"!")
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(ready)
    os.close(go)
    return os.WIFSIGNALED(status)


def test_the_merge_of_nothing_is_nothing(tree: Tree) -> None:
    assert tree.update(a=[]).total == merge.Counts()
