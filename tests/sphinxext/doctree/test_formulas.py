"""Formulas arrive translated on every kind of page; one that the guard refuses stays the master's, even where the
compiler did not know that it was a formula."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sphinx.locale import translators

from octavo.catalogs import po
from octavo.catalogs.extract import pot, sphinx_run
from octavo.catalogs.po import Catalog, Message
from octavo.compiler import cache, compilation
from octavo.project import Project, load
from octavo.publication.validation.editions import parse

REST = """

.. math:: v_{\\text{avg}} = \\frac{s}{t}

.. math::

   2x + 3 &= \\text{seven} \\\\
   x &= 2

.. math:: E = mc^2

Energy :math:`E = \\text{all}` and nothing.
"""
MYST = """# Third

$$
v_{\\text{max}} = 5
$$

```{math}
E = mc^3
```

\\begin{align}
a &= \\text{one}
\\end{align}

Area $A = \\pi r^2$ here.
"""
CONF = '\nextensions += ["myst_parser"]\nmyst_enable_extensions = ["dollarmath", "amsmath"]\n'


def small_with_formulas(small: Project, rest: dict[str, str], myst: dict[str, str]) -> Project:
    with (small.root / "conf.py").open("a", encoding="utf-8") as stream:
        stream.write(CONF)
    index = small.source / "two/index.rst"
    index.write_text(index.read_text(encoding="utf-8") + REST, encoding="utf-8")
    (small.source / "three.md").write_text(MYST, encoding="utf-8")
    translators.clear()  # Sphinx keeps what an earlier test read under the same name
    project = load(small.root)
    folder = project.catalogs(project.language("fr"))
    held = po.read(folder / "two/index.po").messages
    po.write(Catalog(folder / "two/index.po", (*held, *(Message(k, (v,)) for k, v in rest.items()))))
    header = next(message for message in held if message.is_header)
    po.write(Catalog(folder / "three.po", (header, *(Message(k, (v,)) for k, v in myst.items()))))
    return project


GOOD_REST = {
    # A formula on the line of its directive is followed by two line breaks.
    "v_{\\text{avg}} = \\frac{s}{t}\n\n": r"v_{\text{moy}} = \frac{s}{t}",
    "2x + 3 &= \\text{seven} \\\\\nx &= 2": "2x + 3 &= \\text{sept} \\\\\nx &= 2",
    r"Energy :math:`E = \text{all}` and nothing.": r"Énergie :math:`E = \text{tout}` et rien.",
}
GOOD_MYST = {
    r"v_{\text{max}} = 5": r"v_{\text{plus grande}} = 5",
    "\\begin{align}\na &= \\text{one}\n\\end{align}": "\\begin{align}\na &= \\text{un}\n\\end{align}",
    r"Area $A = \pi r^2$ here.": r"Aire $S = \pi r^2$ ici.",
}


def article(page: Path) -> str:
    """Return the text of *page* without that of the frame around it."""
    (found,) = parse(page).xpath("//*[@role='main']")
    return str(found.text_content())


@pytest.mark.slow
def test_formulas_are_extracted_and_arrive_in_their_places_translated(small: Project) -> None:
    project = small_with_formulas(small, GOOD_REST, GOOD_MYST)
    pot.write_pot_files(project)
    extracted = {m.msgid for name in ("two/index", "three") for m in po.read(project.templates / f"{name}.pot")}
    assert set(GOOD_REST) | set(GOOD_MYST) <= extracted

    french = project.language("fr")
    assert compilation.compile_catalogs(project, french).findings == ()
    run = sphinx_run.run_sphinx(project, french, "html", project.build / "html", log=project.logs / "x.log")
    assert not [line for line in run.warnings if "three.md" in line and "toctree" not in line]
    page = article(project.build / "html/two/index.html")
    assert all(word in page for word in ("moy", "sept", "tout"))
    assert not any(word in page for word in ("avg", "seven", "all"))
    markdown = article(project.build / "html/three.html").replace("\u00a0", " ")
    assert "::" not in markdown
    assert all(word in markdown for word in ("plus grande", "un", "S=πr"))
    assert not any(word in markdown for word in ("max", "one"))


@pytest.mark.slow
def test_what_no_compiler_refused_stays_the_master_s(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = r"\input{/etc/hostname}\text{<script>alert(1)</script>}"
    rest = dict.fromkeys(GOOD_REST, bad) | {
        r"Energy :math:`E = \text{all}` and nothing.": f"Énergie :math:`{bad}` et rien.",
        "E = mc^2\n\n": r"\frac{",
    }
    myst = dict.fromkeys(GOOD_MYST, bad) | {r"Area $A = \pi r^2$ here.": r"Aire $\input /etc/hostname$ ici."}
    project = small_with_formulas(small, rest, myst)
    french = project.language("fr")
    assert compilation.compile_catalogs(project, french).refused == len(rest) + len(myst)
    monkeypatch.setattr(compilation, "refusals", lambda message, context: [])
    # The stored results are those of the guard that was taken away.
    shutil.rmtree(cache.cache_file(project, french).parent)
    compilation.compile_catalogs(project, french)
    written: list[str] = []
    for builder in ("html", "octavo-epub", "octavo-latex"):
        output = project.build / builder
        run = sphinx_run.run_sphinx(project, french, builder, output, log=project.logs / "x.log")
        written += [line for line in run.warnings if "guard-math" in line]
    # Each refused formula is named once, with its page: two inline, three and two blocks.
    assert len(written) == 7, written
    for name in ("two/index", "three"):
        tree = parse(project.build / f"html/{name}.html")
        assert not [script for script in tree.iter("script") if "alert(1)" in (script.text or "")]
        formulas = "".join(formula.text_content() for formula in tree.iter("math"))
        assert "input" not in formulas
    assert "avg" in parse(project.build / "html/two/index.html").text_content()
    tex = "".join(path.read_text(encoding="utf-8") for path in (project.build / "octavo-latex").glob("*.tex"))
    assert "\\input{" not in tex.replace("\\input{sphinx", "")
    assert "\\frac{s}{t}" in tex
