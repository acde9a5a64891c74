"""In French a figure is a common noun in its sentence."""

from types import SimpleNamespace

import pytest
from docutils import nodes
from docutils.utils import new_document
from sphinx import addnodes

from octavo.sphinxext.doctree import figure_references


def shown(before: str, language: str = "fr", house_style: bool = True) -> tuple[str, str]:
    link = addnodes.number_reference("", "", nodes.inline("", "Figure 3"), title="Figure %s")
    document = new_document("page")
    document += nodes.paragraph("", "", nodes.Text(before), link, nodes.Text(" montre cela."))
    app = SimpleNamespace(config=SimpleNamespace(language=language, octavo_house_style=house_style))
    figure_references.lower(app, document, "page")
    return link.astext(), link["title"]


@pytest.mark.parametrize("before", ["La ", "Comme le montre la ", "Regardez\u00a0: la ", "("])
def test_a_reference_in_a_sentence_has_no_capital(before: str) -> None:
    assert shown(before) == ("figure 3", "figure %s")


@pytest.mark.parametrize("before", ["", "Lisez. ", "«\u00a0Oui\u00a0!\u00a0» "])
def test_a_reference_at_the_beginning_of_a_sentence_has_one(before: str) -> None:
    assert shown(before) == ("Figure 3", "Figure %s")


def test_other_languages_and_adopted_projects_are_as_sphinx_writes_them() -> None:
    assert shown("See ", "en") == shown("Siehe ", "de") == shown("La ", house_style=False) == ("Figure 3", "Figure %s")
