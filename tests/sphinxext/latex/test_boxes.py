"""Test that links in a printed book lead to boxes with a name."""

from __future__ import annotations

import pytest

from octavo.editions.formats.pdf import latex
from octavo.project import Project
from tests.sphinxext.latex.printing import print_book

needs_tex = pytest.mark.skipif(bool(latex.missing_programs()), reason="TeX is not installed")
BOXES = """
See :ref:`the form <form>`, :ref:`the note <named>`, :ref:`the topic <topical>` and :ref:`the hint <marked>`.

.. admonition:: Form
   :class: checklist
   :name: form

   - Name: ____

.. note::
   :name: named

   .. list-table::

      * - A cell

.. topic:: Topic
   :name: topical

   A topic.

.. _marked:

.. hint:: A hint with a mark before it.
"""


@needs_tex
@pytest.mark.slow
def test_every_box_with_a_name_has_one_label(small: Project) -> None:
    _, source = print_book(small, small.master, BOXES)
    log = source.with_suffix(".log").read_text(encoding="utf-8")
    assert latex.read_log(log).undefined == ()
    assert "multiply" not in log
    printed = source.read_text(encoding="utf-8")
    names = ("form", "named", "topical", "marked")
    assert [printed.count(rf"\label{{\detokenize{{two/index:{name}}}}}") for name in names] == [1, 1, 1, 1]
    assert printed.index("begin{sphinxadmonition}") < printed.index(r"\label{\detokenize{two/index:form}}")
