"""Formulas of random pieces that the guard accepts, all typeset in one run of TeX."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from sphinx.util.math import wrap_displaymath

from octavo.compiler.guard.math import macros, problems
from octavo.editions.formats import program_limits

_FAIR = Path(__file__).parents[1] / "compiler/guard/formulas.toml"
_HEAD = "\\documentclass{article}\\usepackage{amsmath,amssymb,amstext}\\begin{document}\n"
_PIECES = [
    *sorted(macros.MACROS | macros.SIGNS), "x", "7", "{a}", "_{i}", "^{2}", r"\frac{a}{b}", r"\text{mots d’ici}",
    r"\left( x \right)", r"\sqrt[3]{x}", r"\sum_{i=1}^{n}", r"\substack{a\\b}", r"\overset{a}{b}", "''", r"\hline",
    r"\begin{matrix}a&b\end{matrix}", r"\begin{cases}a\\b\end{cases}", r"\\[2pt]", "[", "]", "%", "#", "$", "\n",
]  # fmt: skip
_LINE = re.compile(r"^l\.(\d+) ", re.MULTILINE)


def accepted(count: int, *, seed: int) -> Iterator[str]:
    """Yield *count* formulas that may replace one of the fair ones where a project allows other formulas."""
    chance = random.Random(seed)  # no secret
    masters = [row["master"] for row in tomllib.loads(_FAIR.read_text(encoding="utf-8"))["formula"]]
    masters = [text for text in masters if r"\SI" not in text]  # a macro of a package
    while count:
        master = chance.choice(masters)
        # Half of them are near the master's formula, half are anything.
        text = master if chance.random() < 0.5 else "x"
        for _ in range(chance.randint(1, 5)):
            place = chance.choice([0, len(text), *(found.start() for found in re.finditer(r"[\\{}^_ ]", text))])
            text = f"{text[:place]} {chance.choice(_PIECES)} {text[place:]}"
        if text != master and not problems(master, text, is_free=True):
            count -= 1
            yield text


def faults(formulas: list[str], folder: Path) -> list[str]:
    """Typeset *formulas* in *folder* as Sphinx does, and return those at which TeX stops."""
    lines = [" ".join(_display(text).split()) for text in formulas]
    (folder / "formulas.tex").write_text(_HEAD + "\n".join(lines) + "\n\\end{document}\n", encoding="utf-8")
    program_limits.run(["xelatex", "-no-pdf", "-no-shell-escape", "-interaction=nonstopmode", "formulas.tex"], folder)
    log = (folder / "formulas.log").read_text(encoding="utf-8", errors="replace")
    assert "Output written" in log or _LINE.search(log)
    return list(dict.fromkeys(formulas[min(int(line) - 2, len(formulas) - 1)] for line in _LINE.findall(log)))


def _display(text: str) -> str:
    """Return *text* as Sphinx prints it; a display of its own is written with ``:no-wrap:``."""
    is_whole = any(text.lstrip().startswith(f"\\begin{{{name}}}") for name in macros.DISPLAYS)
    return text if is_whole else wrap_displaymath(text, None, False)
