"""A feature whose extra is not installed says the one command that installs it; the core needs no extra."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from octavo.errors import OctavoError, needs_extra
from octavo.project import Language, Project
from octavo.workflow.exchange.units import Table
from tests.conftest import ROOT

#: Modules of the extras, hidden from the import system.
HIDDEN = ("weasyprint", "openpyxl", "pypinyin", "opencc", "furo", "sphinx_rtd_theme", "distributed",
          "dask", "sphinxcontrib.rsvgconverter", "sphinx_intl")  # fmt: skip


@pytest.fixture
def no_extras(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in HIDDEN:
        monkeypatch.setitem(sys.modules, name, None)


def test_the_sentence_names_feature_package_and_command() -> None:
    with pytest.raises(OctavoError) as caught, needs_extra("pdf", "A proof as PDF"):
        import a_package_that_nobody_has  # noqa: F401
    assert caught.value.sentence == (
        "A proof as PDF needs packages that are not installed (a_package_that_nobody_has). "
        "Run: pip install 'octavo[pdf]'. [extra-missing]"
    )


@pytest.mark.usefixtures("no_extras")
def test_features_of_extras_say_the_command(tmp_path: Path) -> None:
    from octavo.editions.formats import collation, pinyin
    from octavo.editions.formats.pdf import accessible
    from octavo.workflow.exchange import xlsx

    pinyin._reader.cache_clear()
    pinyin._known.clear()
    calls = {
        "xlsx": lambda: xlsx.write(Table("en", "fr", ())),
        "zh": lambda: collation.sort_key("学习", Language("zh_CN")),
        "pdf": lambda: accessible.write(tmp_path / "a.epub", tmp_path / "a.pdf", Language("fr")),
    }
    for extra, call in calls.items():
        with pytest.raises(OctavoError, match=rf"pip install 'octavo\[{extra}\]'.*\[extra-missing\]"):
            call()


@pytest.mark.usefixtures("no_extras")
def test_chinese_is_checked_without_the_extra() -> None:
    from octavo.compiler.checks.rules import chinese

    caches = (chinese._converter, chinese._simplified)
    for cached in caches:
        cached.cache_clear()
    assert chinese._simplified("學") == "學"
    for cached in caches:
        cached.cache_clear()


@pytest.mark.slow
def test_a_site_is_built_without_any_extra(small: Project, tmp_path: Path) -> None:
    pyproject = small.root / "pyproject.toml"
    pyproject.write_text(
        pyproject.read_text(encoding="utf-8").replace("[tool.octavo]", '[tool.octavo]\ntheme = "alabaster"', 1),
        encoding="utf-8",
    )
    # Hidden in every process, also in those that build.
    (tmp_path / "sitecustomize.py").write_text(
        f"import sys\nfor name in {HIDDEN!r}: sys.modules[name] = None\n", encoding="utf-8"
    )
    path = os.pathsep.join((str(tmp_path), str(ROOT)))
    done = subprocess.run(
        [sys.executable, "-m", "octavo", "build", "fr", "-f", "html"],
        cwd=small.root, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": path},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    # The page has a checklist, and no link to a sheet that nobody could make.
    page = (small.build / "editions/fr/html/one/chapter.html").read_text(encoding="utf-8")
    assert "checklist" in page
    assert "checklists/" not in page
