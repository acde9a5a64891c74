"""What the page says of the language of its parts."""

from __future__ import annotations

import re

import pytest

from octavo.catalogs import po
from octavo.catalogs.extract import sphinx_run
from octavo.catalogs.po import Message
from octavo.compiler import compilation
from octavo.project import Project
from octavo.publication.validation.editions import parse

KEPT = "Book: *The Open Book: A Story*. A Press."
TITLED = "Nobody (2020). *Two Words: Again*. See *this*."
PAGE = f"\n\n{TITLED}\n\n{KEPT}\n\nNobody And Partners\n\nA whole paragraph: not translated.\n\nOther text.\n"


@pytest.mark.slow
def test_text_in_the_master_s_language_is_marked_whether_it_was_forgotten_or_kept(small: Project) -> None:
    """A forgotten paragraph is marked as such; an entry that the translator left as it is says only its language,
    and keeps the master's typography; a name is in no language."""
    with (small.source / "two/index.rst").open("a", encoding="utf-8") as stream:
        stream.write(PAGE)
    french = small.language("fr")
    content = po.read(small.catalogs(french) / "two/index.po")
    same = [Message(text, (text,)) for text in (KEPT, "Nobody And Partners")]
    same.append(Message(TITLED, ("Nobody (2020). *Two Words: Again*. Voir *ceci*.",)))
    same.append(Message("A whole paragraph: not translated."))
    po.write(po.Catalog(content.path, (*content.messages, *same, Message("Other text.", ("Autre texte.",)))))
    compilation.compile_catalogs(small, french)
    sphinx_run.run_sphinx(small, french, "html", small.build / "html", log=small.logs / "x.log")
    page = parse(small.build / "html/two/index.html")
    found = {p.text_content(): (p.get("lang"), p.get("class")) for p in page.iter("p")}
    assert found["Book: The Open Book: A Story. A Press."] == ("en", None)
    assert found["Nobody And Partners"] == (None, None)
    assert found["A whole paragraph: not translated."] == ("en", "octavo-untranslated")
    assert found["Autre texte."] == (None, None)
    assert [(em.text, em.get("lang")) for em in page.iter("em") if em.text != "The Open Book: A Story"] == [
        ("Two Words: Again", "en"),
        ("ceci", None),
    ]
    notice = page.find_class("octavo-notice")[0].text_content().replace("\u00a0", " ").replace("\u202f", " ")
    assert re.fullmatch(r"Cette page est traduite à \d\d %. Le reste est en anglais.", notice)
    sphinx_run.run_sphinx(small, french, "html", small.build / "html", log=small.logs / "x.log")
    assert not parse(small.build / "html/one/index.html").find_class("octavo-notice")
