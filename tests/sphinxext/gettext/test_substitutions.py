"""Substitutions are translated like all other text, also those that conf.py adds to every page."""

from __future__ import annotations

import pytest

from octavo.catalogs import po
from octavo.catalogs.extract import pot, sphinx_run
from octavo.catalogs.po import Catalog, Message
from octavo.compiler import compilation
from octavo.project import Project

EPILOG = '\nrst_epilog = """\n.. |help| replace:: The **help** desk\n.. |unused| replace:: Never seen\n"""\n'
PAGE = "\n\nAsk |help| or |here|.\n\n.. |here| replace:: somebody\n   near you\n"


@pytest.mark.slow
def test_a_substitution_is_extracted_where_it_is_used_and_set_in_the_language(small: Project) -> None:
    with (small.root / "conf.py").open("a", encoding="utf-8") as stream:
        stream.write(EPILOG)
    with (small.source / "two/index.rst").open("a", encoding="utf-8") as stream:
        stream.write(PAGE)
    pot.write_pot_files(small)
    found = [m.msgid for m in po.read(small.templates / "two/index.pot")]
    assert found[-3:] == ["Ask |help| or |here|.", "somebody near you", "The **help** desk"]
    assert "The **help** desk" not in [m.msgid for m in po.read(small.templates / "one/index.pot")]

    french = small.language("fr")
    path = small.catalogs(french) / "two/index.po"
    po.write(
        Catalog(
            path,
            (
                *po.read(path).messages,
                Message("Ask |help| or |here|.", ("Demandez à |help| ou à |here|.",)),
                Message("The **help** desk", ("l’**assistance**",)),
                Message("somebody near you", ("quelqu’un près de vous",)),
            ),
        )
    )
    compilation.compile_catalogs(small, french)
    output = small.build / "html"
    sphinx_run.run_sphinx(small, french, "html", output, log=small.logs / "x.log")
    page = (output / "two/index.html").read_text(encoding="utf-8")
    assert "Demandez à l’<strong>assistance</strong> ou à quelqu’un près de vous." in page
