"""Test which tables become cards on a phone."""

from __future__ import annotations

import pytest
from lxml import html

from octavo.editions.formats.html.stacked_tables import stack_tables


def table(head: str, body: str, name: str = "docutils") -> html.HtmlElement:
    root = html.fragment_fromstring(
        f'<div><table class="{name}"><thead>{head}</thead><tbody>{body}</tbody></table></div>'
    )
    stack_tables(root)
    return root


def row(count: int, tag: str = "td") -> str:
    return "<tr>" + "".join(f"<{tag}><p>{tag} \n<em>{place}</em></p></{tag}>" for place in range(count)) + "</tr>"


@pytest.mark.parametrize("count", [2, 3, 4])
def test_cells_have_the_heading_of_their_column(count: int) -> None:
    root = table(row(count, "th"), row(count) * 2)
    assert root.xpath("//table/@class") == ["docutils octavo-stacked"]
    assert root.xpath("//tr/td/@data-heading") == [f"th {place}" for place in range(count)] * 2
    assert root.xpath("//th/@data-heading") == []


@pytest.mark.parametrize(
    ("head", "body", "name"),
    [
        (row(5, "th"), row(5), "docutils"),
        (row(1, "th"), row(1), "docutils"),
        (row(3, "th") * 2, row(3), "docutils"),
        (row(3, "th"), '<tr><td colspan="2">a</td><td>b</td></tr>', "docutils"),
        (row(3, "th"), row(2), "docutils"),
        ("<tr><th></th><th>a</th></tr>", row(2), "docutils"),
        (row(3, "th"), row(3), "self-check docutils"),
        (row(3, "th"), row(3), "genindextable"),
    ],
)
def test_other_tables_stay_tables(head: str, body: str, name: str) -> None:
    root = table(head, body, name)
    assert root.xpath("//table/@class") == [name]
    assert root.xpath("//@data-heading") == []
