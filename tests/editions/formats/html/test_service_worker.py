"""Test the list of pages that a browser keeps for reading without a connection."""

from __future__ import annotations

import json
import re
from pathlib import Path

from octavo.editions.formats.html import service_worker
from octavo.project import Project


def test_a_guide_has_its_pages_and_their_texts_for_the_search(small: Project, tmp_path: Path) -> None:
    for name in ("index.html", "glossary.html", "one/index.html", "one/a.html", "two/index.html", "search/one/a.js",
                 "search/index.js", "one/picture.svg"):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    service_worker.write(small, small.language("fr"), tmp_path)
    text = (tmp_path / "sw.js").read_text("utf-8")
    guides, shared = (json.loads(re.search(rf"const {name} = (.*);", text)[1]) for name in ("GUIDES", "SHARED"))  # type: ignore[index]
    assert guides == {"one": ["one/a.html", "one/index.html", "search/one/a.js"], "two": ["two/index.html"]}
    assert shared == ["index.html", "search/index.js", "glossary.html"]
    assert 'CACHE = "octavo-fr"' in text
