"""Substitutions are translated like all other text, also those that conf.py adds to every page."""

from __future__ import annotations

import pytest

from octavo.catalogs import po
from octavo.catalogs.extract import pot, sphinx_run
from octavo.catalogs.po import Catalog, Message
from octavo.compiler import compilation
from octavo.project import Project

EPILOG = '\nrst_epilog = """\n.. |help| replace:: The **help** service\n.. |unused| replace:: Never seen\n"""\n'
PAGE = """

Ask |help| or |here|.

.. |here| replace:: somebody
   near you
.. |icon| replace:: :html:`<b>An icon</b>`
"""
USE_OF_ICON = "\n\n.. role:: html(raw)\n   :format: html\n\n|icon|\n"


@pytest.mark.slow
def test_a_substitution_is_extracted_where_it_is_used_and_set_in_the_language(small: Project) -> None:
    with (small.root / "conf.py").open("a", encoding="utf-8") as stream:
        stream.write(EPILOG)
    with (small.source / "two/index.rst").open("a", encoding="utf-8") as stream:
        stream.write(USE_OF_ICON + PAGE)
    pot.write_pot_files(small)
    found = [m.msgid for m in po.read(small.templates / "two/index.pot")]
    assert not any("An icon" in text for text in found), "raw HTML is nothing to translate"
    assert found[-3:] == ["Ask |help| or |here|.", "somebody near you", "The **help** service"]
    assert "The **help** service" not in [m.msgid for m in po.read(small.templates / "one/index.pot")]

    french = small.language("fr")
    path = small.catalogs(french) / "two/index.po"
    po.write(
        Catalog(
            path,
            (
                *po.read(path).messages,
                Message("Ask |help| or |here|.", ("Demandez à |help| ou à |here|.",)),
                Message("The **help** service", ("l’**assistance**",)),
                Message("somebody near you", ("quelqu’un près de vous",)),
            ),
        )
    )
    compilation.compile_catalogs(small, french)
    output = small.build / "html"
    sphinx_run.run_sphinx(small, french, "html", output, log=small.logs / "x.log")
    page = (output / "two/index.html").read_text(encoding="utf-8")
    assert "Demandez à l’<strong>assistance</strong> ou à quelqu’un près de vous." in page
