"""Test that the caption of a table is on the page of the table, with LaTeX itself."""

from __future__ import annotations

import re
import subprocess

import pytest

from octavo.editions.formats.pdf import latex
from octavo.project import Project
from tests.sphinxext.latex.printing import print_book

needs_tex = pytest.mark.skipif(bool(latex.missing_programs()), reason="TeX is not installed")
LINES = 38
ROWS = "\n".join(f"     * - Cell {row}\n       - Text" for row in range(6))


@needs_tex
@pytest.mark.slow
def test_the_caption_of_a_table_is_never_alone_at_the_foot_of_a_page(small: Project) -> None:
    """Tables follow more and more lines, so that one of them would begin at the foot of a page.

    A table in a list stays where it is; any other moves to the next page with its caption.
    """
    tables = "".join(
        "\n.. raw:: latex\n\n   \\clearpage\n\n"
        + "\n".join(f"| Line {line}" for line in range(count))
        + f"\n\n- .. list-table:: Caption {count}\n     :header-rows: 1\n\n{ROWS}\n"
        for count in range(LINES - 12, LINES)
    )
    made, _ = print_book(small, small.language("en"), tables)
    text = subprocess.run(["pdftotext", made.path, "-"], capture_output=True, text=True, check=True).stdout
    pages = [page for page in text.split("\f") if re.search(r"Caption \d", page)]
    assert len([page for page in pages if re.search(r"Caption \d", page)]) >= 10
    assert [page for page in pages if "Cell 5" not in page] == []
