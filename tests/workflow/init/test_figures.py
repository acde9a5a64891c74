"""Pictures of a project that were not drawn for Octavo."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workflow.init import tiny
from tests.workflow.init.shapes import catalog

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99">'
PICTURES = {
    "plain.svg": f'{HEAD}<text x="5px" y="20px" font-size="9px"><tspan font-weight="bold">No</tspan> one</text></svg>',
    "drawn.svg": f'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1" "svg11.dtd">{HEAD}<text x="5" y="9">Kite</text></svg>',
    "entity.svg": f'<!DOCTYPE svg [<!ENTITY a "b">]>{HEAD}<text>&a;</text></svg>',
    "broken.svg": f"{HEAD}<text>",
    "empty.svg": "",
    "packed.svgz": "\x1f",
    "old.bmp": "BM",
}
UNREAD = ("entity.svg", "broken.svg", "empty.svg")


@pytest.mark.slow
@pytest.mark.parametrize("house_style", [False, True])
def test_no_picture_stops_a_run_and_one_without_a_translation_is_copied(house_style: bool, tmp_path: Path) -> None:
    files = {f"docs__{name.replace('.', '_DOT_')}": text for name, text in PICTURES.items()}
    pages = "".join(f".. image:: {name}\n" for name in PICTURES)
    root = tiny.make(
        tmp_path, docs__index_DOT_rst=f"{tiny.INDEX}\n{pages}",
        docs__locales__fr__LC_MESSAGES__index_DOT_po=catalog(*tiny.PAIRS["fr"], ("Kite", "Cerf-volant")), **files,
    )  # fmt: skip
    tiny.run(root, "octavo", "init")
    if house_style:
        table = root / "pyproject.toml"
        table.write_text(table.read_text(encoding="utf-8").replace("house-style = false\n", ""), encoding="utf-8")
    tiny.run(root, "octavo", "update")
    tiny.run(root, "octavo", "build", "en", "fr", "-f", "html", "-f", "epub")
    assert "an EPUB cannot show old.bmp" in (root / "build/octavo/logs/fr-epub.log").read_text(encoding="utf-8")
    for locale in ("en", "fr"):
        images = root / f"build/octavo/editions/{locale}/html/_images"
        changed = set() if not house_style else {"plain.svg", "drawn.svg"}
        changed |= {"drawn.svg"} if locale == "fr" else set()
        log = (root / f"build/octavo/logs/{locale}-html.log").read_text(encoding="utf-8")
        assert all(name in log for name in UNREAD)
        for name, text in PICTURES.items():
            if name not in changed:
                assert (images / name).read_text(encoding="utf-8") == text, (locale, name)
        assert ("Cerf-volant" in (images / "drawn.svg").read_text(encoding="utf-8")) == (locale == "fr")
