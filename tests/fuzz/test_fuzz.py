"""Fuzz the whole way from a catalog to readers, with a fixed number of examples."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.fuzz import formulas
from tests.fuzz.bench import Bench, Recorder
from tests.fuzz.run import BATCH, fuzz

#: Batches; about two minutes on two cores.
BATCHES = 16
PARAGRAPH = ("formulas", "A last plain paragraph.")
FORMULA = ("formulas", "v_{\\text{avg}} = \\frac{s}{t}\n\n")


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("fuzz"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("`x <javascript:pwnd7()>`__", ("formulas.html: <a href", "formulas.xhtml: <a href")),
        (".. include:: ../../octavo-outside/secret.txt", ("opened",)),
        (":download:`x <../../octavo-outside/secret.txt>`", ("secret.txt contains the secret file",)),
        ("x <svg onload=pwnd7()>", ("words.html: <svg onload",)),
        ("\\input{pwnd7}", (".tex: \\input",)),
    ],
)
def test_without_the_guard_every_oracle_sees_harm(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, text: str, wanted: tuple[str, ...]
) -> None:
    for name in (
        "compiler.compilation.refusals",
        "sphinxext.doctree.translation_filter._refusals",
        "sphinxext.doctree.formulas.problems",
    ):
        monkeypatch.setattr(f"octavo.{name}", lambda *_, **__: [])
    words = [slot for slot in bench.slots if slot[0] == "words" and slot[1].startswith("A ")]
    found = bench.faults(dict.fromkeys([*words, FORMULA if "input" in text else PARAGRAPH], text), {})
    for part in wanted:
        assert any(part in fault for fault in found), found


@pytest.mark.slow
def test_no_catalog_does_harm(bench: Bench) -> None:
    """Whatever a catalog says: no file is read or written, no program runs, and no reader gets a script."""
    done = fuzz(bench, BATCHES, seed=1)
    assert done.faults == []
    assert done.cases == BATCHES * BATCH
    assert 0 < done.refused < done.cases, "the attacks are neither all harmless nor all refused"


@pytest.mark.parametrize(
    ("arguments", "is_expected"),
    [
        (("--format", "%{family[0]}\n", ":charset=5d0 1f600"), True),
        (("--format", "%{charset} ", ":family=Noto Serif:style=Regular"), True),
        (("--format", "%{style[0]}\n", ":family=Noto Sans Hebrew"), True),
        (("--format", "%{family[0]}\n", ":charset=pwnd7"), False),
        (("--format", "%{family[0]}\n", ":charset=5d0:file=/etc/passwd"), False),
        (("--format", "%{file}", ":charset=5d0"), False),
        (("--version",), False),
    ],
)
def test_only_the_queries_of_octavo_to_fontconfig_are_no_harm(arguments: tuple[str, ...], is_expected: bool) -> None:
    recorder = Recorder(is_on=True)
    recorder.hook("subprocess.Popen", ("fc-list", ("fc-list", *arguments), None, None))
    assert (recorder.found == []) == is_expected


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("xelatex"), reason="TeX is not installed")
def test_every_formula_that_the_guard_accepts_can_be_typeset(tmp_path: Path) -> None:
    assert formulas.faults(["x", r"\sum_ \limits {i}"], tmp_path) == [r"\sum_ \limits {i}"]
    assert formulas.faults(list(formulas.accepted(1_000, seed=1)), tmp_path) == []
